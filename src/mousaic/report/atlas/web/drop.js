'use strict';
// The page where an image of the user's own is prepared, encoded and taken apart. It never leaves the page.

Atlas.pages.yours = async (main) => {
  const { el, run, state, say } = Atlas,
    rules = run.prepare,
    command = run.commands.encode;
  const member = await Atlas.member(state.member),
    result = el('div', { id: 'result', 'aria-live': 'polite' });
  if (!member.bias || !rules.color) {
    const why = rules.color
      ? say('atlas_cannot_encode', { ...run.parts, command })
      : say('atlas_channels', { channels: run.shape[0], command });
    main.append(el('h1', {}, say('atlas_yours_heading')), el('p', { class: 'lead' }, why));
    return;
  }

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
    el('b', {}, say('atlas_drop')),
    el(
      'span',
      {},
      say(run.shape[0] === 1 ? 'atlas_drop_grey' : 'atlas_drop_colour', {
        fit: say(`atlas_fit_${rules.fit}`),
        size: rules.size,
      }),
    ),
  );

  const take = async (file) => {
    if (!file) return;
    state.yours = null;
    try {
      const { image, full } = await Atlas.prepare.read(file);
      if (!rules.limits[full]) throw new Error(say('atlas_other_numbers', { command }));
      state.yours = { name: file.name || say('atlas_pasted'), x: Atlas.prepare.square(image, rules, full) };
    } catch (error) {
      result.replaceChildren(
        el(
          'p',
          { class: 'problem', role: 'alert' },
          say('atlas_unreadable', { name: file.name, reason: error.message || say('atlas_no_image'), command }),
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
    const below = known.filter((v) => v < r).length,
      out = run.images.heldOut.includes(true) ? '_out' : '';
    const same = run.images.paths.findIndex((_, i) => Atlas.pixels(i).every((v, j) => Math.abs(v - x[j]) < 0.003));
    const verdict = say((below ? 'atlas_better' : 'atlas_worse') + out, { below, known: known.length });
    result.replaceChildren(
      el(
        'div',
        { class: 'heading' },
        el('h2', { tabindex: -1, id: 'yourname' }, Atlas.charts.short(name, 60)),
        el(
          'p',
          { class: 'sub' },
          say('atlas_rebuilt', { parts: code.length, r, verdict }),
        ),
        same < 0
          ? null
          : el(
              'p',
              { class: 'sub' },
              say(run.images.heldOut[same] ? 'atlas_same_out' : 'atlas_same', { name: Atlas.imageName(same) }),
            ),
      ),
      Atlas.sumView({ x, code, member }),
      ...[Atlas.partsIn(x)].filter(Boolean),
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
    el('h1', {}, say('atlas_yours_heading')),
    el('p', { class: 'lead' }, say('atlas_yours_lead')),
    input,
    zone,
    result,
  );
  if (state.yours) show();
};
