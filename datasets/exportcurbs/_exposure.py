"""Exposure: how much of China's exports in a table of trade figures stood under its rules, at least and at most."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from exportcurbs._ask import checked
from exportcurbs._engines import engine_of
from exportcurbs._heavy import pa, pd
from exportcurbs._layouts import BEGAN, Layout, layout_of, quoted, text
from exportcurbs._reader import Reader
from exportcurbs._weights import FIRST_YEAR, MILLION, UNIT, sides
from exportcurbs.law.regimes import REGIMES

OWN = {"importer": "p_iso3", "year": "SUBSTR(period, 1, 4)", "month": "period", "hs6": "hs6"}
SUMS = ("whole", "part", "shared", "central", "unknown")
NOTHING = dict.fromkeys((*SUMS, "unshared"), 0)
THOUSAND = 1000
# Years between figures and rules after which weights are old.
FAR = 3
# In thousandths, a value up to this is a whole number that a float holds exactly.
LARGEST = 9 * 10**12


class Exposure(NamedTuple):
    """The answer by group and regime, and what could not be matched, with the reason."""

    table: "pd.DataFrame"
    unmatched: "pd.DataFrame"


def exposure(  # noqa: PLR0913
    data: Reader,
    trade: Any,
    by: Sequence[str] = ("importer", "year"),
    end_use: str = "civil",
    hs: Sequence[str] | None = None,
    weight: str = "value",
    *,
    edition: str | None = None,
    flow: str | None = None,
    mend: bool = False,
    rules_of: str | None = None,
) -> Exposure:
    """Return how much of China's exports stood under licence or more, by group: at least, at most, and between.

    trade: a Parquet or CSV file, glob or folder; a pandas or polars frame, Arrow table, DuckDB relation or Ibis table,
    whose engine does the work. Its columns tell the layout: BACI, Comtrade, Comext, DataWeb, Japanese customs,
    `trade_flows`, or exporter, importer, period, hs, value. by: importer, year, month, hs6, or columns of its own; hs:
    first digits of codes; weight: `value` or `quantity`; edition: of the HS, which BACI says in its file name only;
    flow: whose reports, `export` (China's) or `import` (its partners'); mend: put back lost leading zeros; rules_of: a
    year or month whose rules count for all rows, of which the figures then are weights; by default each row's own.

    `table`: a row per group and regime, read as that or a stricter one; total, and in it the value on days on which
    lines stood under it whole, in part with a known share (part_shared) or without, or may have (unknown), as if spread
    evenly over its period. Shares of the total: lower is whole, upper adds part, at_most unknown; central adds
    known shares, empty where lines_without_share. A line that no rule names is unknown before the list was read
    (2024-12-01). `unmatched`: reason, what, rows, value, in no total. attrs: layout, flow, unit, base_years of the
    figures, rules_of, edition, warnings (an edition assumed, figures far from the rules), version, citation. ValueError
    for arguments or columns that do not serve, TypeError for what is no table.
    """
    with engine_of(trade) as engine:
        layout = layout_of(engine.columns)
        side = _side(layout, flow, by, engine.columns)
        own = _edition(layout, edition, trade)
        read = _Read(layout, side, own, tuple(by), tuple(hs or ()), weight, mend, rules_of)
        small = data.kept(sides, read.kinds(), end_use, own)
        if rules_of not in (None, *small["weights"]["w_period"].unique().to_pylist()):
            raise ValueError(f"rules_of: unknown {rules_of!r}; write a year or month to {data.as_of}, as '2026-03'")
        found = engine.run(read.sql(engine.columns, data.as_of[:7]), small, ("total", *SUMS))
    return _answer(found, read.by, {"end_use": end_use, **read.notes(found), **data.identity})


def _side(layout: Layout, flow: str | None, by: Sequence[str], columns: Sequence[str]) -> str:
    """Return by whose reports figures count; ValueError for those and for groups that the table does not have."""
    side = flow or next(iter(layout.sides))
    if side not in layout.sides:
        raise ValueError(f"flow: {layout.name} holds {' and '.join(layout.sides)}, not {side!r}")
    if unknown := [c for c in by if c not in OWN and c not in columns]:
        raise ValueError(f"by: no column {unknown[0]!r}; write {', '.join(OWN)} or a column of the table")
    return side


def _edition(layout: Layout, given: str | None, trade: Any) -> str | None:
    """Return the one edition of all codes, where it is given or stands in a file's name."""
    checked(("edition", given, (None, *BEGAN)))
    if given or layout.dated:
        return given
    named = re.search(r"HS(02|07|12|17|22)(?!\d)", str(trade)) if isinstance(trade, str | Path) else None
    if named is None:
        raise ValueError(
            f"edition: {layout.name} does not say of which HS edition its codes are; write edition='HS2017'"
        )
    return f"HS20{named[1]}"


@dataclass(frozen=True)
class _Read:
    """What is asked of the figures, as SQL."""

    layout: Layout
    flow: str
    edition: str | None
    by: tuple[str, ...]
    hs: tuple[str, ...]
    weight: str
    mend: bool
    rules_of: str | None

    def __post_init__(self) -> None:
        """Raise ValueError for a weight or codes that do not serve."""
        checked(("weight", self.weight, ("value", "quantity")))
        if wrong := [h for h in self.hs if not re.fullmatch(r"\d{2,10}", h)]:
            raise ValueError(f"hs: {wrong[0]!r} is no code; write two to ten digits as text, as '8112'")

    def kinds(self) -> tuple[str, ...]:
        """Return of which spans of days weights are joined."""
        if self.rules_of:
            return ("month" if "-" in self.rules_of else "year",)
        return ("month",) if "month" in self.by else tuple(self.layout.kinds)

    def notes(self, found: "pa.Table") -> dict[str, Any]:
        """Return what the figures are, of which years and edition, and what to mind of that."""
        years = [int(row[c]) for row in found.to_pylist() if row["why"] is None for c in ("first_year", "last_year")]
        edition = self.edition or ("assumed by year" if self.layout.edition == "NULL" else "as the rows say")
        minds = ["the HS edition was assumed: that in force in the year of each row"] * (edition == "assumed by year")
        if far := [y for y in years if self.rules_of and abs(y - int(self.rules_of[:4])) > FAR]:
            minds += [f"figures of {min(far)} are weighed by rules of {self.rules_of}: trade has moved"]
        own = {"layout": self.layout.name, "flow": self.flow, "unit": self.layout.units[self.weight == "quantity"]}
        based = {"base_years": sorted(set(years)), "edition": edition}
        return own | based | {"rules_of": self.rules_of or "each row's period", "warnings": minds}

    def sql(self, columns: Sequence[str], last: str) -> str:
        """Return the question, filled in from exposure.sql."""
        layout, lost = self.layout, ", ".join(str(n - 1) for n in self.layout.digits)
        code = f"REPLACE({text(layout.code)}, '''', '')"
        groups = [f"CASE WHEN why IS NULL THEN {OWN.get(c, f'own{n}')} END" for n, c in enumerate(self.by)]
        own = {c: n for n, c in enumerate(self.by) if c not in OWN}
        words = {
            "source": layout.source,
            "reads": layout.columns(own),
            "positions": ", ".join(str(n + 1) for n in range(layout.columns(own).count('", "') + 2)),
            "period": layout.month(),
            "edition": layout.edition_in(self.edition),
            "code": f"CASE WHEN LENGTH({code}) IN ({lost}) THEN '0' || {code} ELSE {code} END" if self.mend else code,
            "importer": text(layout.sides[self.flow][0]),
            "value": getattr(layout, self.weight),
            "own": "".join(f", CAST({quoted(c)} AS VARCHAR) AS own{n}" for c, n in own.items()),
            "where": layout.where(self.flow, columns),
            "largest": LARGEST,
            "lost": "0" if self.mend else lost,
            "digits": ", ".join(map(str, layout.digits)),
            "first": FIRST_YEAR,
            "last": last,
            "editions": ", ".join(f"'{e}'" for e in BEGAN),
            "kept": " OR ".join(f"code LIKE '{h}%'" for h in self.hs) or "TRUE",
            "rules": f"'{self.rules_of}'" if self.rules_of else "period",
            "groups": "".join(f"{g} AS g{n}, " for n, g in enumerate(groups)),
            "keys": "".join(f"{g}, " for g in groups),
        }
        return (Path(__file__).parent / "exposure.sql").read_text(encoding="utf-8").format(**words)


def _answer(found: "pa.Table", by: tuple[str, ...], notes: Mapping[Any, Any]) -> Exposure:
    totals: dict[tuple[Any, ...], int] = {}
    sums: dict[tuple[Any, ...], dict[str, int]] = {}
    lost: list[dict[str, Any]] = []
    for row in found.to_pylist():
        group = tuple(row[f"g{n}"] for n in range(len(by)))
        if row["why"] is not None:
            value = int(row["total"]) / THOUSAND
            lost.append({"reason": row["why"], "what": row["what"] or "", "rows": int(row["n"]), "value": value})
            continue
        # a line has a row for every regime that it may have, and for licence always
        totals[group] = totals.get(group, 0) + (int(row["total"]) if row["regime"] == REGIMES[1] else 0)
        sums[*group, row["regime"]] = {name: int(row[name]) for name in NOTHING}
    rows = [
        {**dict(zip(by, group, strict=True)), "regime": regime, **_bounds(total, sums.get((*group, regime), NOTHING))}
        for group, total in sorted(totals.items(), key=lambda own: tuple(map(str, own[0])))
        for regime in REGIMES[1:]
    ]
    table = pd.DataFrame(rows, columns=[*by, "regime", *_bounds(0, NOTHING)])
    unmatched = pd.DataFrame(lost, columns=["reason", "what", "rows", "value"])
    table.attrs.update(notes)
    unmatched.attrs.update(notes)
    return Exposure(table, unmatched.sort_values(["reason", "what"], ignore_index=True))


def _bounds(total: int, sums: Mapping[str, int]) -> dict[str, float | int | None]:
    """Return values and shares of one group and regime; each is one division of whole numbers."""
    whole, part, shared, unknown = (sums[name] for name in ("whole", "part", "shared", "unknown"))
    base, scale = total * UNIT, THOUSAND * UNIT
    share = {
        "lower": whole,
        "central": None if sums["unshared"] else whole * MILLION + sums["central"],
        "upper": whole + part,
        "at_most": whole + part + unknown,
    }
    return {
        "total": total / THOUSAND,
        "whole": whole / scale,
        "part_shared": shared / scale,
        "part_unshared": (part - shared) / scale,
        "unknown": unknown / scale,
        **{
            name: v / (base * MILLION if name == "central" else base) if base and v is not None else None
            for name, v in share.items()
        },
        "lines_without_share": sums["unshared"],
    }
