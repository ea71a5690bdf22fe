'use strict';
// The page of all images, and the page of one.

Atlas.pixels = (i) => {
  const { pixels } = Atlas.run.images,
    size = Atlas.run.shape.reduce((a, b) => a * b);
  return Float32Array.from(pixels.subarray(i * size, (i + 1) * size), (v) => v / 255);
};

// The file's own name, without its folders.
Atlas.imageName = (i, longest = 80) => Atlas.charts.short(Atlas.run.images.paths[i].split('/').pop(), longest);

Atlas.className = (i) => Atlas.run.images.classes[Atlas.run.images.labels[i]] ?? '';

Atlas.rOf = (i, m) => Atlas.run.images.pearson[Atlas.run.members.indexOf(m) * Atlas.run.images.paths.length + i];

Atlas.pages.images = async (main) => {
  const { el, run, paint, state } = Atlas,
    { classes, labels, paths, heldOut } = run.images;
  const chosen = state.images,
    holder = el('div'),
    said = el('p', { class: 'found', role: 'status' });
  const sorts = [
    ['order', 'name'],
    ['worst', 'worst first'],
    ['best', 'best first'],
  ];
  const parts = [
    ['all', 'all'],
    ['out', 'held out'],
    ['in', 'trained on'],
  ];

  const show = (start = 0) => {
    const list = paths
      .map((_, i) => i)
      .filter(
        (i) =>
          (chosen.class === 'all' || labels[i] === Number(chosen.class)) &&
          (chosen.part === 'all' || heldOut[i] === (chosen.part === 'out')),
      );
    const r = (i) => (Number.isFinite(Atlas.rOf(i, state.member)) ? Atlas.rOf(i, state.member) : 2);
    if (chosen.sort !== 'order') list.sort((a, b) => (chosen.sort === 'worst' ? 1 : -1) * (r(a) - r(b)));
    state.imageOrder = list;
    said.textContent = `${Atlas.count(list.length, 'image')} of ${paths.length}; r says how well member ${state.member} rebuilds each (1 is perfect).`;
    return Atlas.tiles(holder, {
      items: list,
      tile: 128,
      foot: 44,
      start,
      label: 'Images',
      make: (i, link) => {
        const canvas = paint.photo(paint.canvas('', 'fit'), Atlas.pixels(i));
        canvas.setAttribute('aria-hidden', 'true');
        const number = Atlas.fixed(Atlas.rOf(i, state.member), 2);
        Atlas.fill(link, { href: `#/image/${i}`, title: paths[i] }, [
          canvas,
          el('span', { class: 'cap' }, el('b', {}, Atlas.imageName(i, 18)), el('span', {}, `r ${number}`)),
          el(
            'span',
            { class: 'cap' },
            el('span', { class: 'klass' }, labels[i] >= 0 && Atlas.charts.sign(labels[i]), Atlas.className(i)),
            heldOut[i] && el('span', { class: 'badge' }, 'held out'),
          ),
        ]);
      },
    });
  };
  const set = (name) => (value) => {
    chosen[name] = value;
    show();
  };
  main.append(
    el('h1', {}, 'The images'),
    el('p', { class: 'lead' }, 'Choose an image to see it put together from its parts, and to take parts away.'),
    el(
      'div',
      { class: 'bar' },
      Atlas.choice('Sort by', sorts, chosen.sort, set('sort')),
      classes.length
        ? Atlas.choice(
            'Class',
            [['all', 'all'], ...classes.map((name, c) => [String(c), Atlas.charts.short(name, 30)])],
            chosen.class,
            set('class'),
          )
        : null,
      heldOut.includes(true) ? Atlas.choice('Part', parts, chosen.part, set('part')) : null,
    ),
    said,
    holder,
  );
  const grid = show();
  const back = state.lastImage === undefined ? -1 : state.imageOrder.indexOf(state.lastImage);
  return { focus: back >= 0 ? () => grid.focus(back) : null };
};

Atlas.pages.image = async (main, i) => {
  const { el, run, state } = Atlas,
    { paths, heldOut, labels } = run.images;
  if (!(i >= 0 && i < paths.length)) return Atlas.pages.missing(main);
  state.lastImage = i;
  const member = await Atlas.member(state.member);
  main.append(
    Atlas.crumbs(
      ['Images', '#/images'],
      Atlas.stepper('image', state.imageOrder ?? paths.map((_, n) => n), i, (other) => `#/image/${other}`),
    ),
    el(
      'div',
      { class: 'heading' },
      el('h1', { tabindex: -1 }, Atlas.imageName(i)),
      el(
        'p',
        { class: 'sub' },
        labels[i] >= 0 && Atlas.charts.sign(labels[i]),
        [Atlas.className(i), heldOut[i] ? 'held out: the model never saw it' : 'trained on', `member ${state.member}`]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    Atlas.sumView({ x: Atlas.pixels(i), code: member.code(i), member }),
  );
  return { title: Atlas.imageName(i) };
};
