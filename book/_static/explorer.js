// The form on the page "What an export needs": reads the question, shows the answer, keeps the address in step.
"use strict";

(() => {
  const { readData, status, make, isDay, fromAddress, toAddress } = window.exportCurbs;
  const form = document.getElementById("explorer");
  const result = document.getElementById("explorer-answer");
  const data = readData();
  const byName = new Map();
  for (const [id, subject] of Object.entries(data.subjects)) {
    for (const name of [id, subject.name, subject.zh]) {
      if (name && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), id);
    }
  }

  function item(list, term, ...said) {
    if (said.length) list.append(make("dt", {}, term), ...said.map((one) => make("dd", {}, one)));
  }

  function rule(number) {
    const measure = data.measures[number];
    const notice = measure.url ? make("a", { href: measure.url, rel: "external" }, measure.notice) : measure.notice;
    const line = make("span", {}, `${measure.title} (`, notice, measure.clause ? `, ${measure.clause}) ` : ") ");
    line.append(make("code", {}, measure.id));
    return line;
  }

  function howSure(answer, day) {
    if (answer.basis === "confirmed") return `Confirmed. Sources attest it up to ${answer.attested_to}.`;
    if (answer.basis === "presumed") {
      const reach = answer.attested_to ? `The evidence reaches ${answer.attested_to}.` : "";
      return `Presumed. Nothing says that it ended, but no source attests this day. ${reach}`;
    }
    if (day > data.as_of) return `Unknown. The record ends on ${data.as_of}.`;
    const floor = answer.at_least === "none" ? "" : ` At least: ${data.regimes[answer.at_least]}.`;
    return `Unknown. No source settles this day, or nobody has read whether a rule existed.${floor}`;
  }

  function tradeLayer(trade) {
    if (trade.every((value) => value === null)) return ["quota, licence, state trading and duty: not known"];
    const words = ["export quota", "export licence of the trade administration", "state trading"];
    const layers = words.map((name, at) => `${name}: ${trade[at] === null ? "not known" : trade[at] ? "yes" : "no"}`);
    return [...layers, `export duty: ${trade[3] === null ? "none recorded" : `${trade[3]} %`}`];
  }

  function show(what, to, use, day) {
    const answer = status(data, what, to, day, use);
    const subject = data.subjects[what];
    const name = subject.name || subject.zh || what;
    const regime = make("strong", { class: "regime", "data-regime": answer.regime }, data.regimes[answer.regime]);
    const asked = `${what === name ? "" : `${name} `}(${what}) to ${data.in_sentence[to] || data.places[to]}, ${data.use_words[use]} use, on ${day}: `;
    const list = make("dl", { class: "answer" });
    item(list, "How sure", howSure(answer, day));
    if (answer.strictest !== answer.regime) {
      item(list, "Strictest for a part", data.regimes[answer.strictest], ...answer.part.map(rule));
    }
    item(list, "Deciding rules", ...answer.measures.map(rule));
    item(list, "Trade rules beside it", ...(answer.trade ? tradeLayer(answer.trade) : []));
    item(list, "Practice reported", ...answer.practice.map((claim) => `${claim.by}: ${claim.position}`));
    item(list, "Contested reach into civil trade", ...answer.contested.map(rule));
    const from = answer.regime !== "unknown" && answer.since ? `, since ${answer.since}` : "";
    result.replaceChildren(make("p", { class: "answer-line" }, asked, regime, `${from}.`), list);
    if (subject.kind === "material") {
      const page = make("a", { href: `material-${what}.html` }, `Everything on ${name}`);
      result.append(make("p", {}, page));
    } else {
      const page = make("a", { href: `catalogue.html#item-${encodeURIComponent(what)}` }, `The entry ${what}`);
      result.append(make("p", {}, page));
    }
    document.title = `${what} to ${data.places[to]} on ${day} – Export Curbs`;
    toAddress({ [subject.kind]: what, to, use, day });
  }

  function answerForm() {
    const field = form.elements.namedItem("what");
    const what = byName.get(field.value.trim().toLowerCase());
    const day = form.elements.namedItem("day").value;
    field.setAttribute("aria-invalid", String(!what));
    if (!what) {
      result.replaceChildren(make("p", {}, `No material or code is called “${field.value}”. Try Ga, gallium or 3C001.a.`));
    } else if (!isDay(day)) {
      result.replaceChildren(make("p", {}, "Choose a day."));
    } else {
      show(what, form.elements.namedItem("to").value, form.elements.namedItem("use").value, day);
    }
  }

  function readAddress() {
    const asked = fromAddress();
    const fields = { what: asked.get("material") || asked.get("code"), to: asked.get("to"), use: asked.get("use"), day: asked.get("day") };
    for (const [name, value] of Object.entries(fields)) if (value) form.elements.namedItem(name).value = value;
    return Boolean(fields.what);
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answerForm();
  });
  form.addEventListener("change", answerForm);
  window.addEventListener("hashchange", () => readAddress() && answerForm());
  if (readAddress()) answerForm();
})();
