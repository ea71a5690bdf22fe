'use strict';
// Where the parts of the run are in an image: the same search as in Python (mousaic.analysis.parts), within each home.

Atlas.partSearch = (() => {
  // Channel-first pixels at the side at which parts are matched: means over areas, as torch's "area".
  const working = (x) => {
    const [channels, size] = Atlas.run.shape,
      { side } = Atlas.run.places;
    if (size <= side) return { pixels: x, size };
    const edge = (i) => [Math.floor((i * size) / side), Math.ceil(((i + 1) * size) / side)];
    const pixels = new Float32Array(channels * side * side);
    for (let c = 0; c < channels; c++) {
      for (let r = 0; r < side; r++) {
        for (let u = 0; u < side; u++) {
          const [top, bottom] = edge(r),
            [left, right] = edge(u);
          let sum = 0;
          for (let i = top; i < bottom; i++)
            for (let j = left; j < right; j++) sum += x[(c * size + i) * size + j];
          pixels[(c * side + r) * side + u] = sum / ((bottom - top) * (right - left));
        }
      }
    }
    return { pixels, size: side };
  };

  const mirrored = (i, size) => (i < 0 ? -i : i >= size ? 2 * size - 2 - i : i);

  // How well a part's picture matches around a place, -1 to 1.
  const matchAt = ({ pixels, size }, part, start, row, column) => {
    const { places, shape } = Atlas.run,
      side = places.sides[part],
      half = (side - 1) / 2;
    let along = 0,
      energy = 0;
    for (let c = 0; c < shape[0]; c++) {
      let sum = 0,
        squares = 0;
      for (let i = 0; i < side; i++) {
        const r = mirrored(row + i - half, size);
        for (let j = 0; j < side; j++) {
          const v = pixels[(c * size + r) * size + mirrored(column + j - half, size)];
          along += v * places.squares[start + (c * side + i) * side + j];
          sum += v;
          squares += v * v;
        }
      }
      energy += squares - (sum * sum) / (side * side);
    }
    return Math.max(-1, Math.min(1, along / (Math.sqrt(Math.max(0, energy)) + places.softness[part])));
  };

  // Where a part's picture begins among all.
  const offset = (part) =>
    Atlas.run.places.sides.slice(0, part).reduce((sum, side) => sum + Atlas.run.shape[0] * side * side, 0);

  // The squared distance of a place from the middle of a part's home, in standard deviations.
  const far = (part, row, column) => {
    const { middle, inverse } = Atlas.run.places,
      down = row - middle[2 * part],
      across = column - middle[2 * part + 1],
      m = 4 * part;
    return inverse[m] * down * down + (inverse[m + 1] + inverse[m + 2]) * down * across + inverse[m + 3] * across * across;
  };

  // How far between pixels the top of a parabola lies.
  const between = (low, here, high) => {
    const bend = low - 2 * here + high;
    return bend < -1e-6 ? Math.max(-0.5, Math.min(0.5, (low - high) / (2 * bend))) : 0;
  };

  const strongest = (image, part) => {
    const { places } = Atlas.run,
      start = offset(part),
      at = (row, column) => matchAt(image, part, start, row, column);
    let best = null,
      nearest = null;
    for (let row = 0; row < image.size; row++) {
      for (let column = 0; column < image.size; column++) {
        const distance = far(part, row, column);
        if (!nearest || distance < nearest.distance) nearest = { row, column, distance };
        if (distance > places.reach ** 2) continue;
        const presence = at(row, column),
          score = presence - places.cost * distance;
        if (!best || score > best.score) best = { row, column, presence, score };
      }
    }
    best ??= { ...nearest, presence: at(nearest.row, nearest.column) };
    const { row, column, presence } = best,
      inner = (i) => i > 0 && i < image.size - 1;
    const down = inner(row) ? between(at(row - 1, column), presence, at(row + 1, column)) : 0;
    const across = inner(column) ? between(at(row, column - 1), presence, at(row, column + 1)) : 0;
    return {
      presence,
      found: presence > places.chance[part],
      row: (row + down + 0.5) / image.size,
      column: (column + across + 0.5) / image.size,
    };
  };

  return {
    // Of every part in pixels 0 to 1: [{presence, found, row, column}], places in sides of the image.
    find: (x) => {
      const image = working(x);
      return Atlas.run.places.sides.map((_, part) => strongest(image, part));
    },

    // The same of an image of the run, as it was found there.
    of: (part, image) => {
      const { places } = Atlas.run,
        i = image * places.sides.length + part;
      return {
        presence: places.presence[i],
        found: places.found[i] === 1,
        row: places.row[i],
        column: places.column[i],
      };
    },

    far,
    offset,
  };
})();
