'use strict';
// What every part of the page uses: elements made without innerHTML, numbers, data from the scripts beside it.

window.mousaicData = {};
const Atlas = { pages: {}, state: {} };

// An element; attributes that begin with "on" are listeners, children are elements or texts (never markup).
Atlas.el = (tag, attributes = {}, ...children) => Atlas.fill(document.createElement(tag), attributes, children);

Atlas.svg = (tag, attributes = {}, ...children) =>
  Atlas.fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

Atlas.fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

const ARRAYS = { i1: Int8Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f4: Float32Array };

// The numbers that Python packed: base64 of little-endian bytes.
Atlas.unpack = (packed) => {
  const text = atob(packed.data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new ARRAYS[packed.type](bytes.buffer);
};

// A piece of the data by name: from this file, or from a script of that name beside it, read when first needed.
Atlas.load = (name) =>
  new Promise((done, fail) => {
    const take = () => {
      const data = window.mousaicData[name];
      delete window.mousaicData[name];
      data ? done(data) : fail(new Error(Atlas.say('atlas_foreign_file', { name })));
    };
    const inline = document.querySelector(`script[data-name="${name}"]`);
    if (inline) {
      window.mousaicData[name] = JSON.parse(inline.textContent);
      inline.remove();
    }
    if (window.mousaicData[name]) return take();
    document.head.append(
      Atlas.el('script', {
        src: `${name}.js`,
        onload: take,
        onerror: () => fail(new Error(Atlas.say('atlas_missing_file', { name }))),
      }),
    );
  });

// A share in percent; a space goes before the sign as the language has it.
Atlas.percent = (share, digits = 0) =>
  Number.isFinite(share) ? `${Atlas.fixed(100 * share, digits)}${Atlas.language.here === 'zh' ? '' : ' '}%` : '–';

// A number with a true minus sign.
Atlas.fixed = (value, digits) => {
  if (!Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
};

Atlas.signed = (value, digits) => (value > 0 ? '+' : '') + Atlas.fixed(value, digits);

// Said to those who listen, and shown for a moment.
Atlas.tell = (text) => {
  const box = document.getElementById('said');
  box.textContent = text;
  box.classList.add('on');
  clearTimeout(Atlas.tell.timer);
  Atlas.tell.timer = setTimeout(() => box.classList.remove('on'), 5000);
};

// The key of what is said where there is one dictionary alone, and nobody need hear of members.
Atlas.alone = (key) => (Atlas.run.membersInAll === 1 ? `${key}_alone` : key);

// A labelled choice; options are [value, text] pairs.
Atlas.choice = (label, options, value, onchange) =>
  Atlas.el(
    'label',
    { class: 'field' },
    Atlas.el('span', {}, label),
    Atlas.el(
      'select',
      { 'aria-label': label, onchange: (event) => onchange(event.target.value) },
      options.map(([key, text]) => Atlas.el('option', { value: key, selected: key === value }, text)),
    ),
  );
