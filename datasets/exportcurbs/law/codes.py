"""Control codes: their tree, the materials that head them, and codes of one thing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from exportcurbs.law.periods import Row, Rows, gathered

Code = tuple[str, str]


class Codes:
    """The codes of every scheme by scheme and code."""

    def __init__(self, rows: Rows) -> None:
        self.rows: dict[Code, Row] = {(r["scheme"], r["code"]): r for r in rows("control_codes")}
        self._children = gathered(((code[0], row["parent"]), code) for code, row in self.rows.items())
        heads: dict[Code, set[str]] = defaultdict(set)
        for row in rows("code_materials"):
            code = row["scheme"], row["code"]
            if row["role"] == "subject" and self.tangible(code):
                heads[code].add(row["material_id"])
        self.heads = {code: frozenset(materials) for code, materials in heads.items()}
        self._same: dict[Code, set[Code]] = defaultdict(set)
        # the codes that share some of what a code holds, each with the first day of that
        self.overlaps: dict[Code, list[tuple[Code, int]]] = defaultdict(list)
        for row in rows("code_successors"):
            one, other = (row["scheme"], row["code"]), (row["to_scheme"], row["to_code"])
            for a, b in ((one, other), (other, one)):
                if row["relation"] == "same":
                    self._same[a].add(b)
                else:
                    self.overlaps[a].append((b, row["first_day"].toordinal()))

    def tangible(self, code: Code) -> bool:
        """Whether a code is of goods: not of technology or software."""
        return code not in self.rows or self.rows[code]["goods_or_technology"] == "goods"

    def ancestors(self, code: Code) -> Iterator[Code]:
        """Yield a code and the codes above it, nearest first."""
        return ancestors(code, self.rows)

    def below(self, code: Code) -> Iterator[Code]:
        """Yield a code and all codes below it."""
        yield code
        for child in self._children.get(code, ()):
            yield from self.below(child)

    def family(self, code: Code) -> frozenset[Code]:
        """Return a code with those that stand for the same thing at other times."""
        found, new = {code}, {code}
        while new:
            new = {c for old in new for c in self._same.get(old, ())} - found
            found |= new
        return frozenset(found)


def ancestors(code: Code, codes: Mapping[Code, Row]) -> Iterator[Code]:
    """Yield a code and the codes above it, nearest first; each once, though a slip may put a code above itself."""
    seen: set[Code] = set()
    while code in codes and code not in seen:
        seen.add(code)
        yield code
        code = code[0], codes[code]["parent"]
