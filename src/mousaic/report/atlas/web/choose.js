'use strict';
// Which features the grid shows, and in which order.

Atlas.stats = (group, name, member, feature) => {
  const { run } = Atlas;
  return run[group] ? run[group][name][run.members.indexOf(member) * run.features + feature] : NaN;
};

// The kind of a feature in words.
Atlas.kindOf = (member, feature) => {
  const { run, stats, say } = Atlas;
  return run.shapes ? say(`kind_${run.shapes.kinds[stats('shapes', 'kind', member, feature)]}`) : '';
};

// Ways to sort: what is compared (largest first unless low), and how it is written under a tile.
Atlas.sorts = () => {
  const { run, stats, percent, say } = Atlas;
  const sort = (key, value, shown, low = false, long = `atlas_sort_${key}_long`) => ({
    key,
    text: say(`atlas_sort_${key}`),
    long: say(long),
    value,
    shown,
    low,
  });
  const effect = run.images.classes.length === 2 ? 'atlas_sort_effect_long_two' : 'atlas_sort_effect_long';
  return [
    sort(
      'importance',
      (m, h) => stats('use', 'share', m, h),
      (v) => percent(v, Math.abs(v) < 0.1 ? 2 : 0),
    ),
    sort(
      'use',
      (m, h) => stats('use', 'firing', m, h),
      (v) => percent(v),
    ),
    run.differences &&
      sort(
        'effect',
        (m, h) => Math.abs(stats('differences', 'effect', m, h)),
        (value) => say('atlas_sd', { value }),
        false,
        effect,
      ),
    run.trust &&
      sort(
        'trust',
        (m, h) => stats('trust', 'found', m, h) + stats('trust', 'cosine', m, h) / 10,
        (v, m, h) => say('atlas_of_runs', { found: stats('trust', 'found', m, h), runs: run.trust.runs }),
      ),
    run.shapes &&
      sort(
        'area',
        (m, h) => stats('shapes', 'area', m, h),
        (v) => percent(v),
        true,
      ),
    sort(
      'number',
      (m, h) => h,
      () => '',
      true,
    ),
  ].filter(Boolean);
};

// Ways to filter: options are [value, text, test].
Atlas.filters = () => {
  const { run, stats, say } = Atlas;
  const rate = (m, h) => stats('use', 'firing', m, h);
  const any = ['all', say('atlas_any'), () => true];
  const noted = (m, h) => Atlas.notes.of(m, h);
  return [
    {
      key: 'fires',
      text: say('atlas_filter_fires'),
      options: [
        ['some', say('atlas_fires_some'), (m, h) => rate(m, h) > 0],
        ['selective', say('atlas_fires_selective'), (m, h) => rate(m, h) > 0 && rate(m, h) < 1],
        ['always', say('atlas_fires_always'), (m, h) => rate(m, h) === 1],
        ['never', say('atlas_fires_never'), (m, h) => rate(m, h) === 0],
        any,
      ],
    },
    run.shapes && {
      key: 'kind',
      text: say('atlas_filter_kind'),
      options: [
        any,
        ...run.shapes.kinds.map((kind, i) => [
          kind,
          say(`kind_${kind}`),
          (m, h) => stats('shapes', 'kind', m, h) === i,
        ]),
      ],
    },
    run.differences && {
      key: 'class',
      text: say('atlas_filter_class'),
      options: [
        any,
        ['passes', say('atlas_class_passes'), (m, h) => stats('differences', 'family', m, h) <= 0.05],
        ...run.images.classes.map((name, c) => [
          `c${c}`,
          say('atlas_class_more', { name: Atlas.charts.short(name, 24) }),
          (m, h) => stats('differences', 'best', m, h) === c + 1 && stats('differences', 'effect', m, h) !== 0,
        ]),
      ],
    },
    run.trust && {
      key: 'trust',
      text: say('atlas_filter_trust'),
      options: [
        any,
        ['half', say('atlas_trust_half'), (m, h) => stats('trust', 'found', m, h) >= run.trust.runs / 2],
        [
          'beyond',
          say('atlas_trust_beyond'),
          (m, h) => stats('trust', 'found', m, h) > stats('trust', 'chanceFound', m, h),
        ],
      ],
    },
    {
      key: 'named',
      text: say('atlas_filter_named'),
      options: [
        any,
        ['named', say('atlas_named_any'), (m, h) => Boolean(noted(m, h).name.trim() || noted(m, h).note.trim())],
        ['not', say('atlas_named_not'), (m, h) => !noted(m, h).name.trim()],
      ],
    },
  ].filter(Boolean);
};

// The features that pass the chosen filters, in the chosen order.
Atlas.chosen = () => {
  const { list, member: m } = Atlas.state,
    H = Atlas.run.features;
  const sort = Atlas.sorts().find((s) => s.key === list.sort);
  const tests = Atlas.filters().map((f) => f.options.find(([key]) => key === (list[f.key] ?? f.options[0][0]))[2]);
  const wanted = list.search.trim().toLowerCase();
  const found = [];
  for (let h = 0; h < H; h++) {
    if (!tests.every((test) => test(m, h))) continue;
    if (wanted && !`#${h}`.includes(wanted) && !Atlas.notes.of(m, h).name.toLowerCase().includes(wanted)) continue;
    found.push(h);
  }
  const value = new Map(found.map((h) => [h, sort.value(m, h)]));
  const up = Boolean(sort.low) !== Boolean(list.reversed);
  const rank = (v) => (Number.isFinite(v) ? (up ? v : -v) : Infinity);
  return found.sort((a, b) => rank(value.get(a)) - rank(value.get(b)) || a - b);
};
