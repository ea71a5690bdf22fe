'use strict';
// Which features the grid shows, and in which order.

Atlas.stats = (group, name, member, feature) => {
  const { run } = Atlas;
  return run[group] ? run[group][name][run.members.indexOf(member) * run.features + feature] : NaN;
};

Atlas.kindOf = (member, feature) =>
  Atlas.run.shapes ? Atlas.run.shapes.kinds[Atlas.stats('shapes', 'kind', member, feature)] : '';

// Ways to sort: what is compared (largest first unless low), and how it is written under a tile.
Atlas.sorts = () => {
  const { run, stats, percent } = Atlas;
  const two = run.images.classes.length === 2;
  return [
    {
      key: 'importance',
      text: 'what it carries',
      value: (m, h) => stats('use', 'share', m, h),
      shown: (v) => percent(v, Math.abs(v) < 0.1 ? 2 : 0),
      long: 'the share of the reconstruction that would be lost without it',
    },
    {
      key: 'use',
      text: 'how often it fires',
      value: (m, h) => stats('use', 'firing', m, h),
      shown: (v) => percent(v),
      long: 'the share of the images in which it is active',
    },
    run.differences && {
      key: 'effect',
      text: 'class difference',
      value: (m, h) => Math.abs(stats('differences', 'effect', m, h)),
      shown: (v) => `${Atlas.fixed(v, 2)} sd`,
      long: `how far its activation differs ${two ? 'between the two classes' : 'between a class and the others'}, in standard deviations`,
    },
    run.trust && {
      key: 'trust',
      text: 'found again',
      value: (m, h) => stats('trust', 'found', m, h) + stats('trust', 'cosine', m, h) / 10,
      shown: (v, m, h) => `${Atlas.fixed(stats('trust', 'found', m, h), 0)} of ${run.trust.runs}`,
      long: 'in how many of the independent trainings it was found again',
    },
    run.shapes && {
      key: 'area',
      text: 'smallest first',
      low: true,
      value: (m, h) => stats('shapes', 'area', m, h),
      shown: (v) => percent(v),
      long: 'the share of the pixels that hold half of its energy',
    },
    {
      key: 'number',
      text: 'number',
      low: true,
      value: (m, h) => h,
      shown: () => '',
      long: 'its place in the dictionary',
    },
  ].filter(Boolean);
};

Atlas.filters = () => {
  const { run, stats } = Atlas;
  const rate = (m, h) => stats('use', 'firing', m, h);
  return [
    {
      key: 'fires',
      text: 'Fires',
      options: [
        ['some', 'in some image', (m, h) => rate(m, h) > 0],
        ['selective', 'in some, not in all', (m, h) => rate(m, h) > 0 && rate(m, h) < 1],
        ['always', 'in every image', (m, h) => rate(m, h) === 1],
        ['never', 'in none', (m, h) => rate(m, h) === 0],
        ['all', 'any', () => true],
      ],
    },
    run.shapes && {
      key: 'kind',
      text: 'Kind',
      options: [
        ['all', 'any', () => true],
        ...run.shapes.kinds.map((kind, i) => [kind, kind, (m, h) => stats('shapes', 'kind', m, h) === i]),
      ],
    },
    run.differences && {
      key: 'class',
      text: 'Class',
      options: [
        ['all', 'any', () => true],
        ['passes', 'differs, beyond chance', (m, h) => stats('differences', 'family', m, h) <= 0.05],
        ...run.images.classes.map((name, c) => [
          `c${c}`,
          `more in ${Atlas.charts.short(name, 24)}`,
          (m, h) => stats('differences', 'best', m, h) === c + 1 && stats('differences', 'effect', m, h) !== 0,
        ]),
      ],
    },
    run.trust && {
      key: 'trust',
      text: 'Trust',
      options: [
        ['all', 'any', () => true],
        ['half', 'found in half of the runs', (m, h) => stats('trust', 'found', m, h) >= run.trust.runs / 2],
        [
          'beyond',
          'found beyond chance',
          (m, h) => stats('trust', 'found', m, h) > stats('trust', 'chanceFound', m, h),
        ],
      ],
    },
    {
      key: 'named',
      text: 'Name',
      options: [
        ['all', 'any', () => true],
        [
          'named',
          'named or noted',
          (m, h) => {
            const n = Atlas.notes.of(m, h);
            return Boolean(n.name.trim() || n.note.trim());
          },
        ],
        ['not', 'without a name', (m, h) => !Atlas.notes.of(m, h).name.trim()],
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
