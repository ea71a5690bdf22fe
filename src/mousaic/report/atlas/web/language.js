'use strict';
// What the page says: words by key in the chosen language, with values in their places. The tables come as data.

Atlas.language = (() => {
  let tables = {},
    lang = 'en';

  // A number as its place asks: ",", ".2f", "+.2f", ".0%"; texts and numbers without a format as they are.
  const format = (value, spec) => {
    if (typeof value !== 'number' || !spec) return String(value);
    if (spec === ',') return value.toLocaleString('en');
    const [, sign, digits, kind] = /^(\+?)\.(\d)([f%])$/.exec(spec);
    if (kind === '%') return Atlas.percent(value, Number(digits));
    return (sign ? Atlas.signed : Atlas.fixed)(value, Number(digits));
  };

  // The words of a key in pieces: text, and for each place what stands in it (an element stays one).
  const parts = (key, values = {}) => {
    const words = tables[lang]?.[key] ?? key,
      found = [];
    let from = 0;
    for (const place of words.matchAll(/\{(\w+)(?::([^}]*))?\}/g)) {
      const value = values[place[1]];
      found.push(words.slice(from, place.index), value instanceof Node ? value : format(value, place[2]));
      from = place.index + place[0].length;
    }
    return [...found, words.slice(from)].filter((part) => part !== '');
  };

  return {
    // Takes the tables {en: {key: words}, ...}; the address may name another language than the page's own.
    open: (data) => {
      tables = data;
      const wanted = new URLSearchParams(location.search).get('lang') ?? document.documentElement.lang.slice(0, 2);
      if (Object.hasOwn(tables, wanted)) lang = wanted;
      document.documentElement.lang = lang === 'zh' ? 'zh-CN' : lang;
    },

    // Changes to another language; its name goes into the address where the browser allows it.
    choose: (other) => {
      lang = other;
      document.documentElement.lang = lang === 'zh' ? 'zh-CN' : lang;
      try {
        history.replaceState(null, '', `?lang=${lang}${location.hash}`);
      } catch {
        /* the choice lasts until the page is closed */
      }
    },

    get here() {
      return lang;
    },

    // The languages there are besides this one, each with its own name.
    others: () =>
      Object.keys(tables)
        .filter((other) => other !== lang)
        .map((other) => [other, tables[other].atlas_language]),

    parts,
    format,
  };
})();

Atlas.say = (key, values) => Atlas.language.parts(key, values).join('');

// The same with elements in its places, as children of an element.
Atlas.parts = Atlas.language.parts;

// Words that differ for one and for many.
Atlas.count = (key, count, values = {}) => Atlas.say(`${key}_${count === 1 ? 'one' : 'many'}`, { count, ...values });

// Sentences one after another.
Atlas.sentences = (...said) => said.filter(Boolean).join(Atlas.language.here === 'zh' ? '' : ' ');
