"""Trade data beside the law: partners and editions of the HS mapped, the treatment of each month or year attached."""

import datetime
import re
import warnings
from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Any, NamedTuple

from exportcurbs._ask import HS, checked, editions_of
from exportcurbs._frame import _column, _distinct, _names, _with
from exportcurbs._frames import SEPARATOR
from exportcurbs._heavy import np, pa, pc, pd
from exportcurbs._reader import Reader
from exportcurbs._rests import month_days
from exportcurbs.law.engine import LINE
from exportcurbs.law.regimes import ANSWERS, NONE, PANEL_USES, RANK, REGIMES

# Columns of partner, product and time by the code of the partners.
DEFAULTS = {"baci": ("j", "k", "t"), "m49": ("partner", "hs6", "month"), "iso3": ("partner", "hs6", "month")}
UNKNOWN_AT = len(REGIMES)
COUNTS = (*(f"days_{regime}" for regime in REGIMES), "days_unknown", "days_at_least_licence", "days_part_only")
ADDED = ("iso3", "destination", "hs6_2022", "hs_relation", *COUNTS, "strictest", "unmatched")
# First and last day, regime, at least, strictest, and the rules behind them.
Told = tuple[int, int, str, str, str, list[str]]
# What a cell was read as, and nothing; or nothing, and why not.
Read = tuple[Any, str | None]


class Joined(NamedTuple):
    """A table with the treatment of each row, all rows kept, and what is unmatched: reason, column, what, rows.

    Columns added: iso3; destination (as the rules name it, or ROW); hs6_2022 (the codes of HS 2022 that the product
    feeds, joined by `|`); hs_relation (same, merge, split, complex; none: no code of HS 2022 under control draws from
    it); the days of each regime in the month or year, which add up to it, of what is sure of all that the product
    holds; days_at_least_licence; days_part_only (rules reached only a part of it); strictest (the strictest regime of
    any day, also where it reached only a part); unmatched (why a row has no days). `attrs` of pandas frames hold
    version, as_of, licence and citation, and measure_ids: the rules behind the days, which `bibliography` reads.
    """

    frame: Any
    unmatched: "pd.DataFrame"


def join_trade(  # noqa: PLR0913 - a column for each of partner, product and time
    data: Reader,
    frame: Any,
    code: str = "iso3",
    hs: str = "",
    *,
    partner: str | None = None,
    product: str | None = None,
    time: str | None = None,
    end_use: str = "civil",
) -> Joined:
    """Return trade data with what exporting from China needed, and what of them did not match: frame, unmatched.

    frame: a pandas or polars DataFrame or a pyarrow Table, one row per partner, product and month (YYYY-MM, a date, or
    202403) or year; code: of the partners, `baci` (CEPII), `m49` (also as UN Comtrade varies it) or `iso3`; hs: edition
    of the products, HS2002 to HS2022 (zeros that a number lost are put back); partner, product, time: its columns, by
    default j, k, t of BACI (with exporters i), else partner, hs6 and month or year. Added to every row are the columns
    that `Joined` tells; a UserWarning counts unmatched rows. ValueError for what cannot be read.
    """
    checked(("end_use", end_use, PANEL_USES))
    names, book = _columns(frame, code, partner, product, time), data.law.book
    place, links = book.place, _links(data, hs)
    reads, at, lost = _read(frame, names, _readers(data, code, hs))
    partners, products, spans = ([value for value, _ in own] for own in reads[:3])
    added = _texts(reads, at, partners, [links(k) if k else ("", "none") for k in products], place)
    places = [p and place(p) for p in partners]
    ask = cache(lambda product, to: _spells(data, hs, product, to, end_use) if product and to else [])
    days, strictest, used = _days(ask, [(products, at[1]), (places, at[0]), (spans, at[2])], book.as_of)
    bad = added["unmatched"].is_valid().to_numpy(zero_copy_only=False)
    added |= {n: pa.array(own, pa.int32(), mask=bad) for n, own in zip(COUNTS, days, strict=True)}
    added["strictest"] = pa.array(strictest, pa.string(), mask=bad)
    missing = pd.DataFrame(lost, columns=["reason", "column", "what", "rows"])
    missing.attrs = dict(data.identity)
    if lost:
        warnings.warn(f"{int(bad.sum()):,} rows are unmatched: see unmatched", UserWarning, stacklevel=3)
    said, columns = {"answered_from": data.identity, "measure_ids": used}, {name: added[name] for name in ADDED}
    return Joined(_with(frame, columns, said), missing)


def _readers(data: Reader, code: str, hs: str) -> tuple[Callable[[Any], Read], ...]:
    """Return what reads partners, products, time and exporters."""
    known, as_of = _countries(data, code), data.law.book.as_of
    codes = {c for c, own in data.kept(editions_of).items() if hs in own}
    partner, product = lambda cell: _partner(known(cell), code), lambda cell: _product(cell, codes, hs)
    return partner, product, lambda cell: _span(cell, as_of), lambda cell: _exporter(known(cell))


def _read(
    frame: Any, names: Sequence[str], read: Sequence[Callable[[Any], Read]]
) -> tuple[list[list[Read]], "list[np.ndarray]", list[tuple[str, str, str, int]]]:
    """Return of each column its values as read, for each row which it has, and the values that could not be."""
    reads: list[list[Read]] = []
    at: list[np.ndarray] = []
    lost = []
    for name, reader in zip(names, read, strict=False):  # not every table has a column of exporters
        cells, own = _distinct(_column(frame, name))
        reads.append([reader(cell) for cell in cells])
        at.append(own)
        rows = np.bincount(own, minlength=len(cells)).tolist()
        known = zip(cells, reads[-1], rows, strict=True)
        lost += [(why, name, "" if c is None else str(c), n) for c, (_, why), n in known if n and why]
    return reads, at, lost


def _columns(frame: Any, code: str, *given: str | None) -> list[str]:
    """Return the columns of partner, product and time."""
    known = _names(frame)
    checked(("code", code, DEFAULTS))
    usual = ["year" if name == "month" and name not in known else name for name in DEFAULTS[code]]
    names = [own or default for own, default in zip(given, usual, strict=True)]
    for argument, name in zip(("partner", "product", "time"), names, strict=True):
        if name not in known:
            raise ValueError(f"{argument}: there is no column {name!r}; the columns are: {', '.join(known)}")
    if taken := [name for name in ADDED if name in known]:
        raise ValueError(f"frame: it has columns {', '.join(taken)} already; rename them")
    return [*names, *(["i"] if code == "baci" and "i" in known else [])]


def _countries(data: Reader, code: str) -> Callable[[Any], str | None]:
    """Return what reads a code of a country as ISO 3166."""
    rows = [r for r in data.rows("countries") if r["iso3"] != "ROW"]
    known: dict[str, str] = {r["iso3"]: r["iso3"] for r in rows}
    if code != "iso3":
        # UN Comtrade's own codes are those of BACI; M49 goes first where a code is asked for as such
        baci, m49 = ({str(int(r[c])): r["iso3"] for r in rows if r[c]} for c in ("baci_code", "m49"))
        known = baci if code == "baci" else baci | m49
    return lambda cell: known.get("" if cell is None else str(cell).strip().removesuffix(".0").lstrip("0"))


def _partner(found: str | None, code: str) -> Read:
    if found == "CHN":
        return None, "China itself: only exports from China have a treatment"
    return found, None if found else f"no country of the code {code}: an area, or a country of the past"


def _exporter(found: str | None) -> Read:
    return found, None if found == "CHN" else "not exported from China"


def _product(cell: Any, codes: Container[str], hs: str) -> Read:
    digits = "" if cell is None else str(cell).strip().removesuffix(".0")
    digits = digits.zfill(6) if len(digits) == 5 else digits
    return (digits, None) if digits in codes else (None, f"no code of {hs}")


def _span(cell: Any, as_of: int) -> Read:
    """Read a month or a year as its first and last days (ordinals)."""
    digits = re.sub(r"\D", "", "" if cell is None else str(cell).strip().removesuffix(".0"))[:6]
    try:
        first, last = (month_days(f"{digits[:4]}-{month}") for month in (digits[4:] or "01", digits[4:] or "12"))
    except ValueError:
        return None, "no month YYYY-MM or year"
    if first[0].toordinal() > as_of:
        return None, f"after the record, which goes to {datetime.date.fromordinal(as_of)}"
    return (first[0].toordinal(), last[1].toordinal()), None


def _links(data: Reader, hs: str) -> Callable[[str], tuple[str, str]]:
    """Return what gives the codes of HS 2022 that a product feeds, joined by `|`, and the relation."""
    by_code = data.rows_by("hs6_links", "edition", "hs6")
    editions = sorted({edition for edition, _ in by_code})
    if hs not in editions:
        fault = f"unknown {hs!r}" if hs else "it is not said of which HS edition the products are"
        raise ValueError(f"hs: {fault}; write one of: {', '.join(editions)}")

    def read(product: str) -> tuple[str, str]:
        if hs == HS:
            return product, "same"
        rows = by_code.get((hs, product), [])
        if not rows:
            return "", "none"
        relations, codes = {r["relation"] for r in rows}, sorted(r["hs6_2022"] for r in rows)
        return SEPARATOR.join(codes), relations.pop() if len(relations) == 1 else "complex"

    return read


def _spells(data: Reader, hs: str, product: str, place: str, use: str) -> list[Told]:
    """Return the answers for a line, as `exposure` has them; of one that no rule of China's names those of silence."""
    known = data.rows_by("hs6_status", "hs_edition", "hs6", "destination", "end_use")
    rows = known.get((hs, product, place, use)) or known.get((hs, product, "ROW", use))
    if rows is None:
        found = data.law.spells((LINE, product), place, use)
        return [(s.first, s.last, s.regime, s.at_least, s.strictest, [*s.measures, *s.part]) for s in found]
    days = ((r["first_day"].toordinal(), r["last_day"].toordinal(), r) for r in rows)
    columns = ("regime", "at_least", "strictest")
    return [(a, b, *(r[c] for c in columns), r["measure_ids"] + r["part_measure_ids"]) for a, b, r in days]


def _days(
    ask: Callable[[Any, Any], list[Told]], columns: Sequence[tuple[Sequence[Any], "np.ndarray"]], as_of: int
) -> "tuple[list[np.ndarray], np.ndarray, list[str]]":
    """Return, of the columns of products, places and spans of days, those of COUNTS and strictest, and the rules."""
    (products, at_product), (places, at_place), (spans, at_span) = columns
    question = (at_product * len(places) + at_place) * len(spans) + at_span
    asked, row = np.unique(question, return_inverse=True)
    units, unit = np.unique(asked // len(spans), return_inverse=True)
    spells = [ask(products[u // len(places)], places[u % len(places)]) for u in units.tolist()]
    first, last = np.array([span or (1, 1) for span in spans])[asked % len(spans)].T
    longest, empty = max(map(len, spells), default=0), (0, -1, UNKNOWN_AT, NONE, UNKNOWN_AT)
    table = np.full((len(spells), longest, len(empty)), empty)
    for n, own in enumerate(spells):
        for i, (begin, end, *regimes, _) in enumerate(own):
            table[n, i] = begin, end, *(RANK.get(regime, UNKNOWN_AT) for regime in regimes)
    days = np.zeros((len(unit), len(COUNTS)), np.int32)
    top, open_, used = np.zeros(len(unit), int), np.minimum(last, as_of) - first + 1, set[str]()
    for i in range(longest):
        begin, end, regime, least, most = table[unit, i].T
        shared = np.maximum(np.minimum(end, last) - np.maximum(begin, first) + 1, 0)
        days[np.arange(len(unit)), regime] += shared
        days[:, -2] += shared * (least > NONE)
        known = (most < UNKNOWN_AT) * shared
        open_ -= known
        days[:, -1] += known * ((least == NONE) & (most > NONE))
        top = np.maximum(top, most * (known > 0))
        used.update(m for u in np.unique(unit[shared > 0]) for m in spells[u][i][-1])
    days[:, UNKNOWN_AT] += last - first + 1 - days[:, : UNKNOWN_AT + 1].sum(axis=1)
    strictest = np.array(ANSWERS, object)[np.where((top == NONE) & (open_ > 0), UNKNOWN_AT, top)]
    return [own[row] for own in days.T], strictest[row], sorted(used)


def _texts(
    reads: Sequence[Sequence[Read]],
    at: Sequence["np.ndarray"],
    partners: Sequence[str | None],
    lines: Sequence[tuple[str, str]],
    place: Callable[[str], str],
) -> dict[str, "pa.Array"]:
    """Return the columns of text, row by row."""
    whys = [
        pa.array([why for _, why in own], pa.string()).take(pa.array(rows)) for own, rows in zip(reads, at, strict=True)
    ]
    columns = {
        "iso3": (partners, at[0]),
        "destination": ([p and place(p) for p in partners], at[0]),
        "hs6_2022": ([codes for codes, _ in lines], at[1]),
        "hs_relation": ([relation for _, relation in lines], at[1]),
    }
    found = {name: pa.array(cells, pa.string()).take(pa.array(rows)) for name, (cells, rows) in columns.items()}
    return found | {"unmatched": pc.coalesce(*whys)}
