'use strict';
// The page of names and notes: all of them, to save, to read back, and to carry to another model.

Atlas.pages.names = async (main) => {
  const { el, run, paint, notes } = Atlas;
  const rows = el('div', { class: 'named' });

  const show = async () => {
    const list = notes.list();
    rows.replaceChildren();
    if (!list.length)
      rows.append(el('p', { class: 'empty' }, 'Nothing has a name yet. Open a feature and call it what you see.'));
    for (const item of list) {
      const member = await Atlas.member(item.member);
      const thumb = paint.light(paint.canvas('', 'thumb'), member.picture(item.feature));
      thumb.setAttribute('aria-hidden', 'true');
      const came =
        run.names.source && run.names.items.find((i) => i.member === item.member && i.feature === item.feature);
      rows.append(
        el(
          'div',
          { class: 'namedrow' },
          el(
            'a',
            { href: `#/feature/${item.member}/${item.feature}` },
            thumb,
            el(
              'span',
              {},
              el('b', {}, item.name || '(no name)'),
              el(
                'small',
                {},
                `feature ${item.feature} of member ${item.member}` +
                  (came
                    ? `; carried over, cosine ${Atlas.fixed(came.cosine, 2)}${came.cosine < 0 ? ' (light and dark exchanged)' : ''}`
                    : ''),
              ),
            ),
          ),
          el('p', {}, item.note),
          el(
            'button',
            {
              'aria-label': `Delete the name ${item.name}`,
              onclick: () => {
                notes.set(item.member, item.feature, '', '');
                show();
              },
            },
            'Delete',
          ),
        ),
      );
    }
  };

  const input = el('input', {
    type: 'file',
    accept: '.json,application/json',
    id: 'load',
    class: 'hidden-input',
    onchange: async (event) => {
      const file = event.target.files[0];
      if (!file) return;
      Atlas.say(await notes.take(file));
      event.target.value = '';
      show();
    },
  });
  main.append(
    el('h1', {}, 'Names and notes'),
    el(
      'p',
      { class: 'lead' },
      notes.persistent
        ? 'What you write is kept in this browser alone. Save it to a file to keep it for good.'
        : 'This browser keeps nothing for pages opened from a disk: save what you write to a file.',
    ),
    el(
      'div',
      { class: 'bar' },
      el('button', { class: 'main', onclick: () => notes.save() }, 'Save annotations.json'),
      input,
      el(
        'label',
        {
          class: 'button',
          for: 'load',
          tabindex: 0,
          onkeydown: (event) => {
            if (event.key === 'Enter' || event.key === ' ') {
              event.preventDefault();
              input.click();
            }
          },
        },
        'Read a file',
      ),
    ),
    el(
      'p',
      { class: 'hint' },
      'Put annotations.json into the run folder, and mousaic report shows the names too. After training anew, ',
      el('code', {}, 'mousaic atlas NEWRUN --names annotations.json'),
      ' finds the named features again by their pictures.',
    ),
    rows,
  );
  if (run.names.lost.length) {
    main.append(
      el('h2', {}, `Not found again in this model (from ${run.names.source})`),
      el(
        'ul',
        { class: 'lost' },
        run.names.lost.map((item) =>
          el(
            'li',
            {},
            el('b', {}, item.name || '(no name)'),
            ` best |cosine| ${Atlas.fixed(item.best, 2)}. ${item.note}`,
          ),
        ),
      ),
    );
  }
  await show();
};
