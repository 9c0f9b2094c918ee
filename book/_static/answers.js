// What exporting a material or code needed on a day: the same answer as exportcurbs.status() in Python.
"use strict";

window.exportCurbs = (() => {
  const readData = () => JSON.parse(document.getElementById("answers-data").textContent);

  // The spell of a day, and where it stands; days are ISO texts, so that they compare as text.
  function spellAt(spells, day) {
    let at = -1;
    while (at + 1 < spells.length && spells[at + 1][0] <= day) at += 1;
    return [at, at >= 0 && day <= spells[at][1] ? spells[at] : null];
  }

  function since(spells, at) {
    let first = at;
    while (first > 0 && spells[first - 1][2] === spells[at][2]) first -= 1;
    return spells[first][0];
  }

  // The last day up to which sources attest the regime of a spell without a break.
  function attestedTo(spells, at) {
    const regime = spells[at][2];
    let end = spells[at][5] === "confirmed" ? spells[at][1] : null;
    for (let i = at - 1; end === null && i >= 0 && spells[i][2] === regime; i -= 1) {
      if (spells[i][5] === "confirmed") end = spells[i][1];
    }
    for (let i = at + 1; spells[at][5] === "confirmed" && i < spells.length; i += 1) {
      if (spells[i][2] !== regime || spells[i][5] !== "confirmed") break;
      end = spells[i][1];
    }
    return end;
  }

  function timeline(data, what, to, use) {
    const place = data.named.includes(to) ? to : "ROW";
    const vector = data.vectors[data.subjects[what].vector];
    const slot = data.named.indexOf(place) * data.uses.length + data.uses.indexOf(use);
    return [place, data.timelines[vector[slot]]];
  }

  // The rules for uses that may raise military capability that reach the subject: how far into civil is disputed.
  function contested(data, what, to, day) {
    const [, spells] = timeline(data, what, to, "military_capability");
    const [, spell] = spellAt(spells, day);
    return spell ? [...spell[6], ...spell[7]].filter((rule) => data.contested.includes(rule)) : [];
  }

  function status(data, what, to, day, use) {
    const [, spells] = timeline(data, what, to, use);
    const [at, spell] = spellAt(spells, day);
    const [, , regime, floor, strictest, basis, measures, part, trade] = spell || [];
    return {
      regime: regime || "unknown",
      at_least: floor || "none",
      strictest: strictest || "unknown",
      since: spell ? since(spells, at) : null,
      basis: basis || "unknown",
      attested_to: spell ? attestedTo(spells, at) : null,
      measures: measures || [],
      part: part || [],
      trade: trade || null,
      practice: data.practice.filter(
        (claim) => claim.materials.includes(what) && claim.to === to && claim.first <= day && day <= claim.last,
      ),
      contested: use === "civil" ? contested(data, what, to, day) : [],
    };
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

  return { readData, status, timeline, make, isDay, fromAddress, toAddress };
})();
