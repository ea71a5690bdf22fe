'use strict';
// The lower half of a feature's page: where it fires, and its relatives.

// How strongly it fires in the images of each class.
Atlas.byClass = (member, h) => {
  const { el, run } = Atlas,
    { labels, classes, paths, heldOut } = run.images;
  const value = new Map(member.firings(h).map((f) => [f.image, f.value]));
  const groups = classes.map((name, c) => [name, c]);
  if (labels.includes(-1)) groups.push([classes.length ? '(no class)' : 'all images', -1]);
  const rows = groups
    .map(([name, c]) => ({
      name,
      values: paths
        .map((path, image) => ({ image, value: value.get(image) ?? 0, heldOut: heldOut[image] }))
        .filter((v) => labels[v.image] === c),
    }))
    .filter((row) => row.values.length);
  const holder = el('div', { class: 'chartbox' });
  const largest = Math.max(1e-6, ...value.values());
  const draw = () =>
    holder.replaceChildren(
      Atlas.charts.strips(
        rows,
        Math.max(260, Math.min(720, holder.clientWidth)),
        largest,
        (v) => `${paths[v.image]}: ${Atlas.fixed(v.value, 2)}${v.heldOut ? ' (held out)' : ''}`,
      ),
    );
  requestAnimationFrame(draw);
  return el(
    'section',
    {},
    el('h2', {}, classes.length ? 'How strongly it fires in each class' : 'How strongly it fires'),
    holder,
    el(
      'p',
      { class: 'hint' },
      'One mark an image; hollow marks were held out of training; marks left of 0 are images in which it does not fire; the bar is the mean of all.',
    ),
  );
};

Atlas.topImages = (member, h, w) => {
  const { el, run, paint } = Atlas,
    tops = run.use.tops;
  const start = (run.members.indexOf(member.number) * run.features + h) * tops;
  const list = [...run.use.topImages.subarray(start, start + tops)].filter((i) => i > 0).map((i) => i - 1);
  const values = new Map(member.firings(h).map((f) => [f.image, f.value])),
    most = Math.max(...values.values()) * paint.largestOf(w);
  const cards = list.map((i) => {
    const canvas = paint.canvas(`${run.images.paths[i]} with what the feature adds to it`, 'fit');
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
      const part = w.map((v) => v * values.get(i));
      if (over) paint.overlay(canvas, Atlas.pixels(i), part, most);
      else paint.photo(canvas, Atlas.pixels(i));
    });
  draw(true);
  const box = el('input', { type: 'checkbox', checked: true, onchange: (event) => draw(event.target.checked) });
  return el(
    'section',
    {},
    el('h2', {}, 'Where it fires most'),
    el('label', { class: 'check' }, box, ' show what it adds (red) and takes away (blue)'),
    el(
      'div',
      { class: 'cards' },
      cards.map((card) => card.element),
    ),
  );
};

Atlas.relatives = async (member, h, w) => {
  const { el, run, paint } = Atlas;
  const holder = el('div', { class: 'cards small' });
  const card = (other, found) => {
    const canvas = paint.light(paint.canvas('', 'fit'), other.picture(found.feature));
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
          `${other === member ? 'this member' : `member ${other.number}`}, cosine ${Atlas.fixed(found.cosine, 2)}`,
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
  const missing = run.membersInAll - run.members.length;
  return el(
    'section',
    {},
    el('h2', {}, 'Its nearest relatives'),
    el(
      'p',
      { class: 'hint' },
      'Cosine between the pictures: 1 is the same, 0 unrelated, \u22121 the same with dark and light exchanged. ' +
        `Of ${run.features.toLocaleString('en')} pictures of pure noise the nearest would reach about ${Atlas.fixed(Math.sqrt((2 * Math.log(2 * run.features)) / member.pixels), 2)}.` +
        (missing ? ` ${Atlas.count(missing, 'member is', 'members are')} not in this atlas.` : ''),
    ),
    holder,
  );
};
