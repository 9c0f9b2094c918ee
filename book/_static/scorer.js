// What a search shows first: the pages that answer and tell, then those of single rules, tables and the whole codebook.
// A page counts for as much as its kind, and more where its title or one of its headings is what was asked for.
var Scorer = {
  score: ([page, title, anchor, , score]) => {
    const kinds = [
      [/^generated\/(table-|codebook|api|changelog|measures$)/, -40],
      [/^generated\/measure-/, -25],
      [/^generated\/(material|platform)-/, 0],
    ];
    const [, more] = kinds.find(([name]) => name.test(page)) || [, 30];
    return score + more;
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
