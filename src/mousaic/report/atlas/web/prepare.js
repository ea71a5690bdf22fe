'use strict';
// A photograph becomes the square that the model sees, by the rules that prepared the training images:
// background under transparency, grey by ITU-R BT.601, centre crop, letterbox or stretch, a triangle filter.

Atlas.prepare = (() => {
  const GREY = [0.299, 0.587, 0.114],
    LEVEL = { black: 0, grey: 0.5, white: 1 };

  // How a side of `from` pixels becomes `to`: for each new pixel its first source pixel and the weights from there on.
  // The filter is a triangle as wide as the reduction asks, as in Pillow's BILINEAR.
  const weights = (from, to) => {
    const ratio = from / to,
      wide = Math.max(ratio, 1);
    return Array.from({ length: to }, (_, i) => {
      const centre = (i + 0.5) * ratio;
      const first = Math.max(0, Math.trunc(centre - wide + 0.5)),
        last = Math.min(from, Math.trunc(centre + wide + 0.5));
      const raw = Array.from({ length: last - first }, (_, j) =>
        Math.max(0, 1 - Math.abs((j + first - centre + 0.5) / wide)),
      );
      const sum = raw.reduce((a, b) => a + b, 0);
      return { first, raw: raw.map((v) => v / sum) };
    });
  };

  // One channel resized, first across, then down.
  const resize = (plane, width, height, toWidth, toHeight) => {
    let across = plane;
    if (width !== toWidth) {
      across = new Float32Array(toWidth * height);
      weights(width, toWidth).forEach(({ first, raw }, x) => {
        for (let y = 0; y < height; y++) {
          let sum = 0;
          for (let j = 0; j < raw.length; j++) sum += raw[j] * plane[y * width + first + j];
          across[y * toWidth + x] = sum;
        }
      });
    }
    if (height === toHeight) return across;
    const out = new Float32Array(toWidth * toHeight);
    weights(height, toHeight).forEach(({ first, raw }, y) => {
      for (let x = 0; x < toWidth; x++) {
        let sum = 0;
        for (let j = 0; j < raw.length; j++) sum += raw[j] * across[(first + j) * toWidth + x];
        out[y * toWidth + x] = sum;
      }
    });
    return out;
  };

  // To the nearest whole number, halves to the even one, as Python rounds.
  const round = (v) => (v % 1 === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));

  // Red, green, blue and opacity, 0 to 255, as planes in the units of the file.
  const planes = ({ data, width, height }, { color, background }, full) => {
    const n = width * height,
      out = Array.from({ length: color === 'grey' ? 1 : 3 }, () => new Float32Array(n));
    const under = LEVEL[background] * full,
      step = full / 255;
    for (let i = 0; i < n; i++) {
      const opacity = data[4 * i + 3] / 255,
        [r, g, b] = [0, 1, 2].map((c) => data[4 * i + c] * step);
      const values = color === 'grey' ? [GREY[0] * r + GREY[1] * g + GREY[2] * b] : [r, g, b];
      values.forEach((v, c) => {
        out[c][i] = opacity < 1 ? v * opacity + under * (1 - opacity) : v;
      });
    }
    return out;
  };

  // image: {data, width, height} as a canvas gives it; full: the file's full brightness (255, or 65535 for 16 bits).
  const square = (image, rules, full = 255) => {
    const { size, fit, limits, background } = rules,
      { width, height } = image;
    let box = [0, 0, width, height],
      rows = [0, size],
      columns = [0, size];
    if (fit === 'crop') {
      const side = Math.min(width, height);
      box = [Math.floor((width - side) / 2), Math.floor((height - side) / 2), side, side];
    } else if (fit === 'letterbox') {
      const middle = (length) => {
        const share = Math.max(1, round((size * length) / Math.max(width, height))),
          start = Math.floor((size - share) / 2);
        return [start, share];
      };
      rows = middle(height);
      columns = middle(width);
    }
    const [low, high] = limits[full];
    const made = planes(image, rules, full).map((plane) => {
      const cut = new Float32Array(box[2] * box[3]);
      for (let y = 0; y < box[3]; y++)
        cut.set(plane.subarray((box[1] + y) * width + box[0], (box[1] + y) * width + box[0] + box[2]), y * box[2]);
      const small = resize(cut, box[2], box[3], columns[1], rows[1]);
      const out = new Float32Array(size * size).fill(LEVEL[background]);
      for (let y = 0; y < rows[1]; y++) {
        for (let x = 0; x < columns[1]; x++) {
          out[(rows[0] + y) * size + columns[0] + x] = Math.max(
            0,
            Math.min(1, (small[y * columns[1] + x] - low) / (high - low)),
          );
        }
      }
      return out;
    });
    const all = new Float32Array(made.length * size * size);
    made.forEach((plane, c) => all.set(plane, c * size * size));
    return all;
  };

  // A file as pixels {data, width, height}, upright, colours as stored; and its full brightness.
  const read = async (file) => {
    const head = new Uint8Array(await file.slice(0, 32).arrayBuffer());
    const png = head[0] === 0x89 && head[1] === 0x50;
    const picture = await createImageBitmap(file, {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
      imageOrientation: 'from-image',
    });
    const { width, height } = picture;
    if (width * height > 50_000_000) throw new Error(Atlas.say('atlas_too_large'));
    const canvas = Atlas.el('canvas', { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(picture, 0, 0);
    picture.close();
    return { image: context.getImageData(0, 0, width, height), full: png && head[24] === 16 ? 65535 : 255 };
  };

  return { square, read, resize };
})();
