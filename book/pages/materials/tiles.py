"""The head of a material's page: tiles, its status over time, its goods, one chart."""

import datetime
from collections.abc import Iterable, Iterator
from functools import partial

import exportcurbs as ec
from exportcurbs._reader import Row

from book.pages.ask import words
from book.pages.ask.words import FREE, LETTERS, REGIME_WORDS, letter, needed, once, partly, resting, since_words
from book.pages.common.chart_style import SERIES
from book.pages.common.charts import Chart, select, worded
from book.pages.common.markup import Markup, joined, md, section, table
from book.pages.common.names import day_name, graded, in_a_sentence, spaced, unit_name
from book.pages.common.plots import Point, lines
from book.pages.common.record import Record
from book.pages.common.template import block_from
from book.pages.trade.charts import PRICED, price

PLACES, USES = ("JPN", "USA", "ROW"), ("civil", "military")
STRIP = (*(("civil", place) for place in PLACES), ("military", "JPN"), ("military", "USA"))
FROM = datetime.date(2020, 1, 1)
PRICES = ("price_europe", "price_fob_china", "price_international", "price_us", "price_annual", "price_china")
LEAST_YEARS = 5
# Name, values each with a regime to mark and a note, and of a status the answer that gives its colour.
Tile = tuple[str, list[tuple[str, ec.Status | None, object]], ec.Status | None]
Run = tuple[str, datetime.date, datetime.date]


def tiles(record: Record, key: str) -> Markup:
    """Return tiles: what a civil and a military export needs, China's share, reliance, the latest price."""
    found = [*(_status(record, key, place) for place in PLACES), *_figures(record, key)]
    return block_from("tiles", record, tiles=found, swatch=swatch)


def _status(record: Record, key: str, place: str) -> Tile:
    found = {use: record.data.status(key, place, record.as_of, end_use=use) for use in USES}
    same = len({(a.regime, a.strictest, a.since) for a in found.values()}) == 1
    told = {"civil and military use": found["civil"]} if same else {f"{use} use": a for use, a in found.items()}
    values: list[tuple[str, ec.Status | None, object]]
    values = [(f"{use[:1].upper()}{use[1:]}: {needed(a)}", a, _note(a)) for use, a in told.items()]
    return f"To {in_a_sentence(record.country(place))}, {record.as_of}", values, found["civil"]


def _note(answer: ec.Status) -> Markup:
    since = "" if partly(answer) and answer.regime in FREE else since_words(answer)
    return joined((since, "presumed" if answer.basis == "presumed" else "", resting(answer)), "; ")


def opening(record: Record, key: str) -> Markup:
    """Return in a sentence or two what an export of a material needs on the last day, by use and destination."""
    name = record.material(key)
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    more = {"places": PLACES, "words": words, "day_name": day_name, "in_a_sentence": in_a_sentence}
    return block_from("opening", record, key=key, small=small, **more) if record.last_day else Markup("")


def _figures(record: Record, key: str) -> Iterator[Tile]:
    groups = [g for g in sorted(record.groups.get(key, ())) if g == "rare_earths"]
    for name, indicators, where in (
        ("China's share of world output", ("production_share",), {"reporter": "CHN"}),
        ("United States: net imports in use", ("net_import_reliance",), {"reporter": "USA"}),
        ("Latest price", PRICES, {}),
    ):
        rows = _preferred(record, "material_id", key, indicators, where)
        of_group = not rows and bool(groups) and indicators != PRICES
        rows = _preferred(record, "group_id", groups[0], indicators, where) if of_group else rows
        if rows:
            # of one day the surest goes first, and one of all forms together
            rows.sort(key=lambda r: (r["evidence_grade"], r["form"] or ""))
            # a price that only a weak source tells does not stand for a material while a serious one does
            place = indicators.index
            row = max(rows, key=lambda r: (r["evidence_grade"] < "D", r["period_end"], -place(r["indicator_id"])))
            value, note = _figure(record, row, " (rare earths together)" if of_group else "")
            yield name, [(value, None, note)], None


def _preferred(record: Record, column: str, key: str, indicators: Iterable[str], where: dict[str, str]) -> list[Row]:
    rows = (r for r in record.by("observations", column, key) if r["is_preferred"] and r["indicator_id"] in indicators)
    return [r for r in rows if all(r[c] == v for c, v in where.items())]


def _figure(record: Record, row: Row, more: str) -> tuple[str, str]:
    """Return a figure with its unit, and where and when it held."""
    sign = {"at_least": "more than ", "at_most": "less than "}.get(row["bound"], "")
    percent = row["unit"] == "percent"
    value = f"{sign}{row['value']:,g} %" if percent else f"{sign}{row['value']:,g} {unit_name(row['unit'])}"
    whole_year = (row["period_start"].month, row["period_end"].month) == (1, 12)
    when = str(row["period_end"].year) if whole_year else day_name(row["period_end"])
    what = "" if percent else record.one("indicators", "indicator_id", row["indicator_id"])["title"]
    return value, ", ".join(filter(None, (what, spaced(row["form"]), when + more, graded(row["evidence_grade"]))))


def strip(record: Record, key: str) -> Markup:
    """Return a bar of regimes over time for each destination and use, under the years."""
    last = record.last_day
    if last is None or not record.by("material_status", "material_id", key):
        return Markup("")
    ends = {year: min(datetime.date(year, 12, 31), last) for year in range(FROM.year, last.year + 1)}
    years = [(year, (end - datetime.date(year, 1, 1)).days + 1) for year, end in ends.items()]
    bars = [_bar(record.country(place), use, _runs(record, key, place, use, last), last) for use, place in STRIP]
    return block_from("strip", record, years=years, bars=bars)


def _bar(place: str, use: str, runs: Iterable[Run], last: datetime.date) -> tuple[object, ...]:
    """Return destination, use, the days before the first of the runs, and each with its days and in words."""
    pieces = [
        (regime, (end - first).days + 1, f"{REGIME_WORDS[regime]} from {first} to {end}") for regime, first, end in runs
    ]
    return place, use, (last - FROM).days + 1 - sum(days for _, days, _ in pieces), pieces


def _runs(record: Record, key: str, place: str, use: str, last: datetime.date) -> Iterator[Run]:
    """Yield the regimes of the days from FROM on, each as long as it lasts."""
    rows = [r for r in record.by("material_status", "material_id", key) if r["end_use"] == use]
    own = [r for r in rows if r["destination"] == place] or [r for r in rows if r["destination"] == "ROW"]
    held: Run | None = None
    for row in sorted(own, key=lambda r: r["first_day"]):
        first, end = max(row["first_day"], FROM), min(row["last_day"] or last, last)
        if first > end:
            continue
        if held and held[0] == row["regime"]:
            held = held[0], held[1], end
            continue
        if held:
            yield held
        held = row["regime"], first, end
    if held:
        yield held


def swatch(answer: ec.Status) -> Markup:
    """Return the colour and letter of an answer, of its strictest in brackets where only a part needs more."""
    if partly(answer) and answer.regime in FREE:
        shown = answer.strictest, f"({LETTERS[answer.strictest]})"
        return md('<span class="swatch" data-regime="{}" data-part>{}</span>', *shown)
    return md('<span class="swatch" data-regime="{}">{}</span>', answer.regime, letter(answer) or "·")


def goods_table(record: Record, key: str) -> Markup:
    """Return the goods of a material with what each needs on the last day, to most countries, for civil use."""
    found = record.data.status(key, "ROW", record.as_of).goods
    rows = []
    for row in sorted(found, key=lambda r: (r["role"] != "heads", not r["ordinary"], r["name"])):
        own = record.data.status(row["goods_id"], "ROW", record.as_of)
        goods = record.one("goods", "goods_id", row["goods_id"])
        under = REGIME_WORDS[own.strictest] if partly(own) else ""
        conditions = f"{under} if: {once(row['conditions'])}" if under and row["conditions"] else under
        role = "contains it" if row["role"] == "contains" else "mostly traded so" if row["ordinary"] else ""
        since = own.since if own.regime not in ("none", "unknown") else ""
        needs = md("{} {}", swatch(own), "; ".join(filter(None, (needed(own), resting(own)))))
        name = md("{}<br>({})", row["name"], role) if role else row["name"]
        rows.append([name, spaced(goods["form"]), needs, since, conditions, ", ".join(goods["hs6"] or ())])
    headings = ("Goods", "Form", "What it needs", "Since", "Conditions", "HS 2022")
    which = f"On {record.as_of}, civil use, to a destination that no rule singles out. A question mark: presumed."
    return section("Its goods", which if rows else "", table(headings, rows, "goods")) if rows else Markup("")


def chart(record: Record, key: str) -> Chart | None:
    """Return the chart of a material: its prices in Europe and China, or its price by year."""
    if key in PRICED:
        return price(record, key)
    found = [r for r in record.by("observations", "material_id", key) if r["indicator_id"] == "price_annual"]
    found = [r for r in found if r["is_preferred"] and r["unit"].startswith("usd_per_") and r["statistic"] == "mean"]
    kinds: dict[tuple[str | None, str, str | None], list[Row]] = {}
    for row in found:
        kinds.setdefault((row["form"], row["unit"], row["printed_item"]), []).append(row)
    years = {kind: sorted({r["period_start"] for r in rows}) for kind, rows in kinds.items()}
    form, unit, printed = max(years, key=lambda k: (len(years[k]), years[k][-1], str(k)), default=("", "", ""))
    rows, sql = select(
        record, "observations", indicator_id="price_annual", material_id=key, form=form, unit=unit,
        printed_item=printed, statistic="mean", is_preferred=True,
    )  # fmt: skip
    if len({r["period_start"] for r in rows}) < LEAST_YEARS:
        return None
    rows.sort(key=lambda r: r["period_start"])
    per, kind = unit_name(unit), f", {spaced(form)}" if form else ""
    shown = [Point(r["period_start"], r["period_end"], r["value"]) for r in rows]
    draw = partial(lines, shown, {"": SERIES}, (shown[0].first, shown[-1].last), gap=370)
    names = {"material": key, "name": record.material(key), "per": per, "kind": kind}
    return worded("price-by-year", rows, sql, draw, first=shown[0], last=shown[-1], **names)
