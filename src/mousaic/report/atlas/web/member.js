'use strict';
// One member of the ensemble: its 8-bit dictionary, and what can be computed from it.

Atlas.Member = class {
  // raw: the payload member_N; run: the decoded run.
  constructor(number, raw, run) {
    const { unpack } = Atlas;
    [this.channels, this.tall, this.side] = run.shape;
    Object.assign(this, { number, k: run.k, features: run.features, rounding: raw.rounding });
    this.pursues = run.parts.sparsity === 'omp';
    this.pixels = this.channels * this.tall * this.side;
    this.values = unpack(raw.values);
    this.scale = unpack(raw.scale);
    this.boxes = unpack(raw.boxes);
    this.bias = raw.bias && unpack(raw.bias); // without: the encoder is none that this page can compute
    this.center = raw.center ? unpack(raw.center) : new Float32Array(this.pixels);
    this.centered = raw.center !== null;
    this.codeValues = unpack(raw.codeValues);
    this.codeIndices = unpack(raw.codeIndices);
    this.width = this.codeIndices.length / Math.max(1, run.images.paths.length); // entries a code has room for
    this.codePlaces = raw.codePlaces && raw.codePlaces.map(unpack); // of filters: rows and columns of middle pixels
    this.middle = run.middle;
    this.starts = new Uint32Array(this.features + 1);
    for (let h = 0; h < this.features; h++) {
      this.starts[h + 1] = this.starts[h] + this.channels * this.boxes[4 * h + 2] * this.boxes[4 * h + 3];
    }
  }

  // Calls visit(start, place, length) for every run of neighbouring pixels of feature h: values from `start` on
  // belong to the pixels from `place` on. A filter whose middle pixel is moved to `at` loses what juts out.
  rows(h, visit, at = this.middle) {
    const [y0, x0, tall, wide] = this.boxes.subarray(4 * h, 4 * h + 4);
    const top = y0 + (at ? at[0] - this.middle[0] : 0),
      left = x0 + (at ? at[1] - this.middle[1] : 0);
    const cut = Math.max(0, -left),
      length = Math.min(wide, this.side - left) - cut;
    let start = this.starts[h];
    for (let c = 0; c < this.channels; c++) {
      for (let y = top; y < top + tall; y++, start += wide) {
        if (y < 0 || y >= this.tall || length <= 0) continue;
        visit(start + cut, (c * this.tall + y) * this.side + left + cut, length);
      }
    }
  }

  // out += factor x feature h
  add(out, h, factor, at = this.middle) {
    const { values } = this;
    const step = factor * this.scale[h];
    this.rows(
      h,
      (start, place, length) => {
        for (let i = 0; i < length; i++) out[place + i] += step * values[start + i];
      },
      at,
    );
    return out;
  }

  // <x, feature h>
  dot(h, x) {
    const { values } = this;
    let sum = 0;
    this.rows(h, (start, place, length) => {
      for (let i = 0; i < length; i++) sum += x[place + i] * values[start + i];
    });
    return sum * this.scale[h];
  }

  box(h) {
    return [...this.boxes.subarray(4 * h, 4 * h + 4)];
  }

  // Whether features are cut to small windows, so that a whole picture would be mostly empty.
  get windowed() {
    return this.values.length < 0.3 * this.features * this.pixels;
  }

  picture(h, at = this.middle) {
    return this.add(new Float32Array(this.pixels), h, 1, at);
  }

  // Lengths of all features, found once.
  get norms() {
    if (!this.lengths) {
      this.lengths = new Float32Array(this.features);
      for (let h = 0; h < this.features; h++) {
        let sum = 0;
        for (let i = this.starts[h]; i < this.starts[h + 1]; i++) sum += this.values[i] ** 2;
        this.lengths[h] = Math.sqrt(sum) * this.scale[h];
      }
    }
    return this.lengths;
  }

  // The code of prepared pixels (0 to 1), the largest first: the k largest of (x - center) . feature + bias, or what
  // matching pursuit finds where the model's codes are its.
  encode(x) {
    const seen = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) seen[i] = x[i] - this.center[i];
    if (this.pursues) return Atlas.pursue(this, seen);
    const found = Array.from({ length: this.features }, (_, h) => [this.bias[h] + this.dot(h, seen), h]);
    found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    return found.slice(0, this.k).map(([value, feature]) => ({ feature, value }));
  }

  // The model's own code of image i, the largest value first.
  code(i) {
    const entries = Array.from({ length: this.width }, (_, j) => ({
      feature: this.codeIndices[i * this.width + j],
      value: this.codeValues[i * this.width + j],
      at: this.placeOf(i * this.width + j),
    }));
    return this.width > this.k ? entries.filter(({ value }) => value !== 0) : entries;
  }

  // Where the filter of an entry of the codes lies; undefined where features have no places.
  placeOf(e) {
    return this.codePlaces ? this.codePlaces.map((side) => side[e]) : undefined;
  }

  // Where feature h fires: [{image, value, at}], in the order of the images; a filter maybe often in one of them.
  firings(h) {
    if (!this.byFeature) {
      this.byFeature = new Map();
      for (let e = 0; e < this.codeIndices.length; e++) {
        if (this.codeValues[e] === 0) continue;
        const feature = this.codeIndices[e];
        if (!this.byFeature.has(feature)) this.byFeature.set(feature, []);
        const image = Math.floor(e / this.width);
        this.byFeature.get(feature).push({ image, value: this.codeValues[e], at: this.placeOf(e) });
      }
    }
    return this.byFeature.get(h) ?? [];
  }

  // Of each image in which feature h fires the value furthest from 0: a map.
  strongest(h) {
    const found = new Map();
    for (const { image, value } of this.firings(h)) {
      if (!(Math.abs(found.get(image)) >= Math.abs(value))) found.set(image, value);
    }
    return found;
  }

  // The features most like the picture w, by |cosine|: [{feature, cosine}], the nearest first.
  nearest(w, count, except = -1) {
    const length = Math.sqrt(w.reduce((sum, v) => sum + v * v, 0));
    const found = [];
    for (let h = 0; h < this.features; h++) {
      if (h === except || !this.norms[h] || !length) continue;
      found.push({ feature: h, cosine: this.dot(h, w) / (this.norms[h] * length) });
    }
    return found.sort((a, b) => Math.abs(b.cosine) - Math.abs(a.cosine)).slice(0, count);
  }
};

// Pearson r over the pixels; NaN where one of the two is flat.
Atlas.pearson = (x, y) => {
  const n = x.length;
  let sx = 0,
    sy = 0;
  for (let i = 0; i < n; i++) {
    sx += x[i];
    sy += y[i];
  }
  const mx = sx / n,
    my = sy / n;
  let xx = 0,
    yy = 0,
    xy = 0;
  for (let i = 0; i < n; i++) {
    const a = x[i] - mx,
      b = y[i] - my;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return xy / Math.sqrt(xx * yy);
};
