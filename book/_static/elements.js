// The periodic table: colours each element by its status on the day, destination and end use that the reader picks.
"use strict";

(() => {
  const { readData, status, paint, changes, make, isDay, fromAddress, toAddress } = window.exportCurbs;
  const form = document.getElementById("elements-form");
  const message = document.getElementById("elements-message");
  const cells = [...document.querySelectorAll("[data-material]")];
  const [before, after] = ["change-before", "change-after"].map((id) => document.getElementById(id));
  const data = readData();
  const field = (name) => form.elements.namedItem(name);

  const known = () => changes(data, cells.map((cell) => cell.dataset.material), [field("to").value], [field("use").value]);

  function show() {
    const [to, use, day] = [field("to").value, field("use").value, field("day").value];
    if (!isDay(day)) return;
    const counts = {};
    for (const cell of cells) {
      const answer = status(data, cell.dataset.material, to, day, use);
      paint(data, cell, cell.dataset.material, answer, cell.dataset.name);
      counts[answer.regime] = (counts[answer.regime] || 0) + 1;
    }
    const parts = Object.keys(data.regimes).filter((regime) => counts[regime]);
    const sums = parts.map((regime) => `${data.regimes[regime]} ${counts[regime]}`).join(", ");
    const last = known().at(-1);
    const end = last && day >= last ? ` Nothing changed after ${last}.` : "";
    message.replaceChildren(make("strong", {}, day), `, to ${data.in_sentence[to] || data.places[to]}, ${data.use_words[use]} use: ${sums}.${end}`);
    // a button that leads nowhere says so; it stays in reach, so that the focus is not lost
    before.setAttribute("aria-disabled", String(!known().some((one) => one < day)));
    after.setAttribute("aria-disabled", String(!known().some((one) => one > day)));
  }

  function chosen() {
    show();
    toAddress({ to: field("to").value, use: field("use").value, day: field("day").value });
  }

  function step(forward) {
    const day = field("day").value;
    const next = forward ? known().find((one) => one > day) : known().findLast((one) => one < day);
    if (!next) return;
    field("day").value = next;
    chosen();
  }

  function readAddress() {
    for (const [name, value] of fromAddress()) if (field(name)) field(name).value = value;
    show();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", chosen);
  before.addEventListener("click", () => step(false));
  after.addEventListener("click", () => step(true));
  window.addEventListener("hashchange", readAddress);
  readAddress();
})();
