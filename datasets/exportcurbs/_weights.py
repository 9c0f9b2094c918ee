"""Exposure weights: of each period the days on which a customs line stood, or may have stood, under a regime."""

import datetime
from collections.abc import Callable
from math import lcm
from typing import TYPE_CHECKING, Any

from exportcurbs._ask import checked, editions_of
from exportcurbs._heavy import np, pa, pc, pd
from exportcurbs._layouts import BEGAN, CHINA
from exportcurbs._reader import Reader
from exportcurbs.law.answers import Spell
from exportcurbs.law.engine import LINE
from exportcurbs.law.regimes import PANEL_USES, RANK, REGIMES, UNKNOWN

if TYPE_CHECKING:
    Matrix = np.ndarray[Any, Any]

FIRST_YEAR = 2009
# Months of an edition are counted for ten years, unless it is asked for: that of the year and the one before.
MONTHS_OF_EDITION = 10
KINDS = {"year": "Y", "month": "M"}
# Days of years and months have all of these as lengths: in this unit every share of a period is a whole number.
UNIT = lcm(365, 366, 28, 29, 30, 31)
MILLION = 1_000_000
ROW, OTHER = "ROW", "~"
KEY = ["hs_edition", "hs6", "destination"]
SUMMED = ("days_whole", "days_part", "days_shared", "share_days", "days_unknown")


def exposure_weights(
    data: Reader, by: str = "year", end_use: str = "civil", edition: str | None = None
) -> "pd.DataFrame":
    """Return the table on which exposure joins trade figures, for a join of your own.

    by: `year` or `month`, from 2009 to the as-of day; end_use: civil or military; edition: one of HS2002 to HS2022, by
    default all, but of months each for ten years only. One row per hs_edition, hs6, destination, period and regime
    (from licence on), with the days of the period and of these the days on which the line stood under at least that
    regime: days_whole (all that it holds), days_part (some of it), days_shared (days_part with a known share of value),
    share_days (the sum of these shares, in millionths), days_unknown (not ruled out). Rows above licence that would be
    all 0 are left out. A destination without rows of a line has those of ROW. A line without rows holds nothing that a
    rule of China names: unknown to the day before the whole list was read (2024-12-01), none from then on, but where UN
    measures ban it for North Korea. ValueError for an unknown period, end use or edition.
    """
    frame: pd.DataFrame = data.kept(weights, by, end_use, edition).to_pandas()
    return frame[~frame["hs6"].str.startswith(OTHER)].reset_index(drop=True)


def weights(data: Reader, by: str, end_use: str, edition: str | None) -> "pa.Table":
    """Return the same as an Arrow table."""
    checked(("by", by, KINDS), ("end_use", end_use, PANEL_USES), ("edition", edition, (None, *BEGAN)))
    spells = _spells(data, end_use, edition)
    keys = spells[KEY]
    starts = np.flatnonzero((keys != keys.shift()).any(axis=1))
    units = keys.iloc[starts]
    span = np.array([f"{FIRST_YEAR}-01-01", data.as_of], f"datetime64[{KINDS[by]}]")
    firsts = np.arange(span[0], span[1] + 2)
    labels, edges = firsts[:-1].astype(str), firsts.astype("datetime64[D]").astype(int)
    counts, days = _counts(data, spells, edges), np.diff(edges)
    begun, years = units["hs_edition"].map(BEGAN).to_numpy()[:, None], labels.astype("U4").astype(int)
    used = (begun <= years) & (years < begun + MONTHS_OF_EDITION) | (by == "year" or edition is not None)
    parts = []
    for rank, regime in enumerate(REGIMES[1:], 1):
        *sums, settled = (np.add.reduceat(matrix, starts, axis=0) for matrix in counts(rank))
        sums.append(days - settled)
        unit, period = np.nonzero(used & ((rank == 1) | np.any(sums, axis=0)))
        columns = {name: pa.array(units[name].tolist()).take(unit) for name in KEY}
        columns |= {"period": pa.array(labels.tolist()).take(period), "regime": pa.repeat(regime, len(unit))}
        columns |= {"days": days[period], **{n: m[unit, period] for n, m in zip(SUMMED, sums, strict=True)}}
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def _spells(data: Reader, end_use: str, edition: str | None) -> "pd.DataFrame":
    frame = data.kept(_all_spells, end_use)
    return frame if edition is None else frame[frame["hs_edition"] == edition]


def _all_spells(data: Reader, end_use: str) -> "pd.DataFrame":
    """Return the rows of hs6_status for an end use, and likewise the answers for lines that have none there."""
    as_of, day = data.law.book.as_of, datetime.date.fromordinal
    open_ = [Spell(as_of, as_of, UNKNOWN, REGIMES[0], REGIMES[-1], UNKNOWN, (), (), UNKNOWN)]
    own = [
        (edition, OTHER + hs6, place, s.at_least, s.strictest, s.at_most, *(pd.Timestamp(day(d)) for d in s[:2]))
        for hs6 in dict.fromkeys(data.kept(alike).values())
        for place in data.law.places((LINE, hs6))
        for s in data.law.spells((LINE, hs6), place, end_use) or open_
        for edition in BEGAN
    ]
    frame = data.load("hs6_status", dtypes="numpy").query("end_use == @end_use")
    columns = [*KEY, "at_least", "strictest", "at_most", "first_day", "last_day"]
    return pd.concat([frame[columns], pd.DataFrame(own, columns=columns)]).sort_values([*KEY, "first_day"])


def alike(data: Reader) -> dict[str, str]:
    """Return for each six-digit code one that is answered alike where no goods are known: the same rules print both."""
    printed, first = {p for r in data.law.reach.rules for p in r.lines}, dict[tuple[str, ...], str]()
    touched = ((h, tuple(p for p in printed if h.startswith(p) or p.startswith(h))) for h in data.kept(editions_of))
    return {hs6: first.setdefault(own, hs6) for hs6, own in touched}


def _counts(data: Reader, spells: "pd.DataFrame", edges: "Matrix") -> "Callable[[int], list[Matrix]]":
    """Return a function from the rank of a regime to the days of each spell (a row) in each period (a column).

    In order: whole, in part, in part with a known share, these weighed with it, and all days that are settled.
    """

    def overlap(first: "Matrix", last: "Matrix") -> "Matrix":
        inside = np.minimum(last[:, None] + 1, edges[1:]) - np.maximum(first[:, None], edges[:-1])
        return np.maximum(inside, 0)  # type: ignore[no-any-return]

    first, last = (spells[f"{n}_day"].to_numpy().astype("datetime64[D]").astype(int) for n in ("first", "last"))
    own = overlap(first, last)
    shared, weighed = np.zeros_like(own), np.zeros_like(own)
    for row in data.rows("hs6_scope"):
        if row["value_share"] is not None:
            at = np.flatnonzero((spells["hs_edition"] == row["hs_edition"]) & (spells["hs6"] == row["hs6"]))
            begun, ended = (int(np.datetime64(row[f"{n}_day"], "D").astype(int)) for n in ("first", "last"))
            days = overlap(np.maximum(first[at], begun), np.minimum(last[at], ended))
            shared[at] += days
            weighed[at] += days * round(row["value_share"] * MILLION)
    columns = ("at_least", "strictest", "at_most")
    least, known, most = (spells[c].map(RANK).fillna(0).to_numpy()[:, None] for c in columns)

    def counts(rank: int) -> "list[Matrix]":
        part = (least < rank) & (known >= rank)
        settled = (least >= rank) | part | (most < rank)
        return [own * (least >= rank), own * part, shared * part, weighed * part, own * settled]

    return counts


def sides(data: Reader, kinds: tuple[str, ...], end_use: str, edition: str | None) -> "dict[str, pa.Table]":
    """Return the small tables that exposure joins.

    codes: those of each edition, and the line whose weights count; places by any code; routes: of a line and place the
    destination whose weights count; weights.
    """
    known = pa.concat_tables([weights(data, kind, end_use, edition) for kind in kinds])
    unit = pc.divide(pa.scalar(UNIT), known["days"])
    apart = _spells(data, end_use, edition)[KEY].drop_duplicates()
    named = sorted(set(apart["destination"]))
    routes = apart[apart["destination"] == ROW][KEY[:2]].merge(pd.DataFrame({"place": named}), "cross")
    routes = routes.merge(apart.assign(place=apart["destination"]), "left").fillna({"destination": ROW})
    codes = {
        str(int(row[column]) if column == "m49" else row[column]): row["iso3"]
        for column in ("m49", "baci_code", "iso2", "iso3")
        for row in data.rows("countries")
        if row["iso3"] not in (CHINA, ROW) and row[column] is not None
    }
    places = [{"code": c, "iso3": iso3, "place": iso3 if iso3 in named else ROW} for c, iso3 in codes.items()]
    tables = {"weights": known.drop_columns("days").append_column("unit", unit), "places": pa.Table.from_pylist(places)}
    tables["routes"] = pa.Table.from_pandas(routes, preserve_index=False)
    ruled, other = set(zip(apart["hs_edition"], apart["hs6"], strict=True)), data.kept(alike)
    own = ((e, hs6) for hs6, editions in data.kept(editions_of).items() for e in editions)
    lines = [{"hs_edition": e, "hs6": h, "line": h if (e, h) in ruled else OTHER + other[h]} for e, h in own]
    tables["codes"] = pa.Table.from_pylist(lines)
    return {
        name: own.rename_columns([c if c in SUMMED else f"{name[0]}_{c.removeprefix('hs_')}" for c in own.column_names])
        for name, own in tables.items()
    }
