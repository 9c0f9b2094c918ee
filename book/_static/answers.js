// What exporting something needed on a day: the same answer as exportcurbs.status() in Python.
"use strict";

window.exportCurbs = (() => {
  const NO_TRADE = [null, null, null, null];

  function readData() {
    const data = JSON.parse(document.getElementById("answers-data").textContent);
    data.timelines = data.timelines.map((numbers) => numbers.map((number) => data.spells[number]));
    return data;
  }

  // The spell of a day, and where it stands; days are ISO texts, so that they compare as text.
  function spellAt(spells, day) {
    let at = -1;
    while (at + 1 < spells.length && spells[at + 1][0] <= day) at += 1;
    return [at, at >= 0 && day <= spells[at][1] ? spells[at] : null];
  }

  function runStart(spells, at) {
    let first = at;
    while (first > 0 && spells[first - 1][2] === spells[at][2]) first -= 1;
    return first;
  }

  function slot(data, to, use) {
    const place = data.named.includes(to) ? to : "ROW";
    return data.named.indexOf(place) * data.uses.length + data.uses.indexOf(use);
  }

  const timeline = (data, what, to, use) => data.timelines[data.vectors[data.subjects[what].vector][slot(data, to, use)]];

  // The rules that reach it by name or entry and are suspended that day: since when, until when by their own text.
  function suspended(data, what, to, day, use) {
    const { reach } = data.subjects[what];
    if (reach === undefined || day > data.as_of) return [];
    const numbers = data.reaches[reach][slot(data, to, use)].filter(([, first, last]) => first <= day && day <= last);
    return [...new Set(numbers.map(([number]) => number))].flatMap((number) => {
      const rest = data.measures[number].rests.find(([first, last]) => first <= day && day <= last);
      return rest ? [{ number, state: rest[2], since: rest[3], until: rest[4] }] : [];
    });
  }

  // Who attests the deciding rules, and to which day.
  function attestedBy(data, measures, day) {
    return measures.flatMap((number) => {
      const period = data.measures[number].attested.find(([first, last]) => first <= day && day <= last);
      return period ? period[3].map((source) => ({ number, to: period[2], source })) : [];
    });
  }

  // The rules for uses that may raise military capability that reach the subject: how far into civil is disputed.
  function contested(data, what, to, day) {
    const [, spell] = spellAt(timeline(data, what, to, "military_capability"), day);
    return spell ? [...spell[6], ...spell[7]].filter((rule) => data.contested.includes(rule)) : [];
  }

  function status(data, what, to, day, use) {
    const spells = timeline(data, what, to, use);
    const [at, spell] = spellAt(spells, day);
    const [, , regime, floor, strictest, basis, measures, part, grade] = spell || [];
    const first = spell ? runStart(spells, at) : -1;
    const { trade, of = [] } = data.subjects[what];
    const spans = trade === undefined ? null : data.trades[trade];
    return {
      regime: regime || "unknown",
      at_least: floor || "none",
      strictest: strictest || "unknown",
      since: spell ? spells[first][0] : null,
      // before it nobody has read whether a rule existed: no control since that day would be too much said
      read_from: regime === "none" && (first === 0 || spells[first - 1][2] === "unknown"),
      basis: basis || "unknown",
      grade: grade || null,
      attested: attestedBy(data, measures || [], day),
      measures: measures || [],
      part: part || [],
      trade: spans && (spans.find(([begun, end]) => begun <= day && day <= end)?.[2] || NO_TRADE),
      suspended: suspended(data, what, to, day, use),
      practice: data.practice.filter(
        (claim) => claim.materials.some((one) => of.includes(one)) && claim.to === to && claim.first <= day && day <= claim.last,
      ),
      contested: use === "civil" ? contested(data, what, to, day) : [],
    };
  }

  // Since when, in words; nothing for what is not known.
  function since(answer) {
    if (answer.regime === "unknown" || !answer.since) return "";
    return answer.read_from ? `on record, which was read from ${answer.since} on` : `since ${answer.since}`;
  }

  // The further rules at rest, and the whole answer, as the pages made in Python print them.
  function resting(data, answer) {
    const found = answer.suspended.map(({ number, until }) => {
      return `a further ${data.rest_words[data.measures[number].effect]} is suspended${until ? ` until ${until}` : ""}`;
    });
    return [...new Set(found)].sort().join("; ");
  }

  // Whether a part of it, or what meets conditions, needs more than all of it.
  const FREE = ["none", "unknown"];
  const partly = ({ regime, strictest }) => strictest !== regime && !FREE.includes(strictest);

  // What it needs: where only a part of it needs it, that first.
  function needed(data, what, answer) {
    const own = data.regimes[answer.regime];
    if (!partly(answer)) return own;
    const single = ["goods", "code"].includes(data.subjects[what].kind);
    const [some, others] = single ? ["under conditions", "otherwise"] : ["for a part of it", "the rest"];
    return `${data.regimes[answer.strictest]} ${some}; ${answer.regime === "unknown" ? "the whole" : others} ${own}`;
  }

  const began = (answer) => (partly(answer) && FREE.includes(answer.regime) ? "" : since(answer));

  function inWords(data, what, answer) {
    const presumed = answer.basis === "presumed" ? "(presumed)" : "";
    const said = [needed(data, what, answer), began(answer), presumed].filter(Boolean).join(" ");
    return [said, resting(data, answer)].filter(Boolean).join("; ");
  }

  // Give a cell the colour, the letter and the words of an answer.
  function paint(data, cell, what, answer, name = "") {
    const said = inWords(data, what, answer);
    cell.dataset.regime = answer.regime;
    cell.dataset.letter = data.letters[answer.regime] + (answer.basis === "presumed" ? "?" : "");
    cell.toggleAttribute("data-rest", answer.suspended.length > 0);
    cell.title = name ? `${name}: ${said}` : said;
    if (name) cell.setAttribute("aria-label", cell.title);
  }

  // The days on which an answer for any of some subjects changes.
  function changes(data, subjects, places, uses) {
    const days = new Set();
    for (const what of subjects) {
      for (const to of places) {
        for (const use of uses) {
          const spells = timeline(data, what, to, use);
          spells.forEach((spell, at) => at > 0 && spells[at - 1][2] !== spell[2] && days.add(spell[0]));
        }
      }
    }
    return [...days].sort();
  }

  // The lists on which a party stands or stood on a day.
  function listed(data, party, day) {
    const when = day < data.as_of ? day : data.as_of;
    return data.parties[party].lists.flatMap(([number, list]) => {
      const run = data.measures[number].runs.findLast(([first]) => first <= when);
      return run ? [{ number, list, state: run[1], since: run[2], until: run[3], needs: run[4] }] : [];
    });
  }

  // Small helpers that the pages share.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  const fromAddress = () => new URLSearchParams(window.location.hash.slice(1));
  const toAddress = (pairs) => window.history.replaceState(null, "", `#${new URLSearchParams(pairs)}`);

  return { readData, status, FREE, partly, needed, began, resting, paint, changes, listed, make, isDay, fromAddress, toAddress };
})();
