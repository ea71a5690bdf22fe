'use strict';
// The page of one feature: its picture, its numbers, and a form for its name.

Atlas.pages.feature = async (main, m, h) => {
  const { el, run, paint, state, words } = Atlas;
  if (!run.members.includes(m) || !(h >= 0 && h < run.features)) return Atlas.pages.missing(main);
  state.member = m;
  state.last = h;
  state.order ??= Atlas.chosen();
  const member = await Atlas.member(m),
    w = member.picture(h),
    firings = member.firings(h);
  const mean = Atlas.stats('use', 'strength', m, h) || 1,
    fires = firings.length > 0;
  const light = paint.light(paint.canvas(`Feature ${h} in light and dark`, 'big'), w);
  const map = paint.map(paint.canvas(`Feature ${h} in signed colours`, 'big'), w);
  const called = () => Atlas.notes.of(m, h).name.trim() || `Feature ${h}`;
  const title = el('h1', { tabindex: -1 }, called());

  const fact = (head, found) =>
    found &&
    el('div', { class: 'fact' }, el('dt', {}, head), el('dd', {}, el('b', {}, found[0]), el('span', {}, found[1])));

  main.append(
    Atlas.crumbs(
      ['Features', '#/features'],
      Atlas.stepper('feature', state.order ?? [], h, (other) => `#/feature/${m}/${other}`),
    ),
    el(
      'div',
      { class: 'heading' },
      title,
      el('p', { class: 'sub' }, `#${h} of ${run.features.toLocaleString('en')} in member ${m}`),
    ),
    el(
      'div',
      { class: 'split' },
      el(
        'div',
        { class: 'aside' },
        el(
          'div',
          { class: 'pair' },
          el(
            'figure',
            {},
            light,
            el(
              'figcaption',
              {},
              run.shape[0] === 1
                ? 'Lighter than grey: adds light. Darker: takes it away.'
                : 'Lighter than grey: adds light of that colour. Darker: takes it away.',
            ),
            member.windowed && paint.close(paint.canvas(`Feature ${h}, close-up`, 'big close'), w, member.box(h)),
            member.windowed && el('figcaption', {}, 'The same, close-up.'),
          ),
          el(
            'figure',
            {},
            map,
            paint.legend(
              mean * paint.largestOf(w),
              2,
              fires
                ? 'Brightness it adds to a pixel (images run from 0 to 1) at its mean strength.'
                : 'Brightness it adds to a pixel for each unit of activation.',
            ),
          ),
        ),
        Atlas.nameForm(m, h, () => {
          title.textContent = called();
        }),
      ),
      el(
        'div',
        {},
        el(
          'dl',
          { class: 'facts' },
          fact('Fires in', words.use(m, h)),
          fact('Carries', words.carries(m, h)),
          run.shapes && fact('Kind', words.shape(m, h)),
          fact('Class difference', words.classes(m, h)),
          fact('Shortcut', words.shortcut(m, h)),
          fact('Trust', words.trust(m, h)),
        ),
        fires && Atlas.byClass(member, h),
        fires && Atlas.topImages(member, h, w),
        await Atlas.relatives(member, h, w),
      ),
    ),
  );
  return { title: called() };
};

Atlas.nameForm = (m, h, changed) => {
  const { el } = Atlas,
    found = Atlas.notes.of(m, h);
  const name = el('input', {
    type: 'text',
    maxlength: 200,
    value: found.name,
    placeholder: 'What is it? For example: rim of the wheel',
  });
  const note = el('textarea', { rows: 3, maxlength: 20000, placeholder: 'Notes' });
  note.value = found.note;
  const keep = () => {
    Atlas.notes.set(m, h, name.value, note.value);
    changed();
  };
  name.addEventListener('input', keep);
  note.addEventListener('input', keep);
  return el(
    'form',
    { class: 'nameform', onsubmit: (event) => event.preventDefault() },
    el('label', {}, el('span', {}, 'Your name for it'), name),
    el('label', {}, el('span', {}, 'Notes'), note),
    el('p', { class: 'hint' }, 'Kept in this browser. ', el('a', { href: '#/names' }, 'Save all names to a file')),
  );
};
