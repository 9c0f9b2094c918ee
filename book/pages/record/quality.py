"""The page on the record itself: its weakest numbers first."""

import datetime
from collections import Counter

import krippendorff
from exportcurbs._reader import Row
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from book.pages.common.markup import Markup, code, md, table, table_link
from book.pages.common.names import percent, spaced
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.record.doubts import Doubt, compared, doubtful, faults_missed, gaps, known_issues, uncovered
from validation.definitions.tables import GRADES, curated_tables

LONGEST = 15


def quality_page(record: Record) -> Markup:
    """Return the page that shows the weakest points of the record first."""
    weak = (_grades, _read, _names, _presumed, compared, doubtful, gaps, uncovered)
    doubts = sorted((doubt(record) for doubt in weak), key=lambda d: -d.part / max(d.whole, 1))
    headline = [[d.what, f"{d.part:,} of {d.whole:,}", percent(d.part, d.whole)] for d in doubts]
    methods: dict[str, int] = {}
    return from_template(
        "quality",
        record,
        headline=table(("What", "How many", "Share"), headline),
        readings=_second_readings(record, methods),
        methods=methods,
        coded=_agreement(record),
        faults=faults_missed(record),
        doubts=doubts,
        **known_issues(record),
    )


def _second_readings(record: Record, methods: dict[str, int]) -> Markup:
    """Return the error rates that second readings found, worst first; how each was made is numbered in `methods`."""
    rows: list[list[object]] = []
    for check in sorted(record.rows("reading_checks"), key=lambda c: -c["errors"] / c["read"]):
        low, high = proportion_confint(check["errors"], check["read"], method="wilson")
        rate = [100 * share for share in (check["errors"] / check["read"], low, high)]
        column = "whole row" if check["column_name"] == "row" else code(check["column_name"])
        what = md("{}<br>{}", table_link(check["checked_table"]), column)
        wrong, share = f"{check['errors']:,} of {check['read']:,}", md("{:.1f} %<br>({:.1f} to {:.1f})", *rate)
        rows.append([what, check["kind"], wrong, share, methods.setdefault(check["method"], len(methods) + 1)])
    return table(("What was read", "Kind of error", "Wrong", "Rate", "Reading"), rows, "checks")


def _agreement(record: Record) -> dict[str, float] | None:
    """Return how far two coders of the episodes agree: share of equal values and Krippendorff's alpha (nominal)."""
    codings = record.rows("codings")
    if not codings:
        return None
    values = [[c["value_a"] or "none" for c in codings], [c["value_b"] or "none" for c in codings]]
    domain = sorted({v for row in values for v in row})
    alpha = krippendorff.alpha(
        value_counts=None, reliability_data=values, level_of_measurement="nominal", value_domain=domain
    )
    same = sum(a == b for a, b in zip(*values, strict=True))
    return {"episodes": len({c["episode_id"] for c in codings}), "all": len(codings), "same": same, "alpha": alpha}


def _grades(record: Record) -> Doubt:
    graded = [(name, grades) for name in record.data.tables() if (grades := _grades_of(record, name))]
    graded.sort(key=lambda pair: (-(pair[1]["C"] + pair[1]["D"]) / pair[1].total(), pair[0]))
    order = tuple(reversed(GRADES))
    rows = [
        [table_link(n), f"{g.total():,}", *(f"{g[grade]:,}" for grade in order), percent(g["C"] + g["D"], g.total())]
        for n, g in graded
    ]
    curated = {info.name for info in curated_tables()}
    typed = [g for name, g in graded if name in curated]
    weak, whole = sum(g["C"] + g["D"] for g in typed), sum(g.total() for g in typed)
    shown = table(("Table", "Rows", *order, "C or D"), rows)
    return Doubt("grades", "Curated rows that rest on one voice or less (C or D)", weak, whole, {"table": shown})


def _grades_of(record: Record, name: str) -> Counter[str]:
    return Counter(row["evidence_grade"] for row in record.rows(name) if "evidence_grade" in row)


def _read(record: Record) -> Doubt:
    read = Counter(source["read_as"] for source in record.rows("sources"))
    return Doubt("read", "Sources that nobody read", read["not_seen"], read.total(), read)


def _names(record: Record) -> Doubt:
    codes, items = record.rows("control_codes"), record.rows("measure_items")
    listings, entities = record.rows("listings"), record.rows("entities")
    kinds: list[tuple[str, str, list[bool]]] = [
        ("control_codes", "item name is ours, not read", [r["name_basis"] == "reconstructed" for r in codes]),
        ("control_codes", "no Chinese name", [r["name_zh"] is None for r in codes]),
        ("measure_items", "item inferred, no notice names it", [r["basis"] == "inferred" for r in items]),
        ("measure_items", "notice printed the item without the code", [r["basis"] == "recoded" for r in items]),
        ("entities", "no Chinese name", [r["name_zh"] is None for r in entities]),
        ("listings", "name as printed not seen in Chinese", [r["name_zh_printed"] is None for r in listings]),
    ]
    kinds.sort(key=lambda k: -sum(k[2]) / max(len(k[2]), 1))
    rows = [[table_link(t), w, f"{sum(f):,} of {len(f):,}", percent(sum(f), len(f))] for t, w, f in kinds]
    shown = table(("Table", "What", "Rows", "Share"), rows)
    ours = sum(r["name_basis"] == "reconstructed" for r in codes)
    return Doubt("names", "Item names that are ours, not read", ours, len(codes), {"table": shown})


def presumed_days(period: Row, as_of: datetime.date | None) -> int:
    """Return how many days of a period, up to as_of, no source attests."""
    ends = [day for day in (period["last_day"], as_of) if day is not None]
    return max((min(ends) - period["last_confirmed"]).days, 0) if ends else 0


def _presumed(record: Record) -> Doubt:
    titles = {m["measure_id"]: m["title"] for m in record.rows("measures")}
    spans = [(presumed_days(p, record.last_day), p) for p in record.rows("measure_periods") if p["state"] != "ended"]
    presumed = sorted(((n, p) for n, p in spans if n), key=lambda s: (-s[0], s[1]["measure_id"], s[1]["first_day"]))
    rows = [
        [
            f"{n:,}",
            md("{} {}", titles[p["measure_id"]], code(p["measure_id"])),
            spaced(p["state"]),
            p["first_day"],
            p["last_confirmed"],
        ]
        for n, p in presumed[:LONGEST]
    ]
    headings = ("Days presumed", "Measure", "State", "First day", "Last confirmed")
    shown = {"longest": LONGEST, "table": table(headings, rows, "presumed")}
    return Doubt("presumed", "Periods with presumed days", len(presumed), len(spans), shown)
