'use strict';
// Two small charts: activations by class, and Pearson r against the number of parts.

Atlas.charts = (() => {
  const { svg } = Atlas;

  // Each class has a colour and a form, so that neither is needed alone.
  const FORMS = [
    (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z`,
    (x, y) => `M${x - 3.6} ${y - 3.6}h7.2v7.2h-7.2Z`,
    (x, y) => `M${x} ${y - 4.6}L${x + 4.6} ${y + 3.6}H${x - 4.6}Z`,
    (x, y) => `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`,
    (x, y) => `M${x} ${y + 4.6}L${x + 4.6} ${y - 3.6}H${x - 4.6}Z`,
    (x, y) => `M${x - 5} ${y - 2}h10v4h-10Z`,
  ];
  const mark = (row, x, y, more = '') =>
    svg('path', {
      d: FORMS[row % FORMS.length](x, y),
      class: `mark class${row % FORMS.length} ${more}`,
    });

  // The form of a class as a small picture for running text.
  const sign = (row) => svg('svg', { class: 'sign', viewBox: '0 0 12 12', 'aria-hidden': 'true' }, mark(row, 6, 6));

  // rows: [{name, of (images in all), values: [{image, value, heldOut}]}]; opens an image when its mark is chosen.
  const strips = (rows, width, largest, tip) => {
    const ROW = 62,
      left = 4,
      right = width - 10,
      height = rows.length * ROW + 30;
    const x = (value) => left + 14 + ((right - left - 14) * Math.max(0, value)) / largest;
    const chart = svg('svg', { class: 'chart', width, height, viewBox: `0 0 ${width} ${height}` });
    rows.forEach((row, number) => {
      const top = number * ROW,
        middle = top + 40;
      const active = row.values.filter((v) => v.value !== 0);
      const mean = row.values.reduce((sum, v) => sum + v.value, 0) / Math.max(1, row.values.length);
      chart.append(
        svg('text', { x: left, y: top + 16, class: 'rowname' }, Atlas.charts.short(row.name, Math.floor(width / 14))),
        svg(
          'text',
          { x: right, y: top + 16, class: 'rowcount', 'text-anchor': 'end' },
          Atlas.say('atlas_active_in', { active: active.length, images: row.values.length, mean }),
        ),
        svg('line', { x1: left, x2: right, y1: middle, y2: middle, class: 'grid' }),
      );
      row.values.forEach((v, i) => {
        const y = middle + ((i * 7) % 15) - 7;
        const place = v.value === 0 ? left + 4 + ((i * 5) % 8) : x(v.value);
        const dot = mark(number, place, y, `${v.heldOut ? 'out' : ''} ${v.value === 0 ? 'none' : ''}`);
        dot.append(svg('title', {}, tip(v)));
        chart.append(dot);
      });
      chart.append(svg('line', { x1: x(mean), x2: x(mean), y1: middle - 13, y2: middle + 13, class: 'mean' }));
    });
    const foot = rows.length * ROW + 12;
    [0, largest / 2, largest].forEach((value) =>
      chart.append(
        svg(
          'text',
          {
            x: x(value),
            y: foot,
            class: 'tick',
            'text-anchor': value === largest ? 'end' : value ? 'middle' : 'start',
          },
          Atlas.fixed(value, 1),
        ),
      ),
    );
    const name = Atlas.say('atlas_activation');
    chart.append(svg('text', { x: right, y: foot + 15, class: 'tick', 'text-anchor': 'end' }, name));
    return chart;
  };

  // r after 0, 1, 2 ... parts, with a mark at `step`.
  const curve = (values, step, width) => {
    const height = 104,
      left = 34,
      right = width - 6,
      top = 10,
      bottom = height - 20;
    const known = values.filter(Number.isFinite),
      low = Math.min(0.9, Math.floor(10 * Math.min(...known)) / 10),
      high = 1;
    const x = (n) => left + ((right - left) * n) / Math.max(1, values.length - 1);
    const y = (r) => bottom - ((bottom - top) * (r - low)) / (high - low);
    const points = values
      .map((r, n) => (Number.isFinite(r) ? `${x(n).toFixed(1)},${y(r).toFixed(1)}` : null))
      .filter(Boolean);
    const chart = svg('svg', {
      class: 'chart',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': Atlas.say('atlas_curve', { step, r: values[step] }),
    });
    [low, (low + high) / 2, high].forEach((r) =>
      chart.append(
        svg('line', { x1: left, x2: right, y1: y(r), y2: y(r), class: 'grid' }),
        svg(
          'text',
          { x: left - 6, y: y(r) + 4, class: 'tick', 'text-anchor': 'end' },
          Atlas.fixed(r, 2).replace(/0$/, ''),
        ),
      ),
    );
    chart.append(
      svg('polyline', { points: points.join(' '), class: 'line' }),
      svg('text', { x: left, y: height - 4, class: 'tick' }, '0'),
      svg(
        'text',
        { x: (left + right) / 2, y: height - 4, class: 'tick', 'text-anchor': 'middle' },
        Atlas.say('atlas_curve_axis'),
      ),
      svg('text', { x: right, y: height - 4, class: 'tick', 'text-anchor': 'end' }, `${values.length - 1}`),
    );
    if (Number.isFinite(values[step]))
      chart.append(svg('circle', { cx: x(step), cy: y(values[step]), r: 5, class: 'here' }));
    return chart;
  };

  // A long name without its middle.
  const short = (text, longest) => {
    const letters = [...text];
    if (letters.length <= longest) return text;
    const tail = Math.floor((longest - 1) / 2);
    return `${letters.slice(0, longest - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`;
  };

  return { strips, curve, sign, short };
})();
