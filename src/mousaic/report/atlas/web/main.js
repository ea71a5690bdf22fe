'use strict';
// Starts the page: data, theme, navigation by the address's hash, keys.

(() => {
  const { el, say } = Atlas,
    main = document.getElementById('main');
  const members = new Map();
  let leaving = [],
    turn = 0;

  // A member by its number, read when first asked for.
  Atlas.member = (number) => {
    if (!members.has(number))
      members.set(
        number,
        Atlas.load(`member_${number}`).then((raw) => new Atlas.Member(number, raw, Atlas.run)),
      );
    return members.get(number);
  };

  // What a page wants done when it is left.
  Atlas.leave = (action) => leaving.push(action);

  // "← All" and the way to the neighbours.
  Atlas.crumbs = ([text, href], stepper) =>
    el('div', { class: 'crumbs' }, el('a', { href, id: 'up' }, `← ${text}`), stepper);

  Atlas.stepper = (what, order, here, href) => {
    const at = order.indexOf(here),
      link = (step, sign, id, key) => {
        const other = order[at + step];
        return at < 0 || other === undefined
          ? el('span', { class: 'button off', 'aria-hidden': 'true' }, sign)
          : el('a', { class: 'button', href: href(other), id, 'aria-label': say(key) }, sign);
      };
    return el(
      'div',
      { class: 'stepper' },
      link(-1, '‹', 'previous', `atlas_previous_${what}`),
      el('span', {}, at < 0 ? '' : say('atlas_place_of', { place: at + 1, count: order.length })),
      link(1, '›', 'next', `atlas_next_${what}`),
    );
  };

  Atlas.pages.missing = async (sheet) =>
    sheet.append(
      el('h1', {}, say('atlas_missing')),
      el('p', {}, el('a', { href: '#/features' }, say('atlas_to_features'))),
    );

  const NAV = [
    ['features', ['feature']],
    ['places', ['place']],
    ['images', ['image']],
    ['yours', []],
    ['names', []],
    ['about', []],
  ];

  const route = async () => {
    const mine = ++turn,
      [page, ...numbers] = location.hash.replace(/^#\//, '').split('/');
    const name = page || 'features',
      known = Object.hasOwn(Atlas.pages, name) ? Atlas.pages[name] : Atlas.pages.missing;
    leaving.forEach((action) => action());
    leaving = [];
    const sheet = el('div', { class: `page ${name}` });
    main.replaceChildren(sheet);
    window.scrollTo(0, 0);
    document.querySelectorAll('#nav a').forEach((link) => {
      const [key, more] = NAV.find(([k]) => link.hash === `#/${k}`);
      key === name || more.includes(name)
        ? link.setAttribute('aria-current', 'page')
        : link.removeAttribute('aria-current');
    });
    try {
      const found = (await known(sheet, ...numbers.map(Number))) ?? {};
      if (mine !== turn) return;
      const title = found.title ?? sheet.querySelector('h1')?.textContent ?? say('atlas_name');
      document.title = say('atlas_window', { page: title, title: Atlas.run.title });
      const head = sheet.querySelector('h1');
      if (found.focus) found.focus();
      else if (document.body.classList.contains('moved')) {
        head.setAttribute('tabindex', '-1');
        head.focus({ preventScroll: true });
      }
      document.body.classList.add('moved');
      document.body.dataset.ready = location.hash || '#/features';
      tools();
    } catch (error) {
      sheet.replaceChildren(
        el('h1', {}, say('atlas_page_broken')),
        el('p', { class: 'problem', role: 'alert' }, error.message),
      );
      throw error;
    }
  };

  const keys = (event) => {
    const typing = event.target.closest('input, textarea, select');
    if (event.key === 'Escape') {
      if (typing) return event.target.blur();
      document.getElementById('up')?.click();
    } else if (
      (event.key === 'ArrowLeft' || event.key === 'ArrowRight') &&
      !typing &&
      !event.target.closest('.tiles') &&
      !event.altKey &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      document.getElementById(event.key === 'ArrowLeft' ? 'previous' : 'next')?.click();
    }
  };

  // The theme follows the system until it is chosen; the choice is kept where the browser allows.
  const theme = (choice) => {
    if (choice) document.documentElement.dataset.theme = choice;
    try {
      if (choice) localStorage.setItem('mousaic.theme', choice);
      else theme(localStorage.getItem('mousaic.theme'));
    } catch {
      /* not kept */
    }
  };
  const dark = () =>
    (document.documentElement.dataset.theme ??
      (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

  const tools = () => {
    const { run, state } = Atlas;
    const pick =
      run.members.length > 1 &&
      Atlas.choice(
        say('atlas_member'),
        run.members.map((m) => [String(m), String(m)]),
        String(state.member),
        (value) => {
          state.member = Number(value);
          state.last = undefined;
          state.order = null;
          location.hash.startsWith('#/feature/') ? (location.hash = '#/features') : route();
        },
      );
    const languages = Atlas.language.others().map(([lang, name]) =>
      el('button', { class: 'language', lang, onclick: () => speak(lang) }, name),
    );
    document.getElementById('tools').replaceChildren(
      ...[
        pick,
        ...languages,
        el(
          'button',
          {
            id: 'theme',
            'aria-label': say(dark() ? 'atlas_light_theme' : 'atlas_dark_theme'),
            onclick: () => {
              theme(dark() ? 'light' : 'dark');
              tools();
            },
          },
          dark() ? '☀' : '☾',
        ),
      ].filter(Boolean),
    );
  };

  // What stands around every page, in the language chosen.
  const frame = () => {
    document.querySelector('.skip').textContent = say('skip');
    const nav = document.getElementById('nav');
    nav.setAttribute('aria-label', say('atlas_pages'));
    nav.replaceChildren(...NAV.map(([key]) => el('a', { href: `#/${key}` }, say(`atlas_nav_${key}`))));
    tools();
  };

  const speak = (lang) => {
    Atlas.language.choose(lang);
    frame();
    route();
  };

  const start = async () => {
    theme();
    Atlas.language.open(await Atlas.load('words'));
    const { unpack } = Atlas,
      run = await Atlas.load('data');
    const open = (group) =>
      group && Object.fromEntries(Object.entries(group).map(([name, v]) => [name, v?.type ? unpack(v) : v]));
    Atlas.run = {
      ...run,
      use: open(run.use),
      shapes: open(run.shapes),
      differences: open(run.differences),
      shortcuts: open(run.shortcuts),
      trust: open(run.trust),
      images: open(run.images),
      places: open(run.places),
    };
    if (run.pictures) {
      delete Atlas.pages.yours; // nobody draws a vector
      NAV.splice(0, NAV.length, ...NAV.filter(([key]) => key !== 'yours' && key !== 'places'));
    }
    Object.assign(Atlas.state, {
      member: run.members[0],
      list: { sort: 'importance', search: '', look: 'auto', tile: window.innerWidth > 620 ? 104 : 96 },
      images: { sort: 'order', class: 'all', part: 'all' },
    });
    document.getElementById('title').textContent = run.title;
    Atlas.notes.open();
    frame();
    window.addEventListener('hashchange', route);
    window.addEventListener('keydown', keys);
    await route();
  };

  start().catch((error) => {
    main.replaceChildren(
      el('h1', {}, say('atlas_broken')),
      el('p', { class: 'problem', role: 'alert' }, error.message),
    );
    throw error;
  });
})();
