// The form on the page "What an export needs": reads the question, shows the answer, keeps the address in step.
"use strict";

(() => {
  const { readData, status, partly, needed, began, listed, near, named, suggest, make, isDay, fromAddress, toAddress } = window.exportCurbs;
  const form = document.getElementById("explorer");
  const result = document.getElementById("explorer-answer");
  const data = readData();
  const field = (name) => form.elements.namedItem(name);
  const KINDS = ["material", "group", "party", "goods", "code", "line"];
  const MOST = 24;
  const PAGES = { material: "material-", group: "material-" };
  const asked = { ...data.parties, ...data.subjects };
  const entries = Object.entries(asked).map(([id, { kind, name, zh, ja, names }]) => {
    const own = [...new Set([name, zh, ja, ...(names || [])].filter(Boolean))];
    const same = own.some((one) => one.toLowerCase() === id.toLowerCase()) || ["party", "goods", "group"].includes(kind);
    const shown = [...own.slice(0, 2), ...(same ? [] : [id])].join(" · ") || id;
    const said = { party: ", listed party", line: ", customs code", group: ", group" }[kind] || "";
    const keys = [id, id.replaceAll(/[_-]/g, " "), ...own, ...(name ? [`${name} (${id})`] : [])];
    return { id, shown: shown + said, order: KINDS.indexOf(kind), names: [...new Set(keys.map((key) => key.toLowerCase()))] };
  });
  const byName = new Map();
  for (const entry of [...entries].sort((a, b) => a.order - b.order)) {
    for (const name of entry.names) if (!byName.has(name)) byName.set(name, entry.id);
  }

  // A customs code may be printed with points; one of ten digits is answered as its six where nothing is said of it.
  function find(text) {
    const typed = text.trim().toLowerCase();
    const digits = typed.replaceAll(/[.\s]/g, "");
    const line = /^\d+$/.test(digits) && [6, 10].includes(digits.length);
    return byName.get(typed) || (line ? byName.get(digits) || byName.get(digits.slice(0, 6)) : undefined);
  }

  function item(list, term, ...said) {
    if (said.length) list.append(make("dt", {}, term), ...said.map((one) => make("dd", {}, one)));
  }

  function rule(number, ...more) {
    const { id, title, notice, url, clause, page } = data.measures[number];
    const own = make("a", { href: page ? `measure-${id}.html` : `measures.html#measure-${id}` }, title);
    const act = url ? make("a", { href: url, rel: "external" }, notice) : notice;
    return make("span", {}, own, " (", act, clause && clause !== "main clause" ? `, ${clause})` : ")", ...more);
  }

  function atRest({ number, state, since: from, until }) {
    const words = state === "suspended" ? "suspended" : "suspended before it took effect";
    return rule(number, `: ${words} since ${from}, ${until ? `until ${until} by its own text` : "no end is named"}`);
  }

  function howSure(answer, day) {
    const floor = answer.at_least === "none" ? "" : ` At least: ${data.regimes[answer.at_least]}.`;
    const grade = answer.grade ? `, evidence grade ${answer.grade}` : "";
    if (answer.basis === "confirmed") return `Confirmed${grade}.`;
    if (answer.basis === "presumed") return `Presumed${grade}. Nothing says that it ended, but no source attests this day.`;
    if (day > data.as_of) return `Unknown. The record ends on ${data.as_of}.`;
    return `Unknown. No source settles this day, or nobody has read whether a rule existed.${floor}`;
  }

  function attestation({ number, to, source }) {
    const own = make("a", { href: `sources.html#source-${source}` }, data.sources[source]);
    return make("span", {}, own, `, to ${to} (${data.measures[number].notice})`);
  }

  function tradeLayer(trade, day) {
    if (day > data.as_of) return [];
    if (trade.every((value) => value === null)) return ["quota, licence, state trading and duty: not known"];
    const words = ["export quota", "export licence of trade administration", "state trading"];
    const layers = words.map((name, at) => `${name}: ${trade[at] === null ? "not known" : trade[at] ? "yes" : "no"}`);
    return [...layers, `export duty: ${trade[3] === null ? "none recorded" : `${trade[3]} %`}`];
  }

  function further(what, { kind, name }) {
    if (kind === "line") return make("a", { href: `catalogue.html#word=${what}` }, `Entries with the customs code ${what}`);
    if (kind === "code") return make("a", { href: `catalogue.html#item-${encodeURIComponent(what)}` }, `The entry ${what}`);
    if (kind === "party") return make("a", { href: `parties.html#word=${encodeURIComponent(name)}` }, `Its row among the listed parties`);
    return kind in PAGES ? make("a", { href: `${PAGES[kind]}${what}.html` }, `Everything on ${name}`) : "";
  }

  function showParty(what, day) {
    const { name, country } = data.parties[what];
    const found = listed(data, what, day);
    const list = make("dl", { class: "answer" });
    for (const { number, list: kind, state, since: from, until, needs } of found) {
      const end = until ? `, until ${until} by its own text` : "";
      const beside = (data.twins[number] || [])
        .filter(([, first, last]) => first <= day && (!last || day <= last))
        .map(([one, first]) => rule(one, `: in force since ${first}`));
      item(list, data.lists[kind], rule(number, `: ${state.replaceAll("_", " ")} since ${from}${end}`), ...needs, ...beside);
    }
    const now = found.some(({ state }) => state === "in_force");
    const line = now ? "is on these lists" : found.length ? "was put on these lists, none of them in force" : "is on no list that the record holds";
    result.replaceChildren(make("p", { class: "answer-line" }, `${name}, ${country}, on ${day}: ${line}.`), list);
    result.append(make("p", {}, further(what, data.parties[what])));
  }

  function showItem(what, to, use, day) {
    const answer = status(data, what, to, day, use);
    const subject = data.subjects[what];
    const name = subject.name || subject.zh || what;
    const part = partly(answer);
    const colour = part ? answer.strictest : answer.regime;
    const regime = make("strong", { class: "regime", "data-regime": colour }, needed(data, what, answer));
    const bare = name.toLowerCase() === what.toLowerCase() || ["goods", "group"].includes(subject.kind);
    const called = bare ? name : `${name} (${what})`;
    const line = subject.kind === "line" ? "Customs code " : "";
    const question = `${line}${called} to ${data.in_sentence[to] || data.places[to]}, ${data.use_words[use]} use, on ${day}: `;
    const from = began(answer);
    const comma = from && !answer.read_from ? ", " : from ? " " : "";
    const list = make("dl", { class: "answer" });
    item(list, part ? "How sure of the rest" : "How sure", howSure(answer, day), ...answer.attested.map(attestation));
    if (part) {
      const goods = data.parts[what] || [];
      const those = (column) => goods.filter((one) => status(data, one, to, day, use)[column] === answer.strictest);
      const [whole, reached] = [those("regime"), those("strictest")];
      const names = (whole.length ? whole : reached).map((one) => data.subjects[one].name).join("; ");
      const more = whole.length && reached.length > whole.length ? "; other goods under conditions" : "";
      const which = names ? `${names}${more}: ` : "Only what these rules name: ";
      item(list, "For a part of it", which + data.regimes[answer.strictest], ...answer.part.map((one) => rule(one)));
    }
    item(list, "Deciding rules", ...answer.measures.map((one) => rule(one)));
    item(list, "Suspended", ...answer.suspended.map(atRest));
    item(list, "Trade rules beside it", ...(answer.trade ? tradeLayer(answer.trade, day) : []));
    item(list, "Practice reported", ...answer.practice.map((claim) => `${claim.by}: ${claim.position}`));
    item(list, "Contested reach into civil trade", ...answer.contested.map((one) => rule(one)));
    result.replaceChildren(make("p", { class: "answer-line" }, question, regime, `${comma}${from}.`), list);
    result.append(make("p", {}, further(what, subject)));
  }

  function ask(id) {
    const { kind, name } = asked[id];
    field("what").value = ["party", "group", "goods"].includes(kind) && find(name) === id ? name : id;
    answerForm();
    field("what").focus();
  }

  function showNone(text) {
    const button = (entry) => {
      const own = make("button", { type: "button" }, entry.shown);
      own.addEventListener("click", () => ask(entry.id));
      return make("li", {}, own);
    };
    const several = named(entries, text, MOST);
    const close = several.length ? several : near(entries, text);
    const next = close.length ? "Did you mean:" : "Try Ga, gallium, rare earths, 3C001.a, 8112.92 or Rheinmetall.";
    const said = several.length ? `“${text}” stands for several. Choose one:` : `Nothing in the record is called “${text}”. ${next}`;
    result.replaceChildren(make("p", {}, said));
    if (close.length) result.append(make("ul", { class: "suggested" }, ...close.map(button)));
  }

  function answerForm(kept = true) {
    const [text, to, use, day] = ["what", "to", "use", "day"].map((name) => field(name).value);
    const what = find(text);
    field("what").setAttribute("aria-invalid", String(!what));
    if (kept) {
      toAddress({ [what ? asked[what].kind : "what"]: what || text, to, use, day });
      document.title = `${what || text} to ${data.places[to]} on ${day} – Export Curbs`;
    }
    if (!what) showNone(text);
    else if (!isDay(day)) result.replaceChildren(make("p", {}, "Choose a day."));
    else if (asked[what].kind === "party") showParty(what, day);
    else showItem(what, to, use, day);
  }

  function readAddress() {
    const given = fromAddress();
    const what = ["what", ...KINDS].map((kind) => given.get(kind)).find(Boolean);
    const fields = { what, to: given.get("to"), use: given.get("use"), day: given.get("day") };
    for (const [name, value] of Object.entries(fields)) if (value) field(name).value = value;
    return Boolean(what);
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answerForm();
  });
  form.addEventListener("change", () => answerForm());
  window.addEventListener("hashchange", () => readAddress() && answerForm());
  suggest(field("what"), document.getElementById("explorer-suggested"), entries, (entry) => ask(entry.id));
  // the page begins with an answer; the address holds what was asked
  answerForm(readAddress());
})();
