"""The page on the record itself: its weakest numbers first."""

import datetime
import math
from collections import Counter

import krippendorff

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import READ_AS, Row, as_of_day, percent, records, stamp, table_link
from book.pages.record.doubts import Section, compared, doubtful, gaps, known_issues, mutation_score, uncovered
from build.compile import Compiled
from validation.definitions.tables import GRADES

LONGEST = 15


def quality_page(compiled: Compiled) -> str:
    """Return the page that shows the weakest points of the record first."""
    weak = (_grades, _read, _names, _presumed, compared, doubtful, gaps, uncovered)
    sections = [measure(compiled) for measure in weak]
    sections.sort(key=lambda s: -s.part / max(s.whole, 1))
    headline = [[s.what, f"{s.part:,} of {s.whole:,}", percent(s.part, s.whole)] for s in sections]
    lines = [
        "# How sure is it?",
        "",
        "Numbers of the dataset about itself. The weakest come first. What is checked before a release, and what was "
        'observed, stands in the <a href="../data-docs/index.html">checks of the release</a>.',
        "",
        *pipe_table(("What", "How many", "Share"), headline),
        *_second_readings(compiled),
        *_agreement(compiled),
        *mutation_score(),
        *known_issues(compiled),
        *(line for s in sections for line in s.lines),
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def wilson(errors: int, read: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of an error rate, in percent (Wilson 1927)."""
    z, share = 1.959964, errors / read
    centre = (share + z * z / (2 * read)) / (1 + z * z / read)
    half = z / (1 + z * z / read) * math.sqrt(share * (1 - share) / read + z * z / (4 * read * read))
    return 100 * max(centre - half, 0.0), 100 * min(centre + half, 1.0)


def _second_readings(compiled: Compiled) -> list[str]:
    """Return the error rates that second readings found, worst first."""
    rows = []
    checks = records(compiled.frames["reading_checks"])
    for check in sorted(checks, key=lambda c: -c["errors"] / c["read"]):
        low, high = wilson(check["errors"], check["read"])
        rate = f"{100 * check['errors'] / check['read']:.1f} %<br>({low:.1f} to {high:.1f})"
        column = "whole row" if check["column_name"] == "row" else code(check["column_name"])
        told = [f"{table_link(check['checked_table'])}<br>{column}", check["kind"]]
        rows.append([*told, f"{check['errors']:,} of {check['read']:,}", rate, esc(check["method"])])
    if not rows:
        return []
    return [
        "## Second readings",
        "",
        "Random samples were read again by somebody who had not typed them. The rate is what they found before it was "
        "mended, with a 95 % interval.",
        "",
        *pipe_table(("What was read", "Kind of error", "Wrong", "Rate", "How"), rows, "checks"),
    ]


def _agreement(compiled: Compiled) -> list[str]:
    """Return how far two coders of the episodes agree: share of equal values and Krippendorff's alpha (nominal)."""
    codings = records(compiled.frames["codings"])
    if not codings:
        return []
    values = [[c["value_a"] or "none" for c in codings], [c["value_b"] or "none" for c in codings]]
    domain = sorted({v for row in values for v in row})
    alpha = krippendorff.alpha(
        value_counts=None, reliability_data=values, level_of_measurement="nominal", value_domain=domain
    )
    same = sum(a == b for a, b in zip(*values, strict=True))
    return [
        "## Coding of the episodes",
        "",
        f"Two readers coded {len({c['episode_id'] for c in codings})} episodes by one book without seeing each other's "
        f"values: {same} of {len(codings)} values are equal ({percent(same, len(codings))}), Krippendorff's alpha "
        f"(nominal, all variables together) is {alpha:.2f}. Both readers are language models that worked from the same "
        "evidence: the figure says how clear the book is, not how true the values are. Differences and how they were "
        f"settled stand in {table_link('codings')}.",
        "",
    ]


def _grades(compiled: Compiled) -> Section:
    graded = [(name, compiled.grades(name)) for name in compiled.frames if compiled.grades(name)]
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
    told = (
        "A grade is computed from the sources of the row. A: an official document read in full at its issuer or in "
        "two copies. B: two or more independent publishers of a serious class, read. C: one. D: the rest."
    )
    weak, whole = sum(g["C"] + g["D"] for _, g in graded), sum(g.total() for _, g in graded)
    table = pipe_table(("Table", "Rows", *weakest_first, "C or D"), rows)
    return Section(
        "Rows that rest on one voice or less (C or D)", weak, whole, ["## Rows by evidence grade", "", told, "", *table]
    )


def _read(compiled: Compiled) -> Section:
    classes = {p["publisher_id"]: p["publisher_class"] for p in records(compiled.frames["publishers"])}
    mix: dict[str, Counter[str]] = {"all sources": Counter()}
    for source in records(compiled.frames["sources"]):
        for group in ("all sources", classes[source["publisher_id"]]):
            mix.setdefault(group, Counter())[source["read_as"]] += 1
    weakest_first = tuple(reversed(READ_AS))
    order = sorted(mix, key=lambda g: (g != "all sources", -mix[g]["not_seen"] / max(mix[g].total(), 1), g))
    rows = [
        [
            esc(group.replace("_", " ")),
            percent(mix[group]["not_seen"], mix[group].total()),
            *(f"{mix[group][kind]:,}" for kind in weakest_first),
        ]
        for group in order
    ]
    told = (
        "A document that nobody read is marked `not_seen`; one that is only known from another is `quoted_by`. "
        "All of them are on the page [Where it comes from](sources.md)."
    )
    headings = ("Publisher class", "Share not seen", *(READ_AS[k].capitalize() for k in weakest_first))
    seen = mix["all sources"]
    table = pipe_table(headings, rows)
    return Section(
        "Sources that nobody read", seen["not_seen"], seen.total(), ["## Sources not seen", "", told, "", *table]
    )


def _names(compiled: Compiled) -> Section:
    codes, items = records(compiled.frames["control_codes"]), records(compiled.frames["measure_items"])
    listings, entities = records(compiled.frames["listings"]), records(compiled.frames["entities"])
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
    table = pipe_table(("Table", "What", "Rows", "Share"), rows)
    ours = sum(r["name_basis"] == "reconstructed" for r in codes)
    return Section("Item names that are ours, not read", ours, len(codes), ["## Names inferred or missing", "", *table])


def presumed_days(period: Row, as_of: datetime.date | None) -> int:
    """Return how many days of a period, up to as_of, no source attests."""
    ends = [day for day in (period["last_day"], as_of) if day is not None]
    return max((min(ends) - period["last_confirmed"]).days, 0) if ends else 0


def _presumed(compiled: Compiled) -> Section:
    as_of = as_of_day(compiled.release)
    periods = records(compiled.frames["measure_periods"])
    titles = {m["measure_id"]: m["title"] for m in records(compiled.frames["measures"])}
    spans = [(presumed_days(p, as_of), p) for p in periods if p["state"] != "ended"]
    presumed = sorted(((n, p) for n, p in spans if n), key=lambda s: (-s[0], s[1]["measure_id"], s[1]["first_day"]))
    rows = [
        [
            f"{n:,}",
            f"{esc(titles[p['measure_id']])} {code(p['measure_id'])}",
            esc(p["state"].replace("_", " ")),
            p["first_day"],
            p["last_confirmed"],
        ]
        for n, p in presumed[:LONGEST]
    ]
    told = (
        f"A state is confirmed up to the last day on which a source attests it. {len(presumed):,} of {len(spans):,} "
        f"periods ({percent(len(presumed), len(spans))}, ended rules left out) run past that day; the days up to "
        f"{compiled.release.as_of} are presumed."
    )
    longest = f" The {LONGEST} longest:" if len(presumed) > LONGEST else ""
    headings = ("Days presumed", "Measure", "State", "First day", "Last confirmed")
    table = pipe_table(headings, rows, "presumed")
    return Section(
        "Periods with presumed days", len(presumed), len(spans), ["## Periods presumed", "", told + longest, "", *table]
    )
