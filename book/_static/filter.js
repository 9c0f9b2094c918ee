// A form that shows some of the entries of a page: by words, and by values that stand in the page's data.
"use strict";

(() => {
  const form = document.getElementById("filter");
  const message = document.getElementById("filter-message");
  const kept = JSON.parse(document.getElementById("filter-data").textContent);
  const fields = [...form.elements].filter((one) => one.name);
  // the address of a rule is a mark inside its section
  const whole = (id) => document.getElementById(id).closest("section, tr");
  const entries = Object.entries(kept).map(([id, values]) => ({ id, values, element: whole(id) }));
  for (const entry of entries) entry.text = `${entry.id} ${entry.element.textContent}`.toLowerCase();
  // a document without a rule that fits goes with its rules
  const documents = [...document.querySelectorAll("section section")].filter((one) => one.querySelector(":scope > section"));

  function filter() {
    const wanted = form.elements.namedItem("word").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = fields.filter((field) => field.name !== "word" && field.value);
    let found = 0;
    for (const { element, text, values } of entries) {
      const fits = chosen.every((field) => values[field.name].includes(field.value));
      element.hidden = !(fits && wanted.every((word) => text.includes(word)));
      found += !element.hidden;
    }
    for (const one of documents) one.hidden = [...one.querySelectorAll(":scope > section")].every((rule) => rule.hidden);
    const none = found ? "" : " Search with another word, or choose “all”.";
    message.textContent = `${found.toLocaleString("en")} of ${entries.length.toLocaleString("en")} ${form.dataset.what}.${none}`;
  }

  // a phone shows the choices when they are asked for; a wide screen has the room
  const choices = form.querySelector("details.choices");
  const wide = window.matchMedia("(min-width: 40.01rem)");
  const unfold = () => {
    choices.open = wide.matches || fields.some((field) => field.name !== "word" && field.value);
  };
  wide.addEventListener("change", unfold);

  function readAddress() {
    const asked = new URLSearchParams(window.location.hash.slice(1));
    if (!window.location.hash.includes("=")) return;
    for (const field of fields) field.value = asked.get(field.name) || "";
    filter();
    unfold();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    filter();
    const pairs = fields.map((field) => [field.name, field.value]).filter(([, value]) => value);
    window.history.replaceState(null, "", `#${new URLSearchParams(pairs)}`);
  });
  window.addEventListener("hashchange", readAddress);
  filter();
  unfold();
  readAddress();
})();
