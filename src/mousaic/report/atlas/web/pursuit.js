'use strict';
// Orthogonal matching pursuit, for models whose codes are its: features one after another, each the one most along what
// is left of the image, then all weighed by least squares.

// A feature adds nothing if no more than this share of its squared length lies outside the span of the chosen ones.
Atlas.NOTHING_NEW = 1e-6;

// The code of a centred image `seen` in a member: [{feature, value}], the largest magnitude first.
Atlas.pursue = (member, seen) => {
  const { k, features, norms } = member,
    left = Float32Array.from(seen),
    used = new Set(),
    basis = []; // of the chosen features: {feature, direction, shares: products with the earlier directions, length, step}
  while (basis.length < k && used.size < features) {
    let best = -1,
      most = 0;
    for (let h = 0; h < features; h++) {
      if (used.has(h) || !norms[h]) continue;
      const along = Math.abs(member.dot(h, left)) / norms[h];
      if (along > most) [best, most] = [h, along];
    }
    if (best < 0) break;
    used.add(best);
    const direction = member.picture(best),
      shares = basis.map((earlier) => {
        const share = product(earlier.direction, direction);
        move(direction, earlier.direction, -share);
        return share;
      }),
      length = Math.sqrt(product(direction, direction));
    if (length ** 2 <= Atlas.NOTHING_NEW * norms[best] ** 2) continue;
    for (let i = 0; i < direction.length; i++) direction[i] /= length;
    const step = product(direction, left);
    move(left, direction, -step);
    basis.push({ feature: best, direction, shares, length, step });
  }
  return weighed(basis).sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.feature - b.feature);

  // <a, b>
  function product(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  // out += factor x by
  function move(out, by, factor) {
    for (let i = 0; i < out.length; i++) out[i] += factor * by[i];
  }

  // Values of the features from the steps along the directions: the features are triangular in these.
  function weighed(chosen) {
    const found = chosen.map(({ feature }) => ({ feature, value: 0 }));
    for (let j = chosen.length - 1; j >= 0; j--) {
      let rest = chosen[j].step;
      for (let i = j + 1; i < chosen.length; i++) rest -= chosen[i].shares[j] * found[i].value;
      found[j].value = rest / chosen[j].length;
    }
    return found;
  }
};
