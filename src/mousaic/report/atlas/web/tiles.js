'use strict';
// A grid of any number of links of which only those near the window exist; arrow keys move through it.

// options: items, tile (wished width in pixels), foot (pixels below the picture), label, make(item, element),
// start (which item is current at first). Returns {focus(), current()}.
Atlas.tiles = (holder, options) => {
  const { items, tile, foot, make, label } = options;
  const GAP = 10,
    shown = new Map();
  let columns = 1,
    width = tile,
    height = tile + foot,
    current = Math.min(options.start ?? 0, items.length - 1);
  holder.replaceChildren();
  Atlas.fill(holder, { class: 'tiles', role: 'list', 'aria-label': label }, []);

  const measure = () => {
    const room = holder.clientWidth;
    columns = Math.max(2, Math.floor((room + GAP) / (tile + GAP)));
    width = Math.floor((room - GAP * (columns - 1)) / columns);
    height = width + foot;
    holder.style.height = `${Math.ceil(items.length / columns) * (height + GAP)}px`;
    shown.forEach((element, i) => settle(element, i));
    draw();
  };

  const settle = (element, i) => {
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
    element.style.transform = `translate(${(i % columns) * (width + GAP)}px, ${Math.floor(i / columns) * (height + GAP)}px)`;
  };

  const link = (i) => {
    const anchor = Atlas.el('a', { tabindex: i === current ? 0 : -1, class: 'tile' });
    const item = Atlas.el(
      'div',
      { role: 'listitem', class: 'slot', 'aria-setsize': items.length, 'aria-posinset': i + 1 },
      anchor,
    );
    make(items[i], anchor);
    anchor.addEventListener('focus', () => select(i));
    settle(item, i);
    return item;
  };

  const draw = () => {
    const top = -holder.getBoundingClientRect().top,
      rowHeight = height + GAP;
    const first = Math.max(0, Math.floor(top / rowHeight) - 2) * columns;
    const last = Math.min(items.length, (Math.ceil((top + window.innerHeight) / rowHeight) + 2) * columns);
    shown.forEach((element, i) => {
      if ((i < first || i >= last) && i !== current) {
        element.remove();
        shown.delete(i);
      }
    });
    for (let i = first; i < last; i++) show(i);
    if (current >= 0) show(current);
  };

  const show = (i) => {
    if (shown.has(i)) return shown.get(i);
    const element = link(i);
    const after = [...shown.keys()].filter((other) => other > i).sort((a, b) => a - b)[0];
    holder.insertBefore(element, after === undefined ? null : shown.get(after));
    shown.set(i, element);
    return element;
  };

  const select = (i) => {
    shown.get(current)?.firstChild.setAttribute('tabindex', '-1');
    current = i;
    show(i).firstChild.setAttribute('tabindex', '0');
  };

  const focus = (i = current) => {
    if (i < 0) return;
    select(i);
    const row = Math.floor(i / columns) * (height + GAP),
      top = holder.getBoundingClientRect().top + row;
    if (top < 120 || top + height > window.innerHeight) {
      window.scrollBy({ top: top - Math.max(130, (window.innerHeight - height) / 2) });
    }
    show(i).firstChild.focus({ preventScroll: true });
  };

  holder.onkeydown = (event) => {
    const page = Math.max(1, Math.floor(window.innerHeight / (height + GAP)) - 1) * columns;
    const moves = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -page,
      PageDown: page,
      Home: -current,
      End: items.length - 1 - current,
    };
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    focus(Math.max(0, Math.min(items.length - 1, current + moves[event.key])));
  };

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (holder.isConnected) draw();
    });
  };
  const observer = new ResizeObserver(() => (holder.isConnected ? measure() : observer.disconnect()));
  observer.observe(holder);
  window.addEventListener('scroll', later, { passive: true });
  Atlas.leave(() => {
    observer.disconnect();
    window.removeEventListener('scroll', later);
  });
  measure();
  return { focus, current: () => current };
};
