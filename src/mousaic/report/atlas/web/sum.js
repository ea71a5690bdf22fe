'use strict';
// An image as a sum: the average, plus part after part; each part can be re-weighed, silenced or added.

// options: x (prepared pixels, 0 to 1), code ([{feature, value}]), member. Returns the element.
Atlas.sumView = ({ x, code, member }) => {
  const { el, paint, fixed } = Atlas,
    m = member.number;
  const strength = (part) => Math.abs(part.value) * member.norms[part.feature];
  const parts = code.map((part) => ({ ...part, factor: 1 })).sort((a, b) => strength(b) - strength(a));
  let step = parts.length,
    playing = null,
    curve = [];
  const most =
    Math.max(0.1, Math.ceil(10 * x.reduce((top, v, i) => Math.max(top, Math.abs(v - member.center[i])), 0)) / 10) / 2;

  const original = paint.photo(paint.canvas('The image', 'big'), x);
  const sum = paint.canvas('The sum of the parts so far', 'big'),
    rest = paint.canvas('What the sum lacks', 'big');
  sum.id = 'sum';
  const said = el('p', { class: 'stepsaid', 'aria-live': 'off' }),
    chart = el('div', { class: 'chartbox' });
  const strip = el('div', { class: 'strip', role: 'group', 'aria-label': 'The parts in order' });
  const rows = el('div', { class: 'parts' });
  const slider = el('input', {
    type: 'range',
    min: 0,
    max: parts.length,
    step: 1,
    value: step,
    id: 'step',
    'aria-label': 'How many parts',
    oninput: (event) => {
      stop();
      go(Number(event.target.value));
    },
  });
  const play = el('button', { class: 'play', onclick: () => (playing ? stop() : start()) }, '▶ Play');

  // The sum of the first n parts, and on the way r after each.
  const build = (n) => {
    const y = Float32Array.from(member.center);
    curve = [Atlas.pearson(x, y)];
    let shown = n === 0 ? Float32Array.from(y) : null;
    parts.forEach((part, i) => {
      if (part.factor) member.add(y, part.feature, part.factor * part.value);
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
    const base = member.centered ? 'The average image' : 'Black';
    said.replaceChildren(
      el('span', {}, step ? `${base} + ${step} of ${parts.length} parts` : `${base} alone`),
      el('span', {}, 'r ', el('b', { id: 'r' }, fixed(curve[step], 3))),
      el('span', {}, 'mean squared error ', el('b', {}, fixed(error / x.length, 4))),
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
    play.textContent = '❚❚ Pause';
    playing = setInterval(() => {
      if (!play.isConnected) return stop();
      go(step + 1);
      if (step === parts.length) stop();
    }, 220);
  };
  const stop = () => {
    clearInterval(playing);
    playing = null;
    play.textContent = '▶ Play';
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
  const has = (feature) => parts.some((part) => part.feature === feature);
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
        el('figure', {}, original, el('figcaption', {}, 'The image, as the model sees it.')),
        el('figure', {}, sum, el('figcaption', {}, 'The sum of the parts so far.')),
        el(
          'figure',
          {},
          rest,
          el('figcaption', {}, 'Difference.'),
          paint.legend(most, 2, 'Blue: the sum is too dark there. Red: too bright.'),
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
      el('h2', {}, 'Re-weigh its parts'),
      el(
        'p',
        { class: 'hint' },
        'Move a slider or silence a part: the sum is redrawn at once. The strongest parts come first.',
      ),
      el(
        'div',
        { class: 'bar' },
        el('button', { onclick: () => all(1) }, 'Reset all'),
        el('button', { onclick: () => all(0) }, 'Silence all'),
        more,
      ),
      rows,
    ),
  );
  requestAnimationFrame(() => go(step));
  draw();
  return view;
};
