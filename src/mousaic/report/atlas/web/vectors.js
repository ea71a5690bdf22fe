'use strict';
// Vectors have no pictures of their own: a feature is shown by the pictures of the rows in which it fires most.

Atlas.vectors = (() => {
  // Whether the rows are vectors.
  const here = () => Boolean(Atlas.run.pictures);

  // The rows in which a feature fires most, with the sign that it has in the strongest.
  const strongest = (member, h, most = 4) => {
    const { run } = Atlas,
      { tops } = run.use,
      values = member.strongest(h);
    const start = (run.members.indexOf(member.number) * run.features + h) * tops;
    const list = [...run.use.topImages.subarray(start, start + tops)].filter((i) => i > 0).map((i) => i - 1);
    return list.filter((i) => values.get(i) * values.get(list[0]) > 0).slice(0, most);
  };

  // Four of them, two above two; where there are fewer the rest stays empty.
  const four = (canvas, member, h) => {
    const side = canvas.width,
      step = side + Math.ceil(side / 24),
      whole = Atlas.el('canvas', { width: side, height: side }),
      context = canvas.getContext('2d');
    canvas.width = canvas.height = step + side;
    strongest(member, h).forEach((i, place) => {
      Atlas.paint.photo(whole, Atlas.pixels(i));
      context.drawImage(whole, (place % 2) * step, Math.floor(place / 2) * step);
    });
    return canvas;
  };

  // What a row is made of: its picture, and its features, the strongest first, each with the rows it is known by.
  const view = (i, member) => {
    const { el, paint, say, fixed } = Atlas,
      code = member.code(i).filter(({ value }) => value !== 0);
    code.sort((a, b) => Math.abs(b.value) * member.norms[b.feature] - Math.abs(a.value) * member.norms[a.feature]);
    const cards = code.map(({ feature, value }) => {
      const canvas = four(paint.canvas('', 'fit'), member, feature);
      canvas.setAttribute('aria-hidden', 'true');
      const name = Atlas.notes.label(member.number, feature);
      return el(
        'a',
        { class: 'card', href: `#/feature/${member.number}/${feature}` },
        canvas,
        el('span', { class: 'cap' }, el('b', {}, fixed(value, 2)), el('span', {}, name)),
      );
    });
    return el(
      'div',
      { class: 'split' },
      el(
        'div',
        { class: 'aside' },
        el(
          'figure',
          {},
          paint.photo(paint.canvas(say('atlas_the_image'), 'big'), Atlas.pixels(i)),
          el('figcaption', {}, say('atlas_row_picture')),
        ),
      ),
      el(
        'div',
        {},
        el('h2', {}, say('atlas_row_features')),
        el('p', { class: 'hint' }, say('atlas_row_features_say')),
        el('div', { class: 'cards' }, cards),
      ),
    );
  };

  return { here, four, view };
})();

// A feature on a canvas: its picture, or the rows it is known by.
Atlas.drawFeature = (canvas, member, h, at) =>
  Atlas.vectors.here() ? Atlas.vectors.four(canvas, member, h) : Atlas.paint.light(canvas, member.picture(h, at));

// The key of a text, or of the one that says it of vectors.
Atlas.said = (key) => (Atlas.vectors.here() ? `${key}_rows` : key);
