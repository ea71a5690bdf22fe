'use strict';
// The parts of an image: a row to weigh one, a tile in the strip, and the form that adds another.

// One row: the part {feature, value, factor}, a slider for its factor, and a switch. changed() follows every move;
// part.show() redraws the row after the factor was set elsewhere.
Atlas.partRow = (part, member, changed) => {
  const { el, paint, fixed, say } = Atlas,
    m = member.number,
    name = Atlas.notes.label(m, part.feature);
  const thumb = paint.light(paint.canvas('', 'thumb'), member.picture(part.feature, part.at));
  thumb.setAttribute('aria-hidden', 'true');
  const number = el('output', {}),
    range = el('input', {
      type: 'range',
      min: 0,
      max: 2,
      step: 0.05,
      value: part.factor,
      'aria-label': say('atlas_weight_of', { name }),
      oninput: (event) => weigh(Number(event.target.value)),
    });
  const mute = el('button', { class: 'mute', onclick: () => weigh(part.factor ? 0 : 1) });
  const line = el(
    'div',
    { class: 'part', 'data-feature': part.feature },
    el('a', { href: `#/feature/${m}/${part.feature}` }, thumb, el('b', {}, name)),
    range,
    number,
    mute,
  );
  const weigh = (factor) => {
    part.factor = factor;
    part.show();
    changed();
  };
  part.show = () => {
    range.value = part.factor;
    number.textContent = `× ${fixed(part.factor, 2)} = ${fixed(part.value * part.factor, 2)}`;
    const key = part.factor ? 'atlas_silence' : 'atlas_restore';
    mute.textContent = say(key);
    mute.setAttribute('aria-label', say(`${key}_one`, { name }));
    line.classList.toggle('off', part.factor === 0);
  };
  part.show();
  return line;
};

// A tile of the strip: the beginning (place 0, no part), or what the part at that place adds.
Atlas.partTile = (part, place, member, onclick) => {
  const { el, paint, say } = Atlas,
    canvas = paint.canvas('', 'fit');
  canvas.setAttribute('aria-hidden', 'true');
  if (part) {
    const sign = Math.sign(part.value);
    const picture = member.picture(part.feature, part.at);
    paint.light(canvas, sign < 0 ? picture.map((v) => -v) : picture);
  } else paint.photo(canvas, member.center);
  const name = part
    ? say('atlas_up_to', { place, name: Atlas.notes.label(member.number, part.feature) })
    : say('atlas_beginning');
  const base = member.centered ? 'atlas_tile_average' : 'atlas_tile_black';
  const value = part ? Atlas.signed(part.value, 2) : say(base);
  return el('button', { class: 'film', 'aria-label': name, onclick }, canvas, el('span', {}, value));
};

// A form that adds a feature by its number; has(feature) says whether it is there already.
Atlas.partForm = (member, has, add) => {
  const { el, say } = Atlas,
    most = member.features - 1;
  const wanted = el('input', { type: 'number', min: 0, max: most, id: 'more', placeholder: '0' });
  const onsubmit = (event) => {
    event.preventDefault();
    const feature = Number(wanted.value);
    if (wanted.value === '' || !Number.isInteger(feature) || feature < 0 || feature > most) {
      Atlas.tell(say('atlas_no_such_feature', { number: wanted.value, most }));
    } else if (has(feature)) Atlas.tell(say('atlas_part_already', { number: feature }));
    else add(feature);
  };
  return el(
    'form',
    { class: 'addform', onsubmit },
    el('label', { class: 'field' }, el('span', {}, say('atlas_add_number')), wanted),
    el('button', {}, say('atlas_add')),
  );
};
