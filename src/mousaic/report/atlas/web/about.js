'use strict';
// The page that says what is shown, how to move about, and how exact it is.

Atlas.pages.about = async (main) => {
  const { el, run, fixed, say } = Atlas,
    member = await Atlas.member(Atlas.state.member),
    figures = run.figures,
    d = run.differences;
  const line = (key, head, text) =>
    el('div', { class: 'fact' }, el('dt', {}, say(key)), el('dd', {}, el('b', {}, head), el('span', {}, text)));
  const keys = (...names) => el('span', {}, names.map((name) => el('kbd', {}, name)));
  const arrows = () => keys('←', '→', '↑', '↓');
  const classes = run.images.classes.length;
  const base = say(Atlas.said(member.centered ? 'atlas_base_average' : 'atlas_base_black'));
  const passed = d && (d.passed ? Atlas.count('atlas_about_passed', d.passed) : say('atlas_about_passed_none'));
  const tested = d && { labelings: d.labelings, floor: d.floor, all: run.membersInAll * run.features };
  const quality = say(figures.validation === null ? 'atlas_quality_in' : 'atlas_quality_out', figures);
  main.append(
    el('h1', {}, say('atlas_about_heading')),
    el(
      'div',
      { class: 'prose' },
      el('p', {}, say(Atlas.said('atlas_about_model'), { features: run.features, title: run.title, base, k: run.k })),
      el('p', {}, Atlas.count('atlas_about_members', run.membersInAll)),
      run.shapes ? el('p', {}, say('atlas_about_kinds', run.shapes.rule)) : null,
      d ? el('p', {}, Atlas.sentences(say('atlas_about_classes', tested), passed)) : null,
    ),
    el('h2', {}, say('atlas_keys')),
    el(
      'ul',
      { class: 'keys' },
      el('li', {}, Atlas.parts('atlas_keys_grid', { arrows: arrows(), jumps: keys('Home', 'End', 'PgUp', 'PgDn') })),
      el('li', {}, Atlas.parts('atlas_keys_open', { enter: keys('Enter'), escape: keys('Esc') })),
      el('li', {}, Atlas.parts('atlas_keys_neighbours', { arrows: keys('←', '→') })),
    ),
    el('h2', {}, say('atlas_this_run')),
    el(
      'dl',
      { class: 'facts' },
      line(
        'atlas_run_images',
        String(run.images.paths.length),
        classes ? Atlas.count('atlas_in_classes', classes) : say('atlas_without_classes'),
      ),
      line(
        'atlas_run_model',
        `${run.membersInAll} × ${run.features.toLocaleString('en')}`,
        say('atlas_run_model_says', { k: run.k, epochs: run.epochs, preset: run.preset, seed: run.seed }),
      ),
      line('atlas_run_quality', fixed(figures.validation ?? figures.train, 2), quality),
      run.parts.linear && !Atlas.vectors.here()
        ? line(
            'atlas_run_exact',
            `${fixed(member.rounding.largest, 2)} / 255`,
            say('atlas_run_exact_says', { typical: member.rounding.typical }),
          )
        : null,
      line('atlas_run_files', run.run, say('atlas_run_files_say', { version: run.version, model: run.model })),
    ),
    ...Atlas.sampled(),
    el('p', { class: 'hint' }, say('atlas_complete')),
  );
};
