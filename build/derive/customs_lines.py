"""Customs lines: what stands beneath a six-digit code of each edition of the Harmonized System, and what it needed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from typing import Any

from exportcurbs import Dataset
from exportcurbs._reader import Reader
from exportcurbs.law.answers import joined, mildest_of, on, spans, strictest_of
from exportcurbs.law.engine import LINE, Engine, Spells, Subject
from exportcurbs.law.lines import EDITION
from exportcurbs.law.regimes import NONE, RANK

FIRST = datetime.date(2009, 1, 1).toordinal()
# Sanctions of the UN name whole chapters for one country: they put no line into scope.
UN, PRK = "un_sanctions", "PRK"
ORIGIN = "CHN"


@dataclass(frozen=True)
class Line:
    """A code of an edition: the HS 2022 codes whose goods it holds, and whether the record knows all of them."""

    engine: Engine
    edition: str
    hs6: str
    held: tuple[str, ...]
    complete: bool

    @cached_property
    def inside(self) -> tuple[tuple[Subject, ...], tuple[Subject, ...]]:
        """What fills the line, and codes that reach some of it."""
        own = [self.engine.in_line(h) for h in self.held]
        other: list[Subject] = [] if self.complete else [(LINE, "")]
        whole = dict.fromkeys([s for fill, _ in own for s in fill] + other)
        return tuple(whole), tuple(s for _, part in own for s in part)

    @cached_property
    def subjects(self) -> list[Subject]:
        """All of these."""
        return [*self.inside[0], *self.inside[1]]

    @property
    def goods(self) -> tuple[str, ...]:
        """The goods of the record that the line holds."""
        return tuple(s for s in self.inside[0] if isinstance(s, str))

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The destinations to which anything in the line may be answered otherwise than to the rest of the world."""
        apart = {p for s in self.subjects for p in self.engine.places(s)}
        return tuple(p for p in self.engine.book.destinations if p in apart)

    def spells(self, place: str, use: str) -> Spells:
        """Return what is sure of all that the line holds; at_most is what any of it may need."""
        return _spells(self.engine, *self.inside, place, use)


@cache
def _spells(engine: Engine, whole: tuple[Subject, ...], part: tuple[Subject, ...], place: str, use: str) -> Spells:
    """Return the same by what fills a line and what reaches some of it: lines of several editions hold the same."""
    goods, parts = ([engine.spells(s, place, use) for s in own] for own in (whole, part))
    as_of = engine.book.as_of
    mild, most = mildest_of(goods, parts, as_of), strictest_of([*goods, *parts], (), as_of)
    days = sorted({s.first for s in (*mild, *most)})
    found = ((on(mild, a), on(most, a), a, b) for a, b in spans(days, as_of))
    pairs = ((s._replace(first=a, last=b), m.at_most) for s, m, a, b in found if s and m)
    widest = (s._replace(at_most=max(most, s.strictest, key=lambda r: RANK.get(r, NONE))) for s, most in pairs)
    return tuple(joined(widest))


def lines(data: Reader) -> list[Line]:
    """Return the codes of every edition that hold what a rule of China's own names."""
    engine, book = data.law, data.law.book
    known = {*book.lines.printed, *book.goods.of_line}
    scope = {h for h in known if any(_reached(engine, s) for own in engine.in_line(h) for s in own)}
    found = []
    for (edition, hs6), rows in sorted(data.rows_by("hs6_links", "edition", "hs6").items()):
        held = sorted({r["hs6_2022"] for r in rows})
        if not scope.isdisjoint(held):
            found.append(Line(engine, edition, hs6, tuple(held), rows[0]["newer_codes"] == len(held)))
    return found


def _reached(engine: Engine, subject: Subject) -> bool:
    rules = (limb.rule for limb in engine.own_limbs(subject))
    return any(r.binding and r.layer != UN and r.item_scope == "listed" for r in rules)


class Shares:
    """How much of a line's value goods made up by a finer tariff: imports of the EU from China by CN code and year."""

    def __init__(self, data: Dataset) -> None:
        goods = {h: {g.goods_id for g in own} for h, own in data.law.book.goods.of_line.items()}
        finer = [r for r in data.rows_if_any("trade_flows") if r["hs_edition"].startswith("CN")]
        named: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._values: dict[str, dict[int, dict[str, float]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(float))
        )
        self.source = finer[0]["source_id"] if finer else None
        for row in finer:
            hs6, code = row["hs_code"][:6], row["hs_code"]
            named[hs6][code] = row["goods_id"]
            if row["partner"] == ORIGIN:
                self._values[hs6][row["period_start"].year][code] += row["value"]
        # the one code without goods of its own holds all that the others leave
        self._goods: dict[str, dict[str, set[str]]] = {}
        for hs6, codes in named.items():
            rest = goods.get(hs6, set()) - {g for g in codes.values() if g}
            if [*codes.values()].count(None) <= 1:
                self._goods[hs6] = {code: {one} if one else rest for code, one in codes.items()}
        self.years = sorted({year for own in self._values.values() for year in own})

    def covers(self, line: Line) -> bool:
        """Whether every code that a line holds is known by the finer tariff, and divided there."""
        return line.complete and all(h in self._goods for h in line.held) and len(line.goods) > 1

    def share(self, line: Line, day: int, ranks: dict[Subject, tuple[int, int]]) -> tuple[float | None, int | None]:
        """Return the share under control of the year of a day, or the nearest; None where a code is so in part."""
        year = min(self.years, key=lambda y: abs(y - datetime.date.fromordinal(day).year))
        total = under = 0.0
        for hs6 in line.held:
            for code, goods in self._goods[hs6].items():
                value = self._values[hs6][year][code]
                held = {ranks[g] for g in goods}
                if len(held) != 1 or any(least < most for least, most in held):
                    return None, None
                total += value
                under += value * (max(held)[0] > NONE)
        return (round(under / total, 6), year) if total else (None, None)


def scope_rows(data: Dataset) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of hs6_scope: for each line how much of it stood under control, from the first such day."""
    shares = Shares(data)
    for line in data.kept(lines):
        begun = False
        answers = ((first, last, _scope(line, first, shares)) for first, last in _days(line, shares))
        for own, group in groupby(answers, key=lambda x: x[2]):
            found = list(group)
            begun = begun or own[0] in ("whole", "part")
            if begun:
                yield (line.edition, line.hs6, found[0][0], found[-1][1], *map(_listed, own))


def _listed(cell: Any) -> Any:
    return list(cell) if isinstance(cell, tuple) else cell


def _days(line: Line, shares: Shares) -> Iterable[tuple[int, int]]:
    starts = {s.first for subject in line.subjects for own in _anywhere(line.engine, subject, line.places) for s in own}
    if shares.years and shares.covers(line):
        starts |= {datetime.date(year, 1, 1).toordinal() for year in shares.years[1:]}
    return spans(sorted({max(day, FIRST) for day in starts}), line.engine.book.as_of)


def _anywhere(engine: Engine, subject: Subject, places: tuple[str, ...]) -> list[Spells]:
    """Return the answers for civil use to every destination but the one of UN sanctions."""
    return [engine.spells(subject, p, "civil") for p in places if p != PRK]


def _scope(line: Line, day: int, shares: Shares) -> tuple[Any, ...]:
    """Return coverage, lines in all, whole and in part, goods, codes, share with its year and source, of a day."""
    lines_of = line.engine.book.lines
    printed = {c for h in line.held for own in lines_of.printed.get(h, {}).values() for c in own}
    asked: list[Subject] = [*line.subjects, *sorted(printed)]
    ranks = {s: _ranks(line.engine, s, line.places, day) for s in asked}
    under = {s for s, (_, most) in ranks.items() if most > NONE}
    whole = all(least > NONE for s in line.inside[0] for least, _ in [ranks[s]])
    counts: tuple[int | None, ...] = (None, None, None)
    if line.edition == EDITION and line.hs6 in lines_of.national:
        filled = {x for x, codes in lines_of.whole(line.hs6).items() if all(ranks[c][0] > NONE for c in codes)}
        touched = {x for x, codes in lines_of.touched(line.hs6).items() if codes & under}
        counts = len(lines_of.national[line.hs6]), len(filled), len(touched - filled)
    coverage = "whole" if whole else "part" if under else "none"
    measured = coverage == "part" and bool(shares.years) and shares.covers(line)
    share, year = shares.share(line, day, ranks) if measured else (None, None)
    goods, codes = tuple(g for g in line.goods if g in under), tuple(sorted(s[1] for s in printed & under))
    return (coverage, *counts, goods, codes, share, year, shares.source if year else None)


@cache
def _ranks(engine: Engine, subject: Subject, places: tuple[str, ...], day: int) -> tuple[int, int]:
    """Return the floor and the strictest known of the answers of a day: many lines hold one subject."""
    own = [s.ranks for spells in _anywhere(engine, subject, places) if (s := on(spells, day))]
    return max((least for least, _ in own), default=NONE), max((most for _, most in own), default=NONE)
