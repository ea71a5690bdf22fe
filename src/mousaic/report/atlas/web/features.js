'use strict';
// The page of all features of a member, drawn as far as the window reaches.

Atlas.pages.features = async (main) => {
  const { el, run, paint, state, say } = Atlas,
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
    if (Atlas.vectors.here()) Atlas.vectors.four(canvas, member, h);
    else paint[look()](canvas, member.picture(h), look() === 'close' ? member.box(h) : undefined);
    canvas.setAttribute('aria-hidden', 'true');
    Atlas.fill(
      link,
      {
        href: `#/feature/${member.number}/${h}`,
        'aria-label': say('atlas_tile', { name, sort: sort.text, number: number || h }),
      },
      [canvas, el('span', { class: 'cap' }, el('b', {}, name), el('span', {}, number))],
    );
  };

  const show = (start = 0) => {
    state.order = Atlas.chosen();
    const sort = Atlas.sorts().find((s) => s.key === list.sort);
    const found = Atlas.count('atlas_features', state.order.length);
    said.textContent = state.order.length
      ? say('atlas_found', { found, features: run.features, meaning: sort.long })
      : say('atlas_found_none');
    const label = say('atlas_nav_features');
    grid = Atlas.tiles(holder, { items: state.order, tile: list.tile, foot: 26, make: tile, start, label });
  };

  const set = (name) => (value) => {
    list[name] = value;
    show();
  };
  const sorting = el(
    'div',
    { class: 'sorting' },
    Atlas.choice(
      say('atlas_sort_by'),
      Atlas.sorts().map((s) => [s.key, s.text]),
      list.sort,
      set('sort'),
    ),
    el(
      'button',
      {
        class: 'turn',
        'aria-pressed': String(Boolean(list.reversed)),
        'aria-label': say('atlas_turn'),
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
    el('span', {}, say('atlas_find')),
    el('input', {
      type: 'search',
      placeholder: say('atlas_find_example'),
      value: list.search,
      oninput: (event) => set('search')(event.target.value),
    }),
  );
  const looks = Atlas.choice(
    say('atlas_view'),
    ['light', 'map', member.windowed && 'close'].filter(Boolean).map((key) => [key, say(`atlas_view_${key}`)]),
    look(),
    set('look'),
  );
  const size = el(
    'label',
    { class: 'field' },
    el('span', {}, say('atlas_tile_size')),
    el('input', {
      type: 'range',
      min: 56,
      max: 200,
      step: 4,
      value: list.tile,
      'aria-label': say('atlas_tile_size_of'),
      oninput: (event) => {
        list.tile = Number(event.target.value);
        show(grid.current());
      },
    }),
  );

  main.append(
    el('h1', {}, say('atlas_parts_heading')),
    el(
      'p',
      { class: 'lead' },
      say(Atlas.said('atlas_parts_lead'), {
        features: run.features,
        own: run.images.heldOut.filter((held) => !held).length,
        images: Atlas.count('atlas_images', run.images.paths.length),
        base: say(Atlas.said(member.centered ? 'atlas_base_average' : 'atlas_base_black')),
        k: run.k,
      }),
    ),
    ...Atlas.sampled(),
    el(
      'details',
      { class: 'folds', open: window.innerWidth > 620 },
      el('summary', {}, say('atlas_sort_and_filter')),
      el(
        'div',
        { class: 'bar' },
        sorting,
        ...Atlas.filters().map((f) => Atlas.choice(f.text, f.options, list[f.key] ?? f.options[0][0], set(f.key))),
        search,
      ),
    ),
    el('div', { class: 'bar under' }, said, ...(Atlas.vectors.here() ? [] : [looks]), size),
    holder,
  );
  const back = state.last ? Atlas.chosen().indexOf(state.last) : -1;
  show(Math.max(0, back));
  return { focus: back >= 0 ? () => grid.focus() : null };
};
