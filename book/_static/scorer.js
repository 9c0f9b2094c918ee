// What a search shows first: chapters whose title has the words asked for, then chapters that hold them, then pages of
// materials and platforms, and last those of single rules, tables and the whole codebook, unless they are asked for.
var Scorer = (() => {
  const KINDS = [
    [/^generated\/(table-|codebook|api|changelog|measures$)/, -40],
    [/^generated\/(measure-|glossary|contribute|sources)/, -20],
    [/^generated\/(material-|platform-|mutation)/, 0],
  ];
  const asked = (new URLSearchParams(window.location.search).get("q") || "").toLowerCase().trim();
  // the beginnings of the words: "changed" asks for "changes", too
  const words = (asked.match(/[\p{L}\p{N}_-]+/gu) || []).map((word) => word.slice(0, 5));
  const named = (title) => words.filter((word) => title.includes(word)).length / (words.length || 1);
  return {
    score: ([page, title, , , score]) => {
      const [, more] = KINDS.find(([name]) => name.test(page)) || [, 30];
      const called = title.toLowerCase();
      return score + more + 40 * named(called) + (called === asked ? 60 : called.startsWith(asked) ? 20 : 0);
    },
    objNameMatch: 11,
    objPartialMatch: 6,
    objPrio: { 0: 15, 1: 5, 2: -5 },
    objPrioDefault: 0,
    title: 15,
    partialTitle: 7,
    term: 5,
    partialTerm: 2,
  };
})();

// What a page prints as its table of contents is no text that was looked for.
window.addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const read = Search.htmlToText;
  Search.htmlToText = (page, anchor) => {
    const parsed = new DOMParser().parseFromString(page, "text/html");
    for (const one of parsed.querySelectorAll("#jb-print-docs-body, form, .toolbar")) one.remove();
    return read(parsed.documentElement.outerHTML, anchor);
  };
});
