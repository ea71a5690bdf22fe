'use strict';
// The page of one feature: its picture, its numbers, and a form for its name.

Atlas.pages.feature = async (main, m, h) => {
  const { el, run, paint, state, facts, say } = Atlas;
  if (!run.members.includes(m) || !(h >= 0 && h < run.features)) return Atlas.pages.missing(main);
  state.member = m;
  state.last = h;
  state.order ??= Atlas.chosen();
  const member = await Atlas.member(m),
    w = member.picture(h),
    firings = member.firings(h);
  const mean = Atlas.stats('use', 'strength', m, h) || 1,
    fires = firings.length > 0;
  const draw = (kind) =>
    Atlas.vectors.here() ? null : paint[kind](paint.canvas(say(`atlas_picture_${kind}`, { number: h }), 'big'), w);
  const light = draw('light'),
    map = draw('map');
  const called = () => Atlas.notes.of(m, h).name.trim() || say('atlas_feature', { number: h });
  const title = el('h1', { tabindex: -1 }, called());

  const fact = (head, found) =>
    found &&
    el('div', { class: 'fact' }, el('dt', {}, say(head)), el('dd', {}, el('b', {}, found[0]), el('span', {}, found[1])));

  main.append(
    Atlas.crumbs(
      [say('atlas_nav_features'), '#/features'],
      Atlas.stepper('feature', state.order ?? [], h, (other) => `#/feature/${m}/${other}`),
    ),
    el(
      'div',
      { class: 'heading' },
      title,
      el('p', { class: 'sub' }, say(Atlas.alone('atlas_feature_sub'), { number: h, features: run.features, member: m })),
    ),
    el(
      'div',
      { class: 'split' },
      el(
        'div',
        { class: 'aside' },
        Atlas.vectors.here()
          ? el(
              'figure',
              {},
              Atlas.vectors.four(paint.canvas(say('atlas_picture_rows', { number: h }), 'big'), member, h),
              el('figcaption', {}, say('atlas_picture_rows_say')),
            )
          : el(
          'div',
          { class: 'pair' },
          el(
            'figure',
            {},
            light,
            el(
              'figcaption',
              {},
              say(run.shape[0] === 1 ? 'atlas_light_says' : 'atlas_light_says_colour'),
            ),
            member.windowed &&
              paint.close(paint.canvas(say('atlas_picture_close', { number: h }), 'big close'), w, member.box(h)),
            member.windowed && el('figcaption', {}, say('atlas_same_close')),
          ),
          el(
            'figure',
            {},
            map,
            paint.legend(
              mean * paint.largestOf(w),
              2,
              say(fires ? 'atlas_map_says' : 'atlas_map_says_unit'),
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
          fact('atlas_fact_use', facts.use(m, h)),
          fact('atlas_fact_carries', facts.carries(m, h)),
          run.shapes && fact('atlas_fact_kind', facts.shape(m, h)),
          fact('atlas_fact_class', facts.classes(m, h)),
          fact('atlas_fact_shortcut', facts.shortcut(m, h)),
          fact('atlas_fact_trust', facts.trust(m, h)),
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
  const { el, say } = Atlas,
    found = Atlas.notes.of(m, h);
  const name = el('input', {
    type: 'text',
    maxlength: 200,
    value: found.name,
    placeholder: say('atlas_name_hint'),
  });
  const note = el('textarea', { rows: 3, maxlength: 20000, placeholder: say('atlas_notes') });
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
    el('label', {}, el('span', {}, say('atlas_your_name')), name),
    el('label', {}, el('span', {}, say('atlas_notes')), note),
    el(
      'p',
      { class: 'hint' },
      Atlas.parts('atlas_kept_here', { save: el('a', { href: '#/names' }, say('atlas_save_all')) }),
    ),
  );
};
