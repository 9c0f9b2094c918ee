"""Customs lines: the national lines beneath six digits, and which of them control codes fill whole or in part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from exportcurbs.law.codes import Code
from exportcurbs.law.periods import Row, Rows

ITEM_KEY = ("edition_id", "section", "direction", "serial")
EDITION = "HS2022"
WHOLE = "whole"
# The last of the ten-digit codes beneath a line of eight digits, which takes what the others leave.
REST = "90"


class Lines:
    """What was printed or classified for HS 2022 and is not doubtful, beneath China's lines of the last year read."""

    def __init__(self, rows: Rows) -> None:
        codes = {tuple(r[k] for k in ITEM_KEY): (r["scheme"], r["code"]) for r in rows("items")}
        self.printed: dict[str, dict[str, dict[Code, str]]] = defaultdict(lambda: defaultdict(dict))
        self.of_code: dict[Code, set[str]] = defaultdict(set)
        self.codes: dict[str, set[Code]] = defaultdict(set)
        for row in rows("item_customs_codes"):
            export = row["direction"] == "export" and row["confidence"] != "doubtful"
            if export and row["hs_edition"] == EDITION:
                known = self.printed[row["hs6"]][row["customs_code"]]
                code = codes[tuple(row[k] for k in ITEM_KEY)]
                self.of_code[code].add(row["hs6"])
                self.codes[row["hs6"]].add(code)
                known[code] = WHOLE if WHOLE in (row["coverage"], known.get(code)) else row["coverage"]
        self.national: dict[str, frozenset[str]] = national(rows("tariff_lines"))

    def whole(self, hs6: str) -> dict[str, frozenset[Code]]:
        """Return the national lines beneath a line that codes fill whole, and those codes."""
        found = {line: self._fillers(hs6, line) for line in self.national.get(hs6, ())}
        return {line: codes for line, codes in found.items() if codes}

    def touched(self, hs6: str) -> dict[str, frozenset[Code]]:
        """Return the national lines beneath a line to which a printed code speaks, whole or in part."""
        found = {}
        for line in self.national.get(hs6, ()):
            own = [codes for printed, codes in self.printed.get(hs6, {}).items() if printed.startswith(line)]
            if own:
                found[line] = frozenset(code for codes in own for code in codes)
        return found

    def fillers(self, hs6: str) -> frozenset[Code] | None:
        """Return the codes that together fill a line; None unless every line beneath is known and filled."""
        whole = self.whole(hs6)
        if not whole or whole.keys() != self.national[hs6]:
            return None
        return frozenset(code for codes in whole.values() for code in codes)

    def _fillers(self, hs6: str, line: str) -> frozenset[Code]:
        printed = self.printed.get(hs6, {})
        alone = _whole_of(printed, (line, f"{line}00"))
        below = [code for code in printed if len(code) > len(line) and code.startswith(line)]
        if alone or not any(code.endswith(REST) for code in below):
            return alone
        parts = [_whole_of(printed, (code,)) for code in below]
        return frozenset().union(*parts) if all(parts) else frozenset()


def _whole_of(printed: Mapping[str, Mapping[Code, str]], codes: Iterable[str]) -> frozenset[Code]:
    return frozenset(c for code in codes for c, coverage in printed.get(code, {}).items() if coverage == WHOLE)


def national(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """Return the national lines of each six-digit line in the last year of some rows of tariff_lines."""
    by_year: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        by_year[row["tariff_year"]][row["hs6"]].add(row["customs_code"])
    return {hs6: frozenset(lines) for hs6, lines in by_year[max(by_year)].items()} if by_year else {}
