'use strict';
// What the numbers of a feature mean: each fact a head and a sentence.

Atlas.facts = {
  // One of nine places of the image, by shares of its height and width.
  place: (row, column) => {
    const third = (share, names) => names[share < 0.4 ? 0 : share > 0.6 ? 2 : 1];
    return Atlas.say(`place_${third(row, ['top', 'middle', 'bottom'])}_${third(column, ['left', 'middle', 'right'])}`);
  },

  use: (m, h) => {
    const { stats, run, percent, say } = Atlas,
      images = run.sampled ? run.sampled.analysed : run.images.paths.length;
    const share = stats('use', 'firing', m, h),
      fires = Math.round(share * images);
    if (!fires) return [say('atlas_use_none'), say('atlas_use_none_why')];
    const why = fires === images ? 'atlas_use_always_why' : 'atlas_use_why';
    return [
      say('atlas_use', { fires, images }),
      say(why, { rate: percent(share), strength: stats('use', 'strength', m, h) }),
    ];
  },

  carries: (m, h) => {
    const { stats, run, percent, say } = Atlas,
      share = stats('use', 'share', m, h),
      features = run.features;
    const mine = stats('use', 'importance', m, h);
    let rank = 1;
    for (let other = 0; other < features; other++) if (stats('use', 'importance', m, other) > mine) rank++;
    if (stats('use', 'firing', m, h) === 0) return [say('atlas_carries_nothing'), say('atlas_carries_nothing_why')];
    if (share < 0) {
      return [say('atlas_carries_less'), say('atlas_carries_less_why', { share: percent(-share, 2), rank, features })];
    }
    return [percent(share, share < 0.1 ? 2 : 0), say('atlas_carries_why', { rank, features })];
  },

  shape: (m, h) => {
    const { stats, percent, say, facts } = Atlas,
      get = (name) => stats('shapes', name, m, h);
    const area = percent(get('area'), get('area') < 0.1 ? 1 : 0),
      place = facts.place(get('row'), get('column'));
    const lines = get('coherence') >= 0.4 && say('atlas_shape_lines', { angle: get('orientation') });
    return [
      Atlas.kindOf(m, h),
      Atlas.sentences(say('atlas_shape_why', { area, place, frequency: get('frequency') }), lines),
    ];
  },

  trust: (m, h) => {
    const { stats, run, say } = Atlas,
      get = (name) => stats('trust', name, m, h);
    if (!run.trust) {
      return [say('atlas_trust_unknown'), say('atlas_trust_unknown_why', { command: run.commands.stability })];
    }
    const chance = get('chanceFound'),
      chanceCosine = get('chanceCosine');
    return [
      say('atlas_trust', { found: get('found'), runs: run.trust.runs }),
      Atlas.sentences(
        say('atlas_trust_why', { chance, cosine: get('cosine'), chanceCosine }),
        run.trust.untrainedFound && say('atlas_trust_before', { found: get('untrainedFound'), runs: run.trust.runs }),
      ),
    ];
  },

  // The difference between the classes, and whether it may be believed.
  classes: (m, h) => {
    const { stats, run, fixed, say } = Atlas,
      get = (name) => stats('differences', name, m, h);
    if (!run.differences || stats('use', 'firing', m, h) === 0) return null;
    if (!get('tested')) return [say('atlas_class_rare'), say('atlas_class_rare_why')];
    const p = (value) => (value < 0.001 ? '< 0.001' : `= ${fixed(value, 3)}`);
    const verdict = get('family') <= 0.05 ? 'family' : get('q') <= 0.05 ? 'q' : 'none';
    return [
      say('atlas_class', { effect: Math.abs(get('effect')), name: run.images.classes[get('best') - 1] }),
      Atlas.sentences(
        say(`atlas_verdict_${verdict}`),
        get('byResponse') && say('atlas_class_response'),
        say('atlas_class_rate', { rate: 100 * get('rate'), low: 100 * get('low'), high: 100 * get('high') }),
        say('atlas_class_tests', { p: p(get('p')), family: p(get('family')), q: p(get('q')) }),
        run.images.independence && say(run.images.independence),
      ),
    ];
  },

  // The simple property of the images that it follows, or comes closest to.
  shortcut: (m, h) => {
    const { run, stats, say } = Atlas,
      get = (name) => stats('shortcuts', name, m, h);
    if (!run.shortcuts.names.length || stats('use', 'firing', m, h) === 0) return null;
    const name = say(run.shortcuts.names[get('closest')]),
      key = get('follows') ? 'atlas_shortcut' : 'atlas_shortcut_none';
    const why = `${key}_why${run.differences ? '_within' : ''}`;
    return [say(key, { name }), say(why, { name, r: get('r'), within: get('within') })];
  },
};
