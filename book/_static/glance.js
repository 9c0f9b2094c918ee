// The map of materials and destinations, and the table of what is controlled to one, on the day that the slider shows.
"use strict";

(() => {
  const { readData, status, FREE, partly, resting, paint, changes, make, isDay, fromAddress, toAddress } = window.exportCurbs;
  const form = document.getElementById("glance-form");
  const chosen = document.getElementById("controlled-form");
  const message = document.getElementById("glance-message");
  const table = document.getElementById("controlled");
  const labels = [...table.tHead.rows[0].cells].map((heading) => heading.textContent);
  const rows = [...document.querySelectorAll("table.glance tbody tr")];
  const data = readData();
  const [slider, day] = [form.elements.namedItem("step"), form.elements.namedItem("day")];
  const to = chosen.elements.namedItem("to");
  const USES = ["civil", "military"];
  const cells = rows.flatMap((row) => [...row.querySelectorAll("td")].map((cell) => [row.dataset.material, cell]));
  const places = [...new Set(cells.map(([, cell]) => cell.dataset.to))];
  const days = [...changes(data, rows.map((row) => row.dataset.material), places, USES), data.as_of];
  const goods = Object.keys(data.heads).sort();
  const headed = (what) => data.heads[what].map((one) => data.subjects[one].name).join(", ") || "several materials";
  const sizes = goods.map(headed).reduce((found, own) => found.set(own, (found.get(own) || 0) + 1), new Map());

  function needs(answer, condition) {
    const presumed = answer.basis === "presumed" ? "?" : "";
    const said = data.regimes[answer.regime] + presumed;
    if (!FREE.includes(answer.regime)) return `${said} since ${answer.since}`;
    if (!partly(answer)) return said;
    return `${data.regimes[answer.strictest]}${presumed} ${condition ? `if: ${condition}` : "in part"}`;
  }

  const standsOut = (answer) => !FREE.includes(answer.regime) || partly(answer) || answer.suspended.length > 0;

  // Controlled as a whole, under conditions, only suspended.
  function rank(told) {
    if (told.some(({ regime }) => !FREE.includes(regime))) return "0";
    return told.some(({ strictest }) => !FREE.includes(strictest)) ? "1" : "2";
  }

  // One row for goods of the same materials with the same answers.
  function controlled() {
    const found = new Map();
    for (const what of goods) {
      const told = USES.map((use) => status(data, what, to.value, day.value, use));
      if (told.some(standsOut)) {
        const condition = data.conditions[what];
        const cells = told.map((answer) => needs(answer, condition));
        if (condition && cells[0].includes(condition)) cells[1] = cells[1].replace(condition, "the same holds");
        const line = [headed(what), ...cells, resting(data, told[1])];
        const key = [rank(told), ...line].join("\n");
        found.set(key, { line, names: [...(found.get(key)?.names || []), data.subjects[what].name] });
      }
    }
    const order = [...found.keys()].sort();
    const lines = order.map((key) => found.get(key)).map(({ line: [own, ...rest], names }) => {
      const all = names.length === sizes.get(own) && names.length > 1;
      return [own, all ? `all ${names.length} goods on record` : names.join("; "), ...rest];
    });
    const cell = (said, at) => make("td", { "data-label": labels[at] }, said);
    table.tBodies[0].replaceChildren(...lines.map((line) => make("tr", {}, ...line.map(cell))));
    table.caption.textContent = `Controlled to ${data.in_sentence[to.value] || data.places[to.value]} on ${day.value}`;
  }

  function show() {
    if (!isDay(day.value)) return;
    const controlledNow = new Map(places.map((place) => [place, 0]));
    for (const [what, cell] of cells) {
      const answer = status(data, what, cell.dataset.to, day.value, cell.dataset.use);
      paint(data, cell, what, answer);
      const part = FREE.includes(answer.regime) && partly(answer);
      cell.toggleAttribute("data-part", part);
      if (part) Object.assign(cell.dataset, { regime: answer.strictest, letter: `(${data.letters[answer.strictest]})` });
      if (FREE.includes(answer.regime)) delete cell.dataset.since;
      else cell.dataset.since = answer.since.slice(0, 7);
      if (cell.dataset.use === "civil" && !FREE.includes(answer.regime)) {
        controlledNow.set(cell.dataset.to, controlledNow.get(cell.dataset.to) + 1);
      }
    }
    for (const row of rows) {
      const quiet = [...row.cells].every((cell) => !("since" in cell.dataset || "rest" in cell.dataset || "part" in cell.dataset));
      row.hidden = quiet && !form.elements.namedItem("free").checked;
    }
    const counts = [...controlledNow].map(([place, n]) => `${data.in_sentence[place] || data.places[place]} ${n}`).join(", ");
    slider.value = days.findLastIndex((one) => one <= day.value);
    slider.setAttribute("aria-valuetext", day.value);
    message.replaceChildren(make("strong", {}, day.value), `: materials that need a licence or more for civil use, to ${counts}.`);
    controlled();
  }

  function changed() {
    show();
    toAddress({ to: to.value, day: day.value });
  }

  function readAddress() {
    const asked = fromAddress();
    if (asked.get("day")) day.value = asked.get("day");
    if (asked.get("to")) to.value = asked.get("to");
    show();
  }

  slider.max = days.length - 1;
  slider.value = days.length - 1;
  slider.setAttribute("aria-valuetext", day.value);
  form.hidden = false;
  chosen.hidden = false;
  for (const one of [form, chosen]) one.addEventListener("submit", (event) => event.preventDefault());
  slider.addEventListener("input", () => {
    day.value = days[slider.value];
    changed();
  });
  form.addEventListener("change", changed);
  chosen.addEventListener("change", changed);
  window.addEventListener("hashchange", readAddress);
  readAddress();
})();
