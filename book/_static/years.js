// The list of measures folds by the year of the document: the newest open, all while the form filters.
"use strict";

(() => {
  const documents = [...document.querySelectorAll("section section")].filter((one) => one.querySelector(":scope > section"));
  const folds = new Map();
  for (const one of documents) {
    // a document whose day of issue is not known stands at the first day that its rules name
    const [, year] = one.textContent.match(/Issued (\d{4})-/) || one.textContent.match(/(\d{4})-\d\d-\d\d/) || ["", "No day"];
    if (!folds.has(year)) {
      const fold = document.createElement("details");
      fold.className = "year";
      fold.append(document.createElement("summary"));
      fold.open = folds.size === 0;
      one.before(fold);
      folds.set(year, fold);
    }
    folds.get(year).append(one);
  }
  // a heading counts what is shown of its year
  function count() {
    for (const [year, fold] of folds) {
      const every = [...fold.querySelectorAll(":scope > section > section")];
      const shown = every.filter((rule) => !rule.hidden).length;
      const of = shown < every.length ? `${shown} of ` : "";
      fold.firstChild.textContent = `${year}: ${of}${every.length} ${every.length === 1 ? "measure" : "measures"}`;
    }
  }
  const form = document.getElementById("filter");
  // an address leads into a fold; a form that filters shows what it finds
  function open() {
    count();
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const within = target && target.closest("details.year");
    if (within && !within.open) {
      within.open = true;
      target.scrollIntoView();
    }
    const asked = [...form.elements].some((one) => one.name && one.value);
    const first = folds.values().next().value;
    for (const fold of folds.values()) {
      if (asked) fold.open = true;
      else if (form.dataset.asked) fold.open = fold === first;
      fold.hidden = asked && ![...fold.querySelectorAll(":scope > section")].some((one) => !one.hidden);
    }
    form.dataset.asked = asked ? "yes" : "";
  }
  form.addEventListener("input", open);
  window.addEventListener("hashchange", open);
  open();
})();
