'use strict';
// An image as a sum: the average, plus part after part; each part can be re-weighed, silenced or added.

// options: x (prepared pixels, 0 to 1), code ([{feature, value}]), member. Returns the element.
Atlas.sumView = ({ x, code, member }) => {
  const { el, paint, fixed, say } = Atlas,
    m = member.number;
  const strength = (part) => Math.abs(part.value) * member.norms[part.feature];
  const parts = code.map((part) => ({ ...part, factor: 1 })).sort((a, b) => strength(b) - strength(a));
  let step = parts.length,
    playing = null,
    curve = [];
  const most =
    Math.max(0.1, Math.ceil(10 * x.reduce((top, v, i) => Math.max(top, Math.abs(v - member.center[i])), 0)) / 10) / 2;

  const original = paint.photo(paint.canvas(say('atlas_the_image'), 'big'), x);
  const sum = paint.canvas(say('atlas_the_sum'), 'big'),
    rest = paint.canvas(say('atlas_the_rest'), 'big');
  sum.id = 'sum';
  const said = el('p', { class: 'stepsaid', 'aria-live': 'off' }),
    chart = el('div', { class: 'chartbox' });
  const strip = el('div', { class: 'strip', role: 'group', 'aria-label': say('atlas_in_order') });
  const rows = el('div', { class: 'parts' });
  const slider = el('input', {
    type: 'range',
    min: 0,
    max: parts.length,
    step: 1,
    value: step,
    id: 'step',
    'aria-label': say('atlas_how_many'),
    oninput: (event) => {
      stop();
      go(Number(event.target.value));
    },
  });
  const play = el('button', { class: 'play', onclick: () => (playing ? stop() : start()) }, `▶ ${say('atlas_play')}`);

  // The sum of the first n parts, and on the way r after each.
  const build = (n) => {
    const y = Float32Array.from(member.center);
    curve = [Atlas.pearson(x, y)];
    let shown = n === 0 ? Float32Array.from(y) : null;
    parts.forEach((part, i) => {
      if (part.factor) member.add(y, part.feature, part.factor * part.value, part.at);
      curve.push(Atlas.pearson(x, y));
      if (i + 1 === n) shown = Float32Array.from(y);
    });
    return shown;
  };

  const draw = () => {
    const y = build(step);
    let error = 0;
    for (let i = 0; i < x.length; i++) error += (y[i] - x[i]) ** 2;
    paint.photo(sum, y);
    paint.map(
      rest,
      y.map((v, i) => v - x[i]),
      most,
    );
    const base = member.centered ? 'atlas_sum_average' : 'atlas_sum_black';
    said.replaceChildren(
      el('span', {}, say(step ? `${base}_parts` : base, { step, parts: parts.length })),
      el('span', {}, 'r ', el('b', { id: 'r' }, fixed(curve[step], 3))),
      el('span', {}, Atlas.parts('atlas_squared_error', { value: el('b', {}, fixed(error / x.length, 4)) })),
    );
    chart.replaceChildren(Atlas.charts.curve(curve, step, Math.max(240, chart.clientWidth || 320)));
    [...strip.children].forEach((child, i) => {
      child.classList.toggle('in', i <= step);
      child.classList.toggle('off', i > 0 && parts[i - 1].factor === 0);
      i === step ? child.setAttribute('aria-current', 'step') : child.removeAttribute('aria-current');
    });
    [...rows.children].forEach((row, i) => row.classList.toggle('later', i >= step));
  };

  let waiting = false;
  const redraw = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };

  const go = (n) => {
    step = Math.max(0, Math.min(parts.length, n));
    slider.value = step;
    draw();
    const here = strip.children[step];
    if (here) strip.scrollTo({ left: here.offsetLeft - strip.clientWidth / 2 + here.clientWidth / 2 });
  };

  const start = () => {
    if (step === parts.length) go(0);
    play.textContent = `❚❚ ${say('atlas_pause')}`;
    playing = setInterval(() => {
      if (!play.isConnected) return stop();
      go(step + 1);
      if (step === parts.length) stop();
    }, 220);
  };
  const stop = () => {
    clearInterval(playing);
    playing = null;
    play.textContent = `▶ ${say('atlas_play')}`;
  };
  Atlas.leave(stop);

  const fill = () => {
    slider.max = parts.length;
    const tile = (part, i) =>
      Atlas.partTile(part, i, member, () => {
        stop();
        go(i);
      });
    strip.replaceChildren(...[null, ...parts].map(tile));
    rows.replaceChildren(...parts.map((part) => Atlas.partRow(part, member, redraw)));
  };

  const all = (factor) => {
    parts.forEach((part) => {
      part.factor = factor;
      part.show();
    });
    go(parts.length);
  };
  const has = (feature) => !member.middle && parts.some((part) => part.feature === feature);
  const more = Atlas.partForm(member, has, (feature) => {
    parts.push({ feature, value: Atlas.stats('use', 'strength', m, feature) || 1, factor: 1 });
    fill();
    go(parts.length);
    rows.lastChild.scrollIntoView({ block: 'nearest' });
  });

  fill();
  const view = el(
    'div',
    { class: 'sumview' },
    el(
      'div',
      { class: 'stage' },
      el(
        'div',
        { class: 'trio' },
        el('figure', {}, original, el('figcaption', {}, say('atlas_as_seen'))),
        el('figure', {}, sum, el('figcaption', {}, say('atlas_sum_so_far'))),
        el(
          'figure',
          {},
          rest,
          el('figcaption', {}, say('atlas_difference')),
          paint.legend(most, 2, say('atlas_difference_says')),
        ),
      ),
      el('div', { class: 'player' }, play, slider),
      said,
      chart,
      strip,
    ),
    el(
      'div',
      { class: 'weigh' },
      el('h2', {}, say('atlas_weigh')),
      el('p', { class: 'hint' }, say('atlas_weigh_says')),
      Atlas.run.parts.linear ? null : el('p', { class: 'problem' }, say('atlas_not_linear', Atlas.run.parts)),
      el(
        'div',
        { class: 'bar' },
        el('button', { onclick: () => all(1) }, say('atlas_reset_all')),
        el('button', { onclick: () => all(0) }, say('atlas_silence_all')),
        more,
      ),
      rows,
    ),
  );
  requestAnimationFrame(() => go(step));
  draw();
  return view;
};
