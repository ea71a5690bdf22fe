'use strict';
// What the numbers of a feature mean, in words: each a head and a sentence.

Atlas.words = {
  place: (row, column) => {
    const down = row < 0.4 ? 'top' : row > 0.6 ? 'bottom' : '',
      across = column < 0.4 ? 'left' : column > 0.6 ? 'right' : '';
    return down && across
      ? `at the ${down} ${across}`
      : down
        ? `at the ${down}`
        : across
          ? `at the ${across}`
          : 'in the middle';
  },

  use: (m, h) => {
    const { stats, run, percent, fixed } = Atlas,
      n = run.images.paths.length;
    const rate = stats('use', 'firing', m, h),
      fires = Math.round(rate * n);
    if (!fires) return ['in no image', 'Dead on these originals. It may still fire in an augmented copy of one.'];
    return [
      `${fires} of ${n} images`,
      `${percent(rate)}${fires === n ? ', always on' : ''}. Mean strength when it fires: ` +
        `${fixed(stats('use', 'strength', m, h), 2)}.`,
    ];
  },

  carries: (m, h) => {
    const { stats, run, percent } = Atlas,
      share = stats('use', 'share', m, h);
    const mine = stats('use', 'importance', m, h);
    let rank = 1;
    for (let other = 0; other < run.features; other++) if (stats('use', 'importance', m, other) > mine) rank++;
    if (stats('use', 'firing', m, h) === 0) return ['nothing', 'It takes part in no reconstruction.'];
    if (share < 0)
      return [
        'less than nothing',
        `Without it the reconstructions would be better by ${percent(-share, 2)}. Rank ${rank} of ${run.features}.`,
      ];
    return [
      percent(share, share < 0.1 ? 2 : 0),
      `of the reconstruction would be lost without it. Rank ${rank} of ${run.features.toLocaleString('en')}.`,
    ];
  },

  shape: (m, h) => {
    const { stats, percent, fixed } = Atlas,
      get = (name) => stats('shapes', name, m, h);
    const lines =
      get('coherence') >= 0.4 ? ` Its lines run at ${fixed(get('orientation'), 0)}° (0° lies, 90° stands).` : '';
    return [
      Atlas.kindOf(m, h),
      `Half of its energy lies in ${percent(get('area'), get('area') < 0.1 ? 1 : 0)} of the pixels, centred ` +
        `${Atlas.words.place(get('row'), get('column'))}. Median frequency: ${fixed(get('frequency'), 1)} cycles an image.${lines}`,
    ];
  },

  trust: (m, h) => {
    const { stats, run, fixed } = Atlas;
    if (!run.trust)
      return [
        'not measured',
        'mousaic stability RUN trains again from other seeds and counts how often each feature comes back.',
      ];
    const found = stats('trust', 'found', m, h),
      chance = stats('trust', 'chanceFound', m, h);
    return [
      `${fixed(found, 0)} of ${run.trust.runs} runs`,
      `found it again (by chance: ${fixed(chance, 1)}). Mean best |cosine| ` +
        `${fixed(stats('trust', 'cosine', m, h), 2)}, by chance ${fixed(stats('trust', 'chanceCosine', m, h), 2)}.`,
    ];
  },

  // The difference between the classes, and whether it may be believed.
  classes: (m, h) => {
    const { stats, run, fixed, signed } = Atlas,
      get = (name) => stats('differences', name, m, h);
    if (!run.differences || stats('use', 'firing', m, h) === 0) return null;
    const name = run.images.classes[get('best') - 1],
      p = (value) => (value < 0.001 ? '< 0.001' : `= ${fixed(value, 3)}`),
      points = (value) => signed(100 * value, 0);
    if (!get('tested')) {
      return ['too rare to test', 'It fires in so few images that no difference could be told from chance.'];
    }
    const where = get('byResponse') ? 'In how strongly its picture is present, whether or not it fires. ' : '';
    const rate = `Firing rate there: ${points(get('rate'))} points (95 % interval ${points(get('low'))} to ${points(get('high'))}). `;
    const tests = `p ${p(get('p'))}, of all features ${p(get('family'))}, false discovery rate q ${p(get('q'))}.`;
    return [`${fixed(Math.abs(get('effect')), 2)} sd more in ${name}`, Atlas.words.verdict(m, h) + where + rate + tests];
  },

  verdict: (m, h) => {
    const get = (name) => Atlas.stats('differences', name, m, h);
    if (get('family') <= 0.05) return 'Beyond chance, even as the largest difference of all features. ';
    if (get('q') <= 0.05) return 'Probably real: of features like this, one in twenty is a fluke. ';
    return 'Not beyond chance: with so many features, some differ as much by accident. ';
  },

  // The simple property of the images that it follows, or comes closest to.
  shortcut: (m, h) => {
    const { run, stats, signed } = Atlas,
      get = (name) => stats('shortcuts', name, m, h);
    if (!run.shortcuts.names.length || stats('use', 'firing', m, h) === 0) return null;
    const name = run.shortcuts.names[get('closest')],
      numbers = `r = ${signed(get('r'), 2)}${run.differences ? `, within the classes ${signed(get('within'), 2)}` : ''}.`;
    return get('follows')
      ? [`beware: ${name}`, `It follows the images' ${name}: ${numbers}`]
      : ['no simple property', `It comes closest to the images' ${name}: ${numbers}`];
  },
};
