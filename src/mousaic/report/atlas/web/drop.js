'use strict';
// The page where an image of the user's own is prepared, encoded and taken apart. It never leaves the page.

Atlas.pages.yours = async (main) => {
  const { el, run, state } = Atlas,
    rules = run.prepare;
  const member = await Atlas.member(state.member),
    result = el('div', { id: 'result', 'aria-live': 'polite' });

  const fits = {
    crop: 'cut to the square in its middle',
    letterbox: 'padded to a square',
    stretch: 'stretched to a square',
  };
  const input = el('input', {
    type: 'file',
    accept: 'image/*',
    id: 'file',
    class: 'hidden-input',
    onchange: (event) => take(event.target.files[0]),
  });
  const zone = el(
    'label',
    { class: 'drop', for: 'file' },
    el('span', { class: 'dropsign', 'aria-hidden': 'true' }, '⤓'),
    el('b', {}, 'Drop an image here, paste one, or choose a file'),
    el(
      'span',
      {},
      `It is made ${run.shape[0] === 1 ? 'grey, ' : ''}${fits[rules.fit]} and ${rules.size} × ${rules.size} pixels small, as the training images were. It stays on this computer.`,
    ),
  );

  const take = async (file) => {
    if (!file) return;
    state.yours = null;
    try {
      const { image, full } = await Atlas.prepare.read(file);
      state.yours = { name: file.name || 'pasted image', x: Atlas.prepare.square(image, rules, full) };
    } catch (error) {
      result.replaceChildren(
        el(
          'p',
          { class: 'problem', role: 'alert' },
          `${file.name} cannot be read here (${error.message || 'no image that this browser knows'}). PNG, JPEG and WebP work; TIFF needs mousaic encode.`,
        ),
      );
      return;
    }
    show();
  };

  const show = () => {
    const { name, x } = state.yours,
      code = member.encode(x),
      y = Float32Array.from(member.center);
    code.forEach((part) => member.add(y, part.feature, part.value));
    const r = Atlas.pearson(x, y),
      n = run.images.paths.length;
    const known = Array.from({ length: n }, (_, i) => Atlas.rOf(i, member.number)).filter(
      (v, i) => Number.isFinite(v) && (run.images.heldOut[i] || !run.images.heldOut.includes(true)),
    );
    const below = known.filter((v) => v < r).length;
    const same = run.images.paths.findIndex((_, i) => Atlas.pixels(i).every((v, j) => Math.abs(v - x[j]) < 0.003));
    const verdict =
      below === 0
        ? `worse than each of the ${known.length}: it is probably unlike what the model was trained on`
        : `better than ${below} of the ${known.length}`;
    result.replaceChildren(
      el(
        'div',
        { class: 'heading' },
        el('h2', { tabindex: -1, id: 'yourname' }, Atlas.charts.short(name, 60)),
        el(
          'p',
          { class: 'sub' },
          `Its ${code.length} strongest parts rebuild it with r = ${Atlas.fixed(r, 3)}, ${verdict} ` +
            `${run.images.heldOut.includes(true) ? 'held-out images' : 'images'} of this run.`,
        ),
        same < 0
          ? null
          : el(
              'p',
              { class: 'sub' },
              `It is ${Atlas.imageName(same)} of this run, ` +
                `${run.images.heldOut[same] ? 'which was held out of training.' : 'which the model was trained on: no test of it.'}`,
            ),
      ),
      Atlas.sumView({ x, code, member }),
    );
  };

  const over = (event) => {
    event.preventDefault();
    zone.classList.toggle('over', event.type === 'dragover');
  };
  const dropped = (event) => {
    over(event);
    take(event.dataTransfer.files[0]);
  };
  const pasted = (event) => {
    if (event.clipboardData?.files.length) take(event.clipboardData.files[0]);
  };
  const listeners = { dragover: over, dragleave: over, drop: dropped, paste: pasted };
  Object.entries(listeners).forEach(([name, listener]) => window.addEventListener(name, listener));
  Atlas.leave(() =>
    Object.entries(listeners).forEach(([name, listener]) => window.removeEventListener(name, listener)),
  );

  main.append(
    el('h1', {}, 'Your own image'),
    el(
      'p',
      { class: 'lead' },
      'See which parts the model finds in an image that it has never seen, and what it cannot rebuild.',
    ),
    input,
    zone,
    result,
  );
  if (state.yours) show();
};
