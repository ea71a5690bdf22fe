'use strict';
// The lower half of a feature's page: where it fires, and its relatives.

// How strongly it fires in the images of each class.
Atlas.byClass = (member, h) => {
  const { el, run, say } = Atlas,
    { labels, classes, paths, heldOut } = run.images;
  const value = member.strongest(h);
  const groups = classes.map((name, c) => [name, c]);
  if (labels.includes(-1)) groups.push([say(classes.length ? 'class_missing' : 'atlas_all_images'), -1]);
  const rows = groups
    .map(([name, c]) => ({
      name,
      values: paths
        .map((path, image) => ({ image, value: Math.abs(value.get(image) ?? 0), heldOut: heldOut[image] }))
        .filter((v) => labels[v.image] === c),
    }))
    .filter((row) => row.values.length);
  const holder = el('div', { class: 'chartbox' });
  const largest = Math.max(1e-6, ...[...value.values()].map(Math.abs));
  const draw = () =>
    holder.replaceChildren(
      Atlas.charts.strips(
        rows,
        Math.max(260, Math.min(720, holder.clientWidth)),
        largest,
        (v) => say(v.heldOut ? 'atlas_mark_out' : 'atlas_mark', { path: paths[v.image], value: v.value }),
      ),
    );
  requestAnimationFrame(draw);
  return el(
    'section',
    {},
    el('h2', {}, say(classes.length ? 'atlas_by_class' : 'atlas_by_class_none')),
    holder,
    el('p', { class: 'hint' }, say('atlas_by_class_says')),
  );
};

Atlas.topImages = (member, h, w) => {
  const { el, run, paint, say } = Atlas,
    tops = run.use.tops;
  const start = (run.members.indexOf(member.number) * run.features + h) * tops;
  const list = [...run.use.topImages.subarray(start, start + tops)].filter((i) => i > 0).map((i) => i - 1);
  const values = member.strongest(h),
    most = Math.max(...[...values.values()].map(Math.abs)) * paint.largestOf(w);
  const cards = list.map((i) => {
    const canvas = paint.canvas(say(Atlas.said('atlas_with_feature'), { path: run.images.paths[i] }), 'fit');
    return {
      i,
      canvas,
      element: el(
        'a',
        { class: 'card', href: `#/image/${i}` },
        canvas,
        el(
          'span',
          { class: 'cap' },
          el('b', {}, Atlas.fixed(values.get(i), 2)),
          el('span', {}, Atlas.imageName(i, 22)),
        ),
      ),
    };
  });
  const draw = (over) =>
    cards.forEach(({ i, canvas }) => {
      if (Atlas.vectors.here()) return paint.photo(canvas, Atlas.pixels(i));
      const part = new Float32Array(w.length);
      member.firings(h).forEach((f) => f.image === i && member.add(part, h, f.value, f.at));
      if (over) paint.overlay(canvas, Atlas.pixels(i), part, most);
      else paint.photo(canvas, Atlas.pixels(i));
    });
  draw(true);
  const box = el('input', { type: 'checkbox', checked: true, onchange: (event) => draw(event.target.checked) });
  return el(
    'section',
    {},
    el('h2', {}, say('atlas_fires_most')),
    Atlas.vectors.here() ? null : el('label', { class: 'check' }, box, ' ', say('atlas_show_added')),
    el(
      'div',
      { class: 'cards' },
      cards.map((card) => card.element),
    ),
  );
};

Atlas.relatives = async (member, h, w) => {
  const { el, run, paint, say } = Atlas;
  const holder = el('div', { class: 'cards small' });
  const card = (other, found) => {
    const canvas = Atlas.drawFeature(paint.canvas('', 'fit'), other, found.feature);
    canvas.setAttribute('aria-hidden', 'true');
    return el(
      'a',
      { class: 'card', href: `#/feature/${other.number}/${found.feature}` },
      canvas,
      el(
        'span',
        { class: 'cap' },
        el('b', {}, Atlas.notes.label(other.number, found.feature)),
        el(
          'span',
          {},
          say(Atlas.alone(other === member ? 'atlas_relative_here' : 'atlas_relative'), {
            member: other.number,
            cosine: found.cosine,
          }),
        ),
      ),
    );
  };
  member.nearest(w, 4, h).forEach((found) => holder.append(card(member, found)));
  const others = run.members.filter((m) => m !== member.number);
  // The other members' dictionaries are read only now, so that the atlas opens with the first alone.
  (async () => {
    for (const m of others) {
      await new Promise((next) => setTimeout(next, 30));
      if (!holder.isConnected) return;
      const other = await Atlas.member(m);
      other.nearest(w, 1).forEach((found) => holder.append(card(other, found)));
    }
  })();
  const missing = run.membersInAll - run.members.length,
    noise = Math.sqrt((2 * Math.log(2 * run.features)) / member.pixels);
  return el(
    'section',
    {},
    el('h2', {}, say('atlas_relatives')),
    el(
      'p',
      { class: 'hint' },
      Atlas.sentences(
        say(Atlas.said('atlas_relatives_say'), { features: run.features, noise }),
        missing && Atlas.count('atlas_members_left_out', missing),
      ),
    ),
    holder,
  );
};
