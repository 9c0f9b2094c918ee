// A field that suggests while one types: a list under it, by arrow keys, Enter, Escape or the mouse.
"use strict";

(() => {
  const { make } = window.exportCurbs;
  const MOST = 6;
  const SURE = 3;

  // How many letters two words differ by, up to a few.
  function distance(a, b) {
    if (Math.abs(a.length - b.length) > SURE) return SURE;
    let row = [...b, ""].map((_, at) => at);
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      }
      row = next;
    }
    return row[b.length];
  }

  function nearness(name, typed) {
    if (name === typed) return 0;
    if (name.startsWith(typed)) return 1;
    if (name.split(/[\s,()-]+/).some((word) => word.startsWith(typed))) return 2;
    if (name.includes(typed)) return 3;
    return typed.length > SURE && distance(name, typed) < SURE ? 4 : 9;
  }

  // The entries in whose name a word begins with what is typed, in the singular too.
  function named(entries, text, most) {
    const typed = text.trim().toLowerCase();
    const one = typed.length > SURE ? typed.replace(/s$/, "") : typed;
    const begins = (name) => [typed, one].some((word) => nearness(name, word) < 3);
    const found = typed ? entries.filter((entry) => entry.names.some(begins)) : [];
    return found.sort((a, b) => a.order - b.order || a.shown.length - b.shown.length).slice(0, most);
  }

  // The entries nearest to what is typed: entries are {id, shown, order, names}, names in small letters.
  function near(entries, text) {
    const typed = text.trim().toLowerCase();
    if (!typed) return [];
    const ranked = entries.map((entry) => [Math.min(...entry.names.map((name) => nearness(name, typed))), entry]);
    const found = ranked.filter(([rank]) => rank < 9);
    const order = ([a, one], [b, other]) => a - b || one.order - other.order || one.shown.length - other.shown.length;
    return found.sort(order).slice(0, MOST).map(([, entry]) => entry);
  }

  function suggest(field, list, entries, choose) {
    let shown = [];
    let at = -1;

    function mark(next) {
      at = next;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", list.children[at].id);
    }

    function close() {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function open() {
      shown = near(entries, field.value);
      const option = (entry, place) => make("li", { role: "option", id: `${list.id}-${place}` }, entry.shown);
      list.replaceChildren(...shown.map(option));
      list.hidden = !shown.length;
      field.setAttribute("aria-expanded", String(shown.length > 0));
      mark(-1);
    }

    field.addEventListener("input", open);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        if (list.hidden) open();
        if (shown.length) mark((at + step + shown.length) % shown.length);
        event.preventDefault();
      } else if (event.key === "Escape") {
        close();
      } else if (event.key === "Enter") {
        const chosen = at >= 0 && !list.hidden ? shown[at] : null;
        close();
        if (chosen) {
          event.preventDefault();
          choose(chosen);
        }
      }
    });
    // before the field loses the focus
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const place = [...list.children].indexOf(event.target.closest("li"));
      close();
      if (place >= 0) choose(shown[place]);
    });
  }

  Object.assign(window.exportCurbs, { near, named, suggest });
})();
