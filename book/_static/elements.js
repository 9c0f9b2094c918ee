// The periodic table: colours each element by its status on the day, destination and end use that the reader picks.
"use strict";

(() => {
  const { readData, status, timeline, make, isDay, fromAddress, toAddress } = window.exportCurbs;
  const form = document.getElementById("elements-form");
  const message = document.getElementById("elements-message");
  const cells = [...document.querySelectorAll("[data-material]")];
  const data = readData();
  const field = (name) => form.elements.namedItem(name);

  function paint() {
    const [to, use, day] = [field("to").value, field("use").value, field("day").value];
    if (!isDay(day)) return;
    const counts = {};
    for (const cell of cells) {
      const answer = status(data, cell.dataset.material, to, day, use);
      const since = answer.since && answer.regime !== "unknown" ? ` since ${answer.since}` : "";
      const presumed = answer.basis === "presumed" ? " (presumed)" : "";
      cell.dataset.regime = answer.regime;
      cell.setAttribute("aria-label", `${cell.dataset.name}: ${data.regimes[answer.regime]}${since}${presumed}`);
      counts[answer.regime] = (counts[answer.regime] || 0) + 1;
    }
    const parts = Object.keys(data.regimes).filter((regime) => counts[regime]);
    const sums = parts.map((regime) => `${data.regimes[regime]} ${counts[regime]}`).join(", ");
    message.replaceChildren(make("strong", {}, day), `, to ${data.in_sentence[to] || data.places[to]}, ${data.use_words[use]} use: ${sums}.`);
  }

  function chosen() {
    paint();
    toAddress({ to: field("to").value, use: field("use").value, day: field("day").value });
  }

  // The days on which any status shown changes.
  function changes() {
    const days = new Set();
    for (const cell of cells) {
      const [, spells] = timeline(data, cell.dataset.material, field("to").value, field("use").value);
      spells.forEach((spell, at) => at > 0 && spells[at - 1][2] !== spell[2] && days.add(spell[0]));
    }
    return [...days].sort();
  }

  function step(forward) {
    const day = field("day").value;
    const known = changes();
    const next = forward ? known.find((one) => one > day) : known.findLast((one) => one < day);
    if (next) {
      field("day").value = next;
      chosen();
    } else {
      message.replaceChildren(`No change of status ${forward ? "after" : "before"} ${day} is on record.`);
    }
  }

  function readAddress() {
    for (const [name, value] of fromAddress()) if (field(name)) field(name).value = value;
    paint();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", chosen);
  document.getElementById("change-before").addEventListener("click", () => step(false));
  document.getElementById("change-after").addEventListener("click", () => step(true));
  window.addEventListener("hashchange", readAddress);
  readAddress();
})();
