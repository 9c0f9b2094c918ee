"""The page on the record itself: its weakest numbers first."""

import datetime
from collections import Counter

import krippendorff
from exportcurbs._reader import Row
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from book.pages.common.markup import Markup, html_link, joined, link, table, table_link
from book.pages.common.names import percent, spaced, words_of
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.record.doubts import Doubt, compared, doubtful, faults_missed, gaps, known_issues, uncovered
from validation.definitions.tables import GRADES, curated_tables

LONGEST, KINDS = 15, words_of("kind of error")
JUDGED = ("Sample", "Rows", "Right", "Wrong", "Doubtful", "Without a copy", "Share wrong", "Share wrong or doubtful")


def quality_page(record: Record) -> Markup:
    """Return the page that shows the weakest points of the record first."""
    weak = (_grades, _read, _names, _presumed, compared, doubtful, gaps, uncovered)
    doubts = sorted((doubt(record) for doubt in weak), key=lambda d: -d.part / max(d.whole, 1))
    headline = [[d.what, f"{d.part:,} of {d.whole:,}", percent(d.part, d.whole)] for d in doubts]
    readings = _second_readings(record)
    return from_template(
        "quality",
        record,
        headline=table(("What", "How many", "Share"), headline),
        readings=readings,
        samples=_samples(record),
        coded=_agreement(record),
        faults=faults_missed(record),
        doubts=doubts,
        **known_issues(record),
    )


def _second_readings(record: Record) -> dict[str, Markup]:
    """Return what second readings found: the worst of each table, tables without an error apart, and every reading."""
    checks: dict[str, list[Row]] = {}
    for check in sorted(record.rows("reading_checks"), key=lambda c: -c["errors"] / c["read"]):
        checks.setdefault(check["checked_table"], []).append(check)
    rows = [
        [link(f"table-{name}.md", _plain(name)), *_found(own[0]), f"{sum(c['errors'] > 0 for c in own)} of {len(own)}"]
        for name, own in checks.items()
    ]
    faulty = sum(own[0]["errors"] > 0 for own in checks.values())
    every = [
        [joined((_plain(name), "" if c["column_name"] == "row" else spaced(c["column_name"]))), *_found(c), c["method"]]
        for name, own in checks.items()
        for c in own
    ]
    heads = ("Table", "Kind of error", "Wrong", "Rate", "Readings with an error")
    parts = {"worst": rows[:faulty], "clean": rows[faulty:]}
    shown = {key: table(heads, part, "checks") for key, part in parts.items()}
    return {**shown, "every": table((*heads[:4], "How it was read"), every, "checks")} if checks else {}


def _plain(name: str) -> str:
    return spaced(name).capitalize()


def _found(check: Row) -> list[object]:
    errors, read = check["errors"], check["read"]
    return [KINDS[check["kind"]], f"{errors:,} of {read:,}", _share(errors, read)]


def _share(errors: int, read: int) -> str:
    """Return a rate in percent with its 95 % interval (Wilson)."""
    shares = (errors / read, *proportion_confint(errors, read, method="wilson"))
    return "{:.1f} % ({:.1f} to {:.1f})".format(*(100 * share for share in shares))


def _samples(record: Record) -> Markup:
    """Return the random samples of the whole record, the youngest first, as their readers judged the rows."""
    rows = []
    for row in reversed(record.measured("samples.csv")):
        wrong, doubtful, judged = (int(row[c]) for c in ("wrong", "doubtful", "read"))
        copies = judged - int(row["without_copy"])
        shares = [_share(wrong, copies), _share(wrong + doubtful, copies)]
        rows.append([*(row[c] for c in ("sample", "read", "right", "wrong", "doubtful", "without_copy")), *shares])
    return table(JUDGED, rows, "samples")


def _agreement(record: Record) -> dict[str, float] | None:
    """Return how far two coders of the episodes agree: share of equal values and Krippendorff's alpha (nominal)."""
    codings = record.rows("codings")
    if not codings:
        return None
    values = [[c["value_a"] or "none" for c in codings], [c["value_b"] or "none" for c in codings]]
    domain = sorted({v for row in values for v in row})
    alpha = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal", value_domain=domain)
    same, episodes = sum(a == b for a, b in zip(*values, strict=True)), {c["episode_id"] for c in codings}
    return {"episodes": len(episodes), "all": len(codings), "same": same, "alpha": alpha}


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
    whole = record.table(name)  # the panels as rows would fill gigabytes
    return Counter(whole["evidence_grade"].to_pylist() if "evidence_grade" in whole.column_names else ())


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
            html_link(f"measures.html#measure-{p['measure_id']}", titles[p["measure_id"]]),
            spaced(p["state"]),
            p["first_day"],
            p["last_confirmed"],
        ]
        for n, p in presumed[:LONGEST]
    ]
    headings = ("Days presumed", "Measure", "State", "First day", "Last confirmed")
    shown = {"longest": LONGEST, "table": table(headings, rows, "presumed")}
    return Doubt("presumed", "Periods with presumed days", len(presumed), len(spans), shown)
