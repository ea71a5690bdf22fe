'use strict';
// Pixels on canvases: photographs, features in grey or in signed colours, and the legend of those colours.

Atlas.paint = (() => {
  // ColorBrewer's RdBu, reversed: blue below zero, white at zero, red above.
  const ANCHORS = [
    '053061',
    '2166ac',
    '4393c3',
    '92c5de',
    'd1e5f0',
    'f7f7f7',
    'fddbc7',
    'f4a582',
    'd6604d',
    'b2182b',
    '67001f',
  ].map((hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));

  // Red, green and blue for a share of the scale, -1 to 1.
  const colour = (share) => {
    const place = ((Math.max(-1, Math.min(1, share)) + 1) / 2) * (ANCHORS.length - 1);
    const low = Math.min(Math.floor(place), ANCHORS.length - 2);
    return ANCHORS[low].map((v, i) => v + (place - low) * (ANCHORS[low + 1][i] - v));
  };
  const TABLE = Array.from({ length: 511 }, (_, i) => colour((i - 255) / 255));
  const signed = (share) => TABLE[255 + Math.round(255 * Math.max(-1, Math.min(1, share)))] ?? TABLE[255];

  // Fills a square canvas pixel by pixel: pick(i) gives [red, green, blue], 0 to 255.
  const fill = (canvas, pick) => {
    const side = canvas.width,
      context = canvas.getContext('2d');
    const data = context.createImageData(side, side);
    for (let i = 0; i < side * side; i++) {
      const [r, g, b] = pick(i);
      data.data[4 * i] = r;
      data.data[4 * i + 1] = g;
      data.data[4 * i + 2] = b;
      data.data[4 * i + 3] = 255;
    }
    context.putImageData(data, 0, 0);
    return canvas;
  };

  const byte = (v) => Math.round(255 * Math.max(0, Math.min(1, v)));

  // For red, green and blue how much each of so many channels adds: equal channels give grey. As channel_colours().
  const hues = (channels) => {
    const raw = [0, 1, 2].map((k) =>
      Array.from({ length: channels }, (_, c) =>
        channels === 2 ? Number((k === 1) === (c === 1)) : Math.max(0, Math.cos(2 * Math.PI * (c / channels - k / 3))),
      ),
    );
    return raw.map((shares) => shares.map((v) => v / shares.reduce((a, b) => a + b, 0)));
  };

  // Reads one pixel of channel-first numbers as a triple.
  const triple = (canvas, x) => {
    const n = canvas.width * canvas.width;
    const channels = x.length / n;
    if (channels === 1) return (i) => [x[i], x[i], x[i]];
    if (channels === 3) return (i) => [x[i], x[n + i], x[2 * n + i]];
    const mix = hues(channels);
    return (i) => mix.map((shares) => shares.reduce((sum, share, c) => sum + share * x[c * n + i], 0));
  };

  // Of several channels the one that differs most from zero, with its sign.
  const strongest = (values) => values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));

  const ADDS = [244, 91, 60],
    TAKES = [64, 140, 235];

  // The mean over each pixel and its neighbours.
  const smooth = (plane, side) =>
    plane.map((_, i) => {
      const x = i % side,
        y = Math.floor(i / side);
      let sum = 0,
        count = 0;
      for (let v = Math.max(0, y - 1); v <= Math.min(side - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(side - 1, x + 1); u++) {
          sum += plane[v * side + u];
          count++;
        }
      }
      return sum / count;
    });

  const largestOf = (w) => w.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;

  return {
    signed,
    largestOf,

    // A feature in light and dark, cut to the square around its box.
    close: (canvas, w, [top, left, tall, wide]) => {
      const side = canvas.width,
        whole = Atlas.el('canvas', { width: side, height: side });
      Atlas.paint.light(whole, w);
      const span = Math.max(1, Math.min(side, Math.max(tall, wide)));
      const at = (start, length) => Math.max(0, Math.min(side - span, Math.round(start + (length - span) / 2)));
      canvas.getContext('2d').drawImage(whole, at(left, wide), at(top, tall), span, span, 0, 0, side, side);
      return canvas;
    },

    canvas: (label, kind = '') => {
      const side = (Atlas.run.pictures ?? Atlas.run.shape)[1];
      return Atlas.el('canvas', {
        width: side,
        height: side,
        role: 'img',
        'aria-label': label,
        class: `picture ${kind}`,
      });
    },

    // A photograph, 0 (black) to 1.
    photo: (canvas, x) => {
      const at = triple(canvas, x);
      return fill(canvas, (i) => at(i).map(byte));
    },

    // A feature in grey (or its own colours): mid-grey is zero, lighter adds light, darker takes it away.
    light: (canvas, w, largest = largestOf(w)) => {
      const at = triple(canvas, w);
      return fill(canvas, (i) => at(i).map((v) => byte(0.5 + (0.5 * v) / largest)));
    },

    // Numbers around zero in signed colours.
    map: (canvas, w, largest = largestOf(w)) => {
      const at = triple(canvas, w);
      return fill(canvas, (i) => signed(strongest(at(i)) / largest));
    },

    // A photograph under what a feature adds (red) and takes away (blue): the more opaque, the more.
    // Smoothed a little, as single pixels would hide the photograph without telling more.
    overlay: (canvas, x, w, largest = largestOf(w)) => {
      const under = triple(canvas, x),
        over = triple(canvas, w);
      const soft = smooth(
        smooth(
          Float32Array.from({ length: canvas.width ** 2 }, (_, i) => strongest(over(i))),
          canvas.width,
        ),
        canvas.width,
      );
      return fill(canvas, (i) => {
        const share = soft[i] / largest,
          opacity = 0.8 * Math.max(0, Math.min(1, (Math.abs(share) - 0.06) / 0.4));
        return under(i).map(
          (v, c) => (1 - opacity) * 255 * Math.max(0, Math.min(1, v)) + opacity * (share > 0 ? ADDS : TAKES)[c],
        );
      });
    },

    // The colours with the numbers they stand for.
    legend: (largest, digits, meaning) => {
      const bar = Atlas.el('canvas', { width: 200, height: 1, class: 'ramp', 'aria-hidden': 'true' });
      const context = bar.getContext('2d'),
        data = context.createImageData(200, 1);
      for (let i = 0; i < 200; i++) {
        const [r, g, b] = signed((i - 99.5) / 99.5);
        data.data.set([r, g, b, 255], 4 * i);
      }
      context.putImageData(data, 0, 0);
      return Atlas.el(
        'figure',
        { class: 'legend' },
        bar,
        Atlas.el(
          'div',
          { class: 'ends' },
          Atlas.el('span', {}, Atlas.fixed(-largest, digits)),
          Atlas.el('span', {}, '0'),
          Atlas.el('span', {}, Atlas.signed(largest, digits)),
        ),
        Atlas.el('figcaption', {}, meaning),
      );
    },
  };
})();
