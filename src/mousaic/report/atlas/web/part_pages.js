'use strict';
// The pages of the parts: all of them, and one with its home, its places in every image, its track and its name.

Atlas.partPages = (() => {
  const RING = '#d55e00',
    FAINT = '#999';

  // A photograph with rings around places [{row, column, found, text}].
  const marked = (x, marks, label, share = 1 / 12) => {
    const { el, paint } = Atlas,
      small = paint.photo(paint.canvas(''), x);
    const factor = Math.max(2, Math.ceil(320 / small.width)),
      side = small.width * factor;
    const canvas = el('canvas', { width: side, height: side, role: 'img', 'aria-label': label, class: 'picture fit' });
    const context = canvas.getContext('2d');
    context.lineJoin = 'round';
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, side, side);
    marks.forEach(({ row, column, found, text }) => {
      [[side / 45, '#fff'], [side / 90, found ? RING : FAINT]].forEach(([width, colour]) => {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.beginPath();
        context.arc(column * side, row * side, side * share, 0, 2 * Math.PI);
        context.stroke();
      });
      if (text === undefined) return;
      context.font = `bold ${Math.round(side / 18)}px sans-serif`;
      context.lineWidth = side / 90;
      context.strokeStyle = '#fff';
      context.fillStyle = RING;
      const wide = context.measureText(text).width,
        x = column * side + (column < 0.8 ? side * share * 1.1 : -side * share * 1.1 - wide),
        y = Math.max(side / 18, row * side - (side * share) / 2);
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    });
    return canvas;
  };

  // What the part looks like, on the scale of its own numbers.
  const picture = (part, label, kind = 'fit') => {
    const { el, run, paint } = Atlas,
      side = run.places.sides[part],
      start = Atlas.partSearch.offset(part);
    const canvas = el('canvas', { width: side, height: side, role: 'img', 'aria-label': label, class: `picture ${kind}` });
    return paint.map(canvas, run.places.squares.subarray(start, start + run.shape[0] * side * side));
  };

  // The mean image with the home brighter than the rest.
  const home = (part, label) => {
    const { run, paint } = Atlas,
      { paths } = run.images,
      size = run.shape[1],
      n = run.shape[0] * size * size;
    const mean = new Float32Array(n);
    paths.forEach((_, i) => Atlas.pixels(i).forEach((v, j) => (mean[j] += v / paths.length)));
    const scale = run.places.side / size,
      inside = (j) => {
        const row = (Math.floor(j / size) + 0.5) * scale - 0.5,
          column = ((j % size) + 0.5) * scale - 0.5;
        return Atlas.partSearch.far(part, row, column) <= run.places.reach ** 2;
      };
    return paint.photo(
      paint.canvas(label, 'fit'),
      mean.map((v, j) => (inside(j % (size * size)) ? 0.35 + 0.65 * v : 0.6 * v)),
    );
  };

  // From the left and from the top, image after image.
  const track = (part) => {
    const { svg, run, say } = Atlas,
      count = run.images.paths.length;
    const at = (i, v) => `${(40 + (660 * (i + 0.5)) / count).toFixed(1)} ${(10 + 180 * v).toFixed(1)}`;
    const line = (name, colour) => {
      let pen = 'M';
      const path = run.images.paths.map((_, i) => {
        const found = Atlas.partSearch.of(part, i);
        if (!found.found) {
          pen = 'M';
          return '';
        }
        const step = `${pen}${at(i, found[name])}`;
        pen = 'L';
        return `${step}l0 0.1`; // a single place between gaps is seen, too
      });
      return svg('path', { d: path.join(''), fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-linecap': 'round' });
    };
    const text = (x, y, anchor, what) => svg('text', { x, y, class: 'tick', 'text-anchor': anchor }, what);
    return svg(
      'svg',
      { viewBox: '0 0 710 212', class: 'chart', role: 'img', 'aria-label': say('atlas_found_track_alt', { count }) },
      [0, 0.5, 1].map((v) => svg('line', { x1: 40, x2: 700, y1: 10 + 180 * v, y2: 10 + 180 * v, class: 'grid' })),
      [0, 0.5, 1].map((v) => text(34, 14 + 180 * v, 'end', String(v))),
      text(40, 209, 'start', '1'),
      text(700, 209, 'end', String(count)),
      line('column', 'var(--c0)'),
      line('row', 'var(--c1)'),
    );
  };

  return { marked, picture, home, track };
})();

// What a part is called: its name, or its number.
Atlas.partLabel = (part) => Atlas.notes.ofPart(part) || Atlas.say('atlas_found_name', { part });

Atlas.pages.places = async (main) => {
  const { el, run, say } = Atlas,
    { places } = run;
  main.append(el('h1', {}, say('atlas_founds_heading')));
  if (!places) return void main.append(el('p', { class: 'lead' }, say('atlas_founds_none')));
  const order = { moving: 0, landmark: 1, sometimes: 2, rare: 3 };
  const list = places.sides
    .map((_, part) => part)
    .sort((a, b) => order[places.kind[a]] - order[places.kind[b]] || places.share[b] - places.share[a]);
  Atlas.state.partOrder = list;
  const holder = el('div');
  main.append(el('p', { class: 'lead' }, say('atlas_founds_lead', { count: list.length })), holder);
  Atlas.tiles(holder, {
    items: list,
    tile: 112,
    foot: 44,
    label: say('atlas_nav_places'),
    make: (part, link) => {
      const canvas = Atlas.partPages.picture(part, '');
      canvas.setAttribute('aria-hidden', 'true');
      Atlas.fill(link, { href: `#/place/${part}` }, [
        canvas,
        el('span', { class: 'cap' }, el('b', {}, Atlas.partLabel(part)), el('span', {}, Atlas.percent(places.share[part]))),
        el('span', { class: 'cap' }, el('span', {}, say(`atlas_found_${places.kind[part]}`))),
      ]);
    },
  });
};

Atlas.pages.place = async (main, part) => {
  const { el, run, state, say } = Atlas,
    { places } = run,
    { paths } = run.images;
  if (!places || !(part >= 0 && part < places.sides.length)) return Atlas.pages.missing(main);
  const called = () => Atlas.notes.ofPart(part) || say('atlas_found_title', { part }),
    title = el('h1', { tabindex: -1 }, called());
  const name = el('input', { type: 'text', maxlength: 200, value: Atlas.notes.ofPart(part), placeholder: say('atlas_name_hint') });
  name.addEventListener('input', () => {
    Atlas.notes.setPart(part, name.value);
    title.textContent = called();
  });
  const seen = paths
    .map((path, i) => ({ i, path, ...Atlas.partSearch.of(part, i) }))
    .sort((a, b) => b.presence - a.presence);
  const cards = seen.slice(0, 200).map(({ i, path, ...found }) =>
    el(
      'a',
      { class: 'card', href: `#/image/${i}` },
      Atlas.partPages.marked(Atlas.pixels(i), [found], say(found.found ? 'atlas_found_in' : 'atlas_found_not_in', { path })),
      el('span', { class: 'cap' }, el('b', {}, Atlas.fixed(found.presence, 2)), el('span', {}, Atlas.imageName(i, 22))),
      el('span', { class: 'cap' }, el('span', { class: 'klass' }, Atlas.className(i))),
    ),
  );
  main.append(
    Atlas.crumbs(
      [say('atlas_nav_places'), '#/places'],
      Atlas.stepper('part', state.partOrder ?? places.sides.map((_, n) => n), part, (other) => `#/place/${other}`),
    ),
    el(
      'div',
      { class: 'heading' },
      title,
      el('p', { class: 'sub' }, say('atlas_found_sub', {
        part, kind: say(`atlas_found_${places.kind[part]}`), share: places.share[part], wander: places.wander[part],
        chance: places.chance[part],
      })),
    ),
    el(
      'div',
      { class: 'split' },
      el(
        'div',
        { class: 'aside' },
        el(
          'div',
          { class: 'pair' },
          el('figure', {}, Atlas.partPages.picture(part, say('atlas_found_picture')), el('figcaption', {}, say('atlas_found_picture'))),
          el('figure', {}, Atlas.partPages.home(part, say('atlas_found_home')), el('figcaption', {}, say('atlas_found_home'))),
        ),
        el(
          'form',
          { class: 'nameform', onsubmit: (event) => event.preventDefault() },
          el('label', {}, el('span', {}, say('atlas_your_name')), name),
        ),
      ),
      el(
        'div',
        {},
        el('h2', {}, say('atlas_found_track')),
        Atlas.partPages.track(part),
        el('p', { class: 'hint' }, say('atlas_found_track_says')),
        el('h2', {}, say('atlas_found_images')),
        el('p', { class: 'hint' }, say('atlas_found_images_says')),
        el('div', { class: 'cards' }, ...cards),
      ),
    ),
  );
  return { title: Atlas.partLabel(part) };
};

// The parts that are found in an image of the reader's own, the clearest first, drawn over it.
Atlas.partsIn = (x, most = 12) => {
  const { el, run, say } = Atlas;
  if (!run.places) return null;
  const named = (one) => Number(Atlas.notes.ofPart(one.part) !== ''),
    beyond = (one) => one.presence - run.places.chance[one.part];
  const found = Atlas.partSearch
    .find(x)
    .map((one, part) => ({ ...one, part, text: Atlas.notes.ofPart(part) || String(part) }))
    .filter((one) => one.found && run.places.kind[one.part] !== 'rare')
    .sort((a, b) => named(b) - named(a) || beyond(b) - beyond(a));
  const shown = found.slice(0, most);
  return el(
    'section',
    { id: 'yourparts' },
    el('h2', {}, say('atlas_founds_yours', { found: found.length, count: run.places.sides.length })),
    el('div', { class: 'split' }, Atlas.partPages.marked(x, shown, say('atlas_founds_yours_alt', { shown: shown.length }), 1 / 24),
      el('p', { class: 'hint' }, say('atlas_founds_yours_says', { shown: shown.length }))),
  );
};
