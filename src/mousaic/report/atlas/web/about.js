'use strict';
// The page that says what is shown, how to move about, and how exact it is.

Atlas.pages.about = async (main) => {
  const { el, run, fixed } = Atlas,
    member = await Atlas.member(Atlas.state.member),
    f = run.figures;
  const line = (head, ...rest) => el('div', { class: 'fact' }, el('dt', {}, head), el('dd', {}, ...rest));
  const key = (...names) => names.map((name) => el('kbd', {}, name));
  const figure =
    f.validation !== null
      ? `r = ${fixed(f.validation, 2)} on held-out images (the mean image alone: ${fixed(f.mean, 2)}), ${fixed(f.train, 2)} on training images`
      : `r = ${fixed(f.train, 2)} on training images (the mean image alone: ${fixed(f.mean, 2)}); no image was held out`;
  main.append(
    el('h1', {}, 'How to read this atlas'),
    el(
      'div',
      { class: 'prose' },
      el(
        'p',
        {},
        `A sparse autoencoder learned a dictionary of ${run.features.toLocaleString('en')} pictures, here called features, from the images of ${run.title}. It writes every image as ` +
          `${member.centered ? 'the average image' : 'black'} plus ${run.k} features, each with its own strength (its activation). What a feature means is for you to say; this atlas shows where it fires, how much it carries, and how far it can be trusted.`,
      ),
      el(
        'p',
        {},
        `${Atlas.count(run.membersInAll, 'dictionary was', 'dictionaries were')} trained side by side (members of an ensemble). A feature that comes back in other members, and above all in other trainings, is more likely to be in the data than in the dice.`,
      ),
      run.shapes ? el('p', {}, `Kinds. ${run.shapes.rule}.`) : null,
      run.differences
        ? el(
            'p',
            {},
            `Class differences. The effect is the difference between the means of the activations, or of how strongly the picture is present in each image, whichever is clearer, in standard deviations (sd). p comes from ${run.differences.labelings.toLocaleString('en')} ways to deal the labels anew; one feature alone can reach no less than ${fixed(run.differences.floor, 4)} with these images. As ${(run.membersInAll * run.features).toLocaleString('en')} features are looked at, "of all features" asks how often the largest difference among all of them is as large by chance (max-T), and q is the false discovery rate (Benjamini-Hochberg). ${run.differences.passed ? Atlas.count(run.differences.passed, 'feature passes', 'features pass') : 'No feature passes'} at 5 % in all members together.`,
          )
        : null,
    ),
    el('h2', {}, 'Keys'),
    el(
      'ul',
      { class: 'keys' },
      el(
        'li',
        {},
        key('←', '→', '↑', '↓'),
        ' move through a grid; ',
        key('Home'),
        key('End'),
        key('PgUp'),
        key('PgDn'),
        ' in larger steps',
      ),
      el('li', {}, key('Enter'), ' opens, ', key('Esc'), ' goes back'),
      el('li', {}, key('←'), key('→'), ' on a feature or an image: the one before and after it in the list'),
    ),
    el('h2', {}, 'This run'),
    el(
      'dl',
      { class: 'facts' },
      line(
        'Images',
        el('b', {}, String(run.images.paths.length)),
        el(
          'span',
          {},
          run.images.classes.length
            ? `in ${Atlas.count(run.images.classes.length, 'class', 'classes')}`
            : 'without classes',
        ),
      ),
      line(
        'Model',
        el('b', {}, `${run.membersInAll} × ${run.features.toLocaleString('en')}`),
        el(
          'span',
          {},
          `features, ${run.k} active in each code, ${run.epochs} epochs, preset ${run.preset}, seed ${run.seed}`,
        ),
      ),
      line('How well', el('b', {}, fixed(f.validation ?? f.train, 2)), el('span', {}, figure)),
      line(
        'Exactness',
        el('b', {}, `${fixed(member.rounding.largest, 2)} / 255`),
        el(
          'span',
          {},
          `is the most by which a pixel drawn here differs from the model's own, as the weights are kept at 8 bits; ${fixed(member.rounding.typical, 2)} / 255 is typical (root mean square)`,
        ),
      ),
      line('Files', el('b', {}, run.run), el('span', {}, `Mousaic ${run.version}; weights SHA-256 ${run.model}`)),
    ),
    el(
      'p',
      { class: 'hint' },
      'This page is complete in itself. It loads nothing from a network and sends nothing; its own security policy forbids both.',
    ),
  );
};
