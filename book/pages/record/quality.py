"""The page on the record itself: its weakest numbers first."""

import datetime
from collections import Counter

import krippendorff
from exportcurbs._reader import Row
from exportcurbs._sources import READ_AS
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from book.pages.common.markup import Markup, code, heading, lines, md, page, section, table, table_link
from book.pages.common.names import percent, spaced
from book.pages.common.record import Record
from book.pages.record.doubts import Doubt, compared, doubtful, gaps, known_issues, mutation_score, uncovered
from validation.definitions.tables import GRADES, curated_tables

LONGEST = 15


def quality_page(record: Record) -> Markup:
    """Return the page that shows the weakest points of the record first."""
    weak = (_grades, _read, _names, _presumed, compared, doubtful, gaps, uncovered)
    doubts = sorted((doubt(record) for doubt in weak), key=lambda d: -d.part / max(d.whole, 1))
    headline = [[d.what, f"{d.part:,} of {d.whole:,}", percent(d.part, d.whole)] for d in doubts]
    return page(
        heading(1, "How sure is it?"),
        md(
            "Numbers of the dataset about itself. The weakest come first. What is checked before a release, and what "
            'was observed, stands in the <a href="../data-docs/index.html">checks of the release</a>.'
        ),
        table(("What", "How many", "Share"), headline),
        _second_readings(record),
        _agreement(record),
        mutation_score(record),
        known_issues(record),
        *(d.section for d in doubts),
        record.stamp,
    )


def _second_readings(record: Record) -> Markup:
    """Return the error rates that second readings found, worst first; how each was made stands once, below."""
    rows: list[list[object]] = []
    methods: dict[str, int] = {}
    for check in sorted(record.rows("reading_checks"), key=lambda c: -c["errors"] / c["read"]):
        low, high = proportion_confint(check["errors"], check["read"], method="wilson")
        rate = [100 * share for share in (check["errors"] / check["read"], low, high)]
        column = "whole row" if check["column_name"] == "row" else code(check["column_name"])
        what = md("{}<br>{}", table_link(check["checked_table"]), column)
        rows.append(
            [
                what,
                check["kind"],
                f"{check['errors']:,} of {check['read']:,}",
                md("{:.1f} %<br>({:.1f} to {:.1f})", *rate),
                methods.setdefault(check["method"], len(methods) + 1),
            ]
        )
    if not rows:
        return Markup("")
    return section(
        "Second readings",
        "Random samples were read again by somebody who had not typed them. The rate is what they found before it was "
        "mended, with a 95 % interval.",
        table(("What was read", "Kind of error", "Wrong", "Rate", "Reading"), rows, "checks"),
        lines(md("{}. {}", number, method) for method, number in methods.items()),
    )


def _agreement(record: Record) -> Markup:
    """Return how far two coders of the episodes agree: share of equal values and Krippendorff's alpha (nominal)."""
    codings = record.rows("codings")
    if not codings:
        return Markup("")
    values = [[c["value_a"] or "none" for c in codings], [c["value_b"] or "none" for c in codings]]
    domain = sorted({v for row in values for v in row})
    alpha = krippendorff.alpha(
        value_counts=None, reliability_data=values, level_of_measurement="nominal", value_domain=domain
    )
    same = sum(a == b for a, b in zip(*values, strict=True))
    return section(
        "Coding of the episodes",
        md(
            "Two readers coded {} episodes by one book without seeing each other's values: {} of {} values are equal "
            "({}), Krippendorff's alpha (nominal, all variables together) is {:.2f}. Both readers are language models "
            "that worked from the same evidence: the figure says how clear the book is, not how true the values are. "
            "Differences and how they were settled stand in {}.",
            len({c["episode_id"] for c in codings}),
            same,
            len(codings),
            percent(same, len(codings)),
            alpha,
            table_link("codings"),
        ),
    )


def _grades(record: Record) -> Doubt:
    graded = [(name, grades) for name in record.data.tables() if (grades := _grades_of(record, name))]
    graded.sort(key=lambda pair: (-(pair[1]["C"] + pair[1]["D"]) / pair[1].total(), pair[0]))
    weakest_first = tuple(reversed(GRADES))
    rows = [
        [
            table_link(name),
            f"{grades.total():,}",
            *(f"{grades[g]:,}" for g in weakest_first),
            percent(grades["C"] + grades["D"], grades.total()),
        ]
        for name, grades in graded
    ]
    shown = section(
        "Rows by evidence grade",
        "A grade is computed from the sources of the row. A: an official document read in full at its issuer or in "
        "two copies. B: two or more independent publishers of a serious class, read. C: one. D: the rest.",
        table(("Table", "Rows", *weakest_first, "C or D"), rows),
    )
    curated = {info.name for info in curated_tables()}
    typed = [g for name, g in graded if name in curated]
    weak, whole = sum(g["C"] + g["D"] for g in typed), sum(g.total() for g in typed)
    return Doubt("Curated rows that rest on one voice or less (C or D)", weak, whole, shown)


def _grades_of(record: Record, name: str) -> Counter[str]:
    return Counter(row["evidence_grade"] for row in record.rows(name) if "evidence_grade" in row)


def _read(record: Record) -> Doubt:
    classes = {p["publisher_id"]: p["publisher_class"] for p in record.rows("publishers")}
    mix: dict[str, Counter[str]] = {"all sources": Counter()}
    for source in record.rows("sources"):
        for group in ("all sources", classes[source["publisher_id"]]):
            mix.setdefault(group, Counter())[source["read_as"]] += 1
    weakest_first = tuple(reversed(READ_AS))
    order = sorted(mix, key=lambda g: (g != "all sources", -mix[g]["not_seen"] / max(mix[g].total(), 1), g))
    rows = [
        [
            spaced(group),
            percent(mix[group]["not_seen"], mix[group].total()),
            *(f"{mix[group][kind]:,}" for kind in weakest_first),
        ]
        for group in order
    ]
    shown = section(
        "Sources not seen",
        md(
            "A document that nobody read is marked `not_seen`; one that is only known from another is `quoted_by`. "
            "All of them are on the page [Where it comes from](sources.md)."
        ),
        table(("Publisher class", "Share not seen", *(READ_AS[k] for k in weakest_first)), rows),
    )
    return Doubt("Sources that nobody read", mix["all sources"]["not_seen"], mix["all sources"].total(), shown)


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
    shown = section("Names inferred or missing", table(("Table", "What", "Rows", "Share"), rows))
    ours = sum(r["name_basis"] == "reconstructed" for r in codes)
    return Doubt("Item names that are ours, not read", ours, len(codes), shown)


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
    which = (
        f"A state is confirmed up to the last day on which a source attests it. {len(presumed):,} of {len(spans):,} "
        f"periods ({percent(len(presumed), len(spans))}, ended rules left out) run past that day; the days up to "
        f"{record.as_of} are presumed."
    )
    longest = f" The {LONGEST} longest:" if len(presumed) > LONGEST else ""
    headings = ("Days presumed", "Measure", "State", "First day", "Last confirmed")
    shown = section("Periods presumed", which + longest, table(headings, rows, "presumed"))
    return Doubt("Periods with presumed days", len(presumed), len(spans), shown)
