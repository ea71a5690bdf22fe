'use strict';
// The page of all images, and the page of one.

Atlas.pixels = (i) => {
  const { pixels } = Atlas.run.images,
    size = (Atlas.run.pictures ?? Atlas.run.shape).reduce((a, b) => a * b);
  return Float32Array.from(pixels.subarray(i * size, (i + 1) * size), (v) => v / 255);
};

// What is shown of a set that is too large to be shown whole, as a list of elements; none of others.
Atlas.sampled = () =>
  Atlas.run.sampled ? [Atlas.el('p', { class: 'lead' }, Atlas.say('atlas_sampled', Atlas.run.sampled))] : [];

// The file's own name, without its folders.
Atlas.imageName = (i, longest = 80) => Atlas.charts.short(Atlas.run.images.paths[i].split('/').pop(), longest);

Atlas.className = (i) => Atlas.run.images.classes[Atlas.run.images.labels[i]] ?? '';

Atlas.rOf = (i, m) => Atlas.run.images.pearson[Atlas.run.members.indexOf(m) * Atlas.run.images.paths.length + i];

Atlas.pages.images = async (main) => {
  const { el, run, paint, state, say } = Atlas,
    { classes, labels, paths, heldOut } = run.images;
  const chosen = state.images,
    holder = el('div'),
    said = el('p', { class: 'found', role: 'status' });
  const sorts = [
    ['order', say('atlas_order_name')],
    ['worst', say('atlas_order_worst')],
    ['best', say('atlas_order_best')],
  ];
  const parts = [
    ['all', say('atlas_all')],
    ['out', say('atlas_held_out')],
    ['in', say('atlas_trained_on')],
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
    said.textContent = say(Atlas.alone('atlas_images_found'), {
      found: Atlas.count('atlas_images', list.length),
      images: paths.length,
      member: state.member,
    });
    return Atlas.tiles(holder, {
      items: list,
      tile: 128,
      foot: 44,
      start,
      label: say('atlas_nav_images'),
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
            heldOut[i] && el('span', { class: 'badge' }, say('atlas_held_out')),
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
    el('h1', {}, say('atlas_images_heading')),
    el('p', { class: 'lead' }, say(Atlas.said('atlas_images_lead'))),
    ...Atlas.sampled(),
    el(
      'div',
      { class: 'bar' },
      Atlas.choice(say('atlas_sort_by'), sorts, chosen.sort, set('sort')),
      classes.length
        ? Atlas.choice(
            say('atlas_filter_class'),
            [['all', say('atlas_all')], ...classes.map((name, c) => [String(c), Atlas.charts.short(name, 30)])],
            chosen.class,
            set('class'),
          )
        : null,
      heldOut.includes(true) ? Atlas.choice(say('atlas_part'), parts, chosen.part, set('part')) : null,
    ),
    said,
    holder,
  );
  const grid = show();
  const back = state.lastImage === undefined ? -1 : state.imageOrder.indexOf(state.lastImage);
  return { focus: back >= 0 ? () => grid.focus(back) : null };
};

Atlas.pages.image = async (main, i) => {
  const { el, run, state, say } = Atlas,
    { paths, heldOut, labels } = run.images;
  if (!(i >= 0 && i < paths.length)) return Atlas.pages.missing(main);
  state.lastImage = i;
  const member = await Atlas.member(state.member);
  main.append(
    Atlas.crumbs(
      [say('atlas_nav_images'), '#/images'],
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
        [
          Atlas.className(i),
          say(heldOut[i] ? 'atlas_never_saw' : 'atlas_trained_on'),
          run.membersInAll > 1 && say('atlas_member_is', { member: state.member }),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    Atlas.vectors.here()
      ? Atlas.vectors.view(i, member)
      : Atlas.sumView({ x: Atlas.pixels(i), code: member.code(i), member }),
  );
  return { title: Atlas.imageName(i) };
};
