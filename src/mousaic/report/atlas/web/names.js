'use strict';
// The page of names and notes: all of them, to save, to read back, and to carry to another model.

Atlas.pages.names = async (main) => {
  const { el, run, paint, notes, say } = Atlas;
  const rows = el('div', { class: 'named' });
  const sameAs = (item) => (other) => other.member === item.member && other.feature === item.feature;
  // What is said of where a name comes from.
  const origin = (came) =>
    came === undefined ? Atlas.alone('atlas_name_of') : came.cosine < 0 ? 'atlas_name_exchanged' : 'atlas_name_carried';

  const show = async () => {
    const list = notes.list();
    rows.replaceChildren();
    if (!list.length) rows.append(el('p', { class: 'empty' }, say('atlas_names_none')));
    for (const item of list) {
      const member = await Atlas.member(item.member);
      const thumb = Atlas.drawFeature(paint.canvas('', 'thumb'), member, item.feature);
      thumb.setAttribute('aria-hidden', 'true');
      const came = run.names.source ? run.names.items.find(sameAs(item)) : undefined;
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
              el('b', {}, item.name || say('no_name')),
              el('small', {}, say(origin(came), { ...item, cosine: came?.cosine })),
            ),
          ),
          el('p', {}, item.note),
          el(
            'button',
            {
              'aria-label': say('atlas_delete_name', { name: item.name }),
              onclick: () => {
                notes.set(item.member, item.feature, '', '');
                show();
              },
            },
            say('atlas_delete'),
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
      Atlas.tell(await notes.take(file));
      event.target.value = '';
      show();
    },
  });
  main.append(
    el('h1', {}, say('atlas_names_heading')),
    el(
      'p',
      { class: 'lead' },
      say(notes.persistent ? 'atlas_names_lead' : 'atlas_names_lead_nothing'),
    ),
    el(
      'div',
      { class: 'bar' },
      el('button', { class: 'main', onclick: () => notes.save() }, say('atlas_save_file')),
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
        say('atlas_read_file'),
      ),
    ),
    el(
      'p',
      { class: 'hint' },
      Atlas.parts('atlas_names_how', { command: el('code', {}, run.commands.report) }),
    ),
    rows,
  );
  if (run.names.lost.length) {
    main.append(
      el('h2', {}, say('atlas_lost', { source: run.names.source })),
      el(
        'ul',
        { class: 'lost' },
        run.names.lost.map((item) =>
          el(
            'li',
            {},
            el('b', {}, item.name || say('no_name')),
            ` ${say('atlas_lost_best', { best: item.best })} ${item.note}`,
          ),
        ),
      ),
    );
  }
  await show();
};
