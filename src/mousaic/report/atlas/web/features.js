'use strict';
// The page of all features of a member, drawn as far as the window reaches.

Atlas.pages.features = async (main) => {
  const { el, run, paint, state } = Atlas,
    { list } = state;
  const member = await Atlas.member(state.member);
  const holder = el('div'),
    said = el('p', { class: 'found', role: 'status' });
  const look = () =>
    list.look === 'auto'
      ? member.windowed
        ? 'close'
        : 'light'
      : list.look === 'close' && !member.windowed
        ? 'light'
        : list.look;
  let grid = null;

  const tile = (h, link) => {
    const sort = Atlas.sorts().find((s) => s.key === list.sort),
      value = sort.value(member.number, h);
    const name = Atlas.notes.label(member.number, h),
      number = sort.shown(value, member.number, h);
    const canvas = paint.canvas('', 'fit');
    paint[look()](canvas, member.picture(h), look() === 'close' ? member.box(h) : undefined);
    canvas.setAttribute('aria-hidden', 'true');
    Atlas.fill(
      link,
      { href: `#/feature/${member.number}/${h}`, 'aria-label': `Feature ${name}, ${sort.text}: ${number || h}` },
      [canvas, el('span', { class: 'cap' }, el('b', {}, name), el('span', {}, number))],
    );
  };

  const show = (start = 0) => {
    state.order = Atlas.chosen();
    const sort = Atlas.sorts().find((s) => s.key === list.sort);
    said.textContent = state.order.length
      ? `${Atlas.count(state.order.length, 'feature')} of ${run.features.toLocaleString('en')}; under each: ${sort.long}.`
      : 'No feature passes these filters.';
    grid = Atlas.tiles(holder, { items: state.order, tile: list.tile, foot: 26, make: tile, start, label: 'Features' });
  };

  const set = (name) => (value) => {
    list[name] = value;
    show();
  };
  const sorting = el(
    'div',
    { class: 'sorting' },
    Atlas.choice(
      'Sort by',
      Atlas.sorts().map((s) => [s.key, s.text]),
      list.sort,
      set('sort'),
    ),
    el(
      'button',
      {
        class: 'turn',
        'aria-pressed': String(Boolean(list.reversed)),
        'aria-label': 'Turn the order round',
        onclick: (event) => {
          list.reversed = !list.reversed;
          event.currentTarget.setAttribute('aria-pressed', String(list.reversed));
          show();
        },
      },
      '⇅',
    ),
  );
  const search = el(
    'label',
    { class: 'field search' },
    el('span', {}, 'Find'),
    el('input', {
      type: 'search',
      placeholder: '12 or wheel',
      value: list.search,
      oninput: (event) => set('search')(event.target.value),
    }),
  );
  const looks = Atlas.choice(
    'View',
    [['light', 'light and dark'], ['map', 'signed colours'], member.windowed && ['close', 'close-up']].filter(Boolean),
    look(),
    set('look'),
  );
  const size = el(
    'label',
    { class: 'field' },
    el('span', {}, 'Size'),
    el('input', {
      type: 'range',
      min: 56,
      max: 200,
      step: 4,
      value: list.tile,
      'aria-label': 'Size of the tiles',
      oninput: (event) => {
        list.tile = Number(event.target.value);
        show(grid.current());
      },
    }),
  );

  main.append(
    el('h1', {}, 'The parts of these images'),
    el(
      'p',
      { class: 'lead' },
      `Mousaic learned ${run.features.toLocaleString('en')} parts from ` +
        `${Atlas.count(run.images.paths.length, 'image')} and writes each image as ${member.centered ? 'the average image' : 'black'} ` +
        `plus ${run.k} of them. Where a tile is lighter than grey, the part adds light; where it is darker, it takes light away. ` +
        'Choose one to see where it fires.',
    ),
    el(
      'details',
      { class: 'folds', open: window.innerWidth > 620 },
      el('summary', {}, 'Sort and filter'),
      el(
        'div',
        { class: 'bar' },
        sorting,
        ...Atlas.filters().map((f) => Atlas.choice(f.text, f.options, list[f.key] ?? f.options[0][0], set(f.key))),
        search,
      ),
    ),
    el('div', { class: 'bar under' }, said, looks, size),
    holder,
  );
  const back = state.last ? Atlas.chosen().indexOf(state.last) : -1;
  show(Math.max(0, back));
  return { focus: back >= 0 ? () => grid.focus() : null };
};
