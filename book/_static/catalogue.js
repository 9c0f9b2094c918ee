// The page of dual-use items: search, filters, the map's cells, and entries that open by their address.
"use strict";

(() => {
  const form = document.getElementById("items-form");
  const message = document.getElementById("items-message");
  const more = document.getElementById("items-more");
  const FIELDS = ["word", "scheme", "industry", "type", "reason"];
  const FIRST = 50;
  const entries = [...document.querySelectorAll("#items > li")];
  const words = entries.map((entry) => entry.textContent.toLowerCase());
  const field = (name) => form.elements.namedItem(name);
  let all = false;

  function filter() {
    const wanted = field("word").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = FIELDS.slice(1).filter((name) => field(name).value);
    let found = 0;
    entries.forEach((entry, at) => {
      const fits = chosen.every((name) => entry.dataset[name] === field(name).value);
      const hit = fits && wanted.every((word) => words[at].includes(word));
      found += hit;
      entry.hidden = !hit || (!all && found > FIRST);
    });
    const shown = !all && found > FIRST ? ` The first ${FIRST} are shown.` : "";
    const none = found ? "" : " Search with another word, a shorter code, or all lists.";
    message.textContent = `${found.toLocaleString("en")} of ${entries.length.toLocaleString("en")} entries.${shown}${none}`;
    more.hidden = all || found <= FIRST;
  }

  function change() {
    all = false;
    filter();
    const pairs = FIELDS.map((name) => [name, field(name).value]).filter(([, value]) => value);
    window.history.replaceState(null, "", `#${new URLSearchParams(pairs)}`);
  }

  function openEntry(id) {
    const entry = document.getElementById(id);
    if (!entry || !entries.includes(entry)) {
      message.textContent = `No entry is called “${id.slice(5)}”.`;
      return;
    }
    entry.hidden = false;
    entry.querySelector("details").open = true;
    entry.scrollIntoView();
    entry.querySelector("summary").focus();
  }

  // An address that somebody cut or mistyped is no name of an entry, and no fault.
  function plain(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  function readAddress(moved) {
    const hash = plain(window.location.hash.slice(1));
    if (hash.startsWith("item-")) {
      openEntry(hash);
    } else if (hash.includes("=")) {
      const asked = new URLSearchParams(window.location.hash.slice(1));
      for (const name of FIELDS) field(name).value = asked.get(name) || "";
      all = false;
      filter();
      form.scrollIntoView();
      if (moved) field("word").focus({ preventScroll: true });
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", change);
  more.addEventListener("click", () => {
    all = true;
    filter();
    message.focus();
  });
  window.addEventListener("hashchange", () => readAddress(true));
  filter();
  readAddress(false);
})();
