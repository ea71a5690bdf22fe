'use strict';
// Names and notes of features: kept in this browser, saved as annotations.json, and read back from it.

Atlas.notes = (() => {
  const kept = new Map(),
    partNames = new Map();
  const LONGEST_NAME = 200,
    LONGEST_NOTE = 20000;
  let persistent = true,
    warned = false;
  const place = () => `mousaic.atlas.${Atlas.run.model}`;
  const key = (member, feature) => `${member}/${feature}`;

  const put = (member, feature, name, note) => {
    const clean = { name: String(name).slice(0, LONGEST_NAME), note: String(note).slice(0, LONGEST_NOTE) };
    if (clean.name.trim() || clean.note.trim()) kept.set(key(member, feature), { member, feature, ...clean });
    else kept.delete(key(member, feature));
  };

  // Names of parts, of those that the run has now: it may have learned others since.
  const partPlace = () => `mousaic.atlas.parts.${Atlas.run.places?.key}`;
  const putPart = (part, name) => {
    const clean = String(name).slice(0, LONGEST_NAME).trim();
    clean ? partNames.set(part, clean) : partNames.delete(part);
  };
  const validPart = (item) =>
    item &&
    typeof item === 'object' &&
    item.key === Atlas.run.places?.key &&
    Number.isInteger(item.part) &&
    item.part >= 0 &&
    item.part < Atlas.run.places.sides.length &&
    typeof item.name === 'string';
  const partList = () =>
    [...partNames].sort(([a], [b]) => a - b).map(([part, name]) => ({ part, name, key: Atlas.run.places.key }));

  const store = () => {
    try {
      localStorage.setItem(partPlace(), JSON.stringify(partList()));
      localStorage.setItem(place(), JSON.stringify([...kept.values()]));
    } catch {
      if (!warned) Atlas.tell(Atlas.say('atlas_keeps_nothing'));
      warned = true;
      persistent = false;
    }
  };

  // Whether a name may be of this model: a browser's store and a chosen file can hold anything.
  const valid = (item) =>
    item &&
    typeof item === 'object' &&
    Atlas.run.members.includes(item.member) &&
    Number.isInteger(item.feature) &&
    item.feature >= 0 &&
    item.feature < Atlas.run.features &&
    typeof item.name === 'string' &&
    typeof item.note === 'string';

  // What was changed in this browser replaces what came with the page; a name that was deleted here stays deleted.
  const open = () => {
    Atlas.run.names.items.filter(valid).forEach((item) => put(item.member, item.feature, item.name, item.note));
    const read = (items) => Array.isArray(items) && items.filter(validPart).forEach((one) => putPart(one.part, one.name));
    read(Atlas.run.names.parts);
    try {
      const kept = localStorage.getItem(partPlace());
      if (kept) partNames.clear();
      if (kept) read(JSON.parse(kept));
    } catch {
      /* not kept, or not what this page stored */
    }
    let text = null;
    try {
      text = localStorage.getItem(place());
    } catch {
      persistent = false;
    }
    try {
      const items = text ? JSON.parse(text).filter(valid) : null;
      if (!items) return;
      kept.clear();
      items.forEach((item) => put(item.member, item.feature, item.name, item.note));
    } catch {
      /* not what this page stored: the names that came with the page stay */
    }
  };

  const base64 = (bytes) => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  };

  // Everything as the file's text; each feature's own weights go with its name, so that it can be found again.
  const asText = async () => {
    const features = [];
    for (const item of list()) {
      const member = await Atlas.member(item.member),
        h = item.feature;
      const bytes = new Uint8Array(member.values.buffer, member.starts[h], member.starts[h + 1] - member.starts[h]);
      features.push({
        ...item,
        box: member.box(h),
        scale: member.scale[h],
        weights: base64(bytes),
      });
    }
    const { model, run, shape } = Atlas.run;
    const parts = partList();
    return JSON.stringify({ kind: 'mousaic annotations', schema: 1, model, run, shape, features, parts }, null, 1);
  };

  const save = async () => {
    const url = URL.createObjectURL(new Blob([await asText()], { type: 'application/json' }));
    const link = Atlas.el('a', { href: url, download: 'annotations.json' });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    Atlas.tell(Atlas.count('atlas_saved', kept.size + partNames.size));
  };

  // Adds what a chosen file holds; returns a sentence about it.
  const take = async (file) => {
    let data = null;
    try {
      data = JSON.parse(await file.text());
    } catch {
      return Atlas.say('atlas_not_json', { file: file.name });
    }
    if (data?.kind !== 'mousaic annotations' || !Array.isArray(data.features)) {
      return Atlas.say('atlas_no_names', { file: file.name });
    }
    if (data.model !== Atlas.run.model) {
      return Atlas.say('atlas_other_model', { file: file.name, command: Atlas.run.commands.names });
    }
    const good = data.features.filter(valid),
      named = (Array.isArray(data.parts) ? data.parts : []).filter(validPart);
    named.forEach((item) => putPart(item.part, item.name));
    good.forEach((item) => put(item.member, item.feature, item.name, item.note));
    store();
    return Atlas.count('atlas_read', good.length + named.length, { file: file.name });
  };

  const list = () => [...kept.values()].sort((a, b) => a.member - b.member || a.feature - b.feature);

  return {
    open,
    save,
    take,
    list,
    asText,
    get persistent() {
      return persistent;
    },
    of: (member, feature) => kept.get(key(member, feature)) ?? { name: '', note: '' },
    set: (member, feature, name, note) => {
      put(member, feature, name, note);
      store();
    },
    ofPart: (part) => partNames.get(part) ?? '',
    setPart: (part, name) => {
      putPart(part, name);
      store();
    },
    // What a feature is called: its name, or its number.
    label: (member, feature) => kept.get(key(member, feature))?.name.trim() || `#${feature}`,
  };
})();
