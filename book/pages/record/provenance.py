"""Where the record comes from: the sources by class, language and reading, each with the rows that cite it."""

from collections import Counter
from collections.abc import Callable
from itertools import groupby

from exportcurbs._reader import Row
from exportcurbs._sources import READ_AS

from book.pages.common.markup import Markup, code, html_link, joined, link, md, table
from book.pages.common.names import language_name, percent, spaced
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.common.template import from_template


def sources_page(record: Record) -> Markup:
    """Return the page of all sources, sorted by publisher."""
    rows, sources = record.rows("sources"), record.sources()
    classes = {p["publisher_id"]: p["publisher_class"] for p in record.rows("publishers")}
    order = sorted(rows, key=lambda s: (sources.publisher(s).casefold(), s["published"] or "", s["source_id"]))
    headings = ("Publisher", "Title, date and id", "How it was read", "Rows that cite it")
    # a table for each letter: a browser lays out the one in sight, not thousands of rows at once
    every = [
        (letter.upper(), table(headings, [_cells(record, sources, s) for s in own], "sources"))
        for letter, own in groupby(order, lambda s: sources.publisher(s)[:1].casefold())
    ]
    return from_template(
        "sources",
        record,
        by_class=_mix(rows, "Class of publisher", lambda s: spaced(classes[s["publisher_id"]])),
        by_language=_mix(rows, "Language", lambda s: language_name(s["language"])),
        every=every,
    )


def _cells(record: Record, sources: Sources, source: Row) -> list[object]:
    counts = Counter(row["table"] for row in record.by("row_sources", "source_id", source["source_id"]))
    return [
        md('<a id="source-{}"></a>{}', source["source_id"], sources.publisher(source)),
        md(
            "{}, {}<br>{}",
            sources.titled(source),
            source["published"] or "no date",
            html_link(f"#source-{source['source_id']}", code(source["source_id"])),
        ),
        READ_AS[source["read_as"]].lower(),
        joined(md("{} {:,}", link(f"table-{name}.md", name), n) for name, n in sorted(counts.items())),
    ]


def _mix(sources: list[Row], title: str, group: Callable[[Row], str]) -> Markup:
    """Return one row per group: how many documents, and how they were read, most first."""
    found: dict[str, Counter[str]] = {}
    for source in sources:
        found.setdefault(group(source), Counter())[source["read_as"]] += 1
    order = sorted(found, key=lambda g: (-found[g].total(), g))
    rows = [
        [g, f"{found[g].total():,}", percent(found[g].total(), len(sources)), *(f"{found[g][k]:,}" for k in READ_AS)]
        for g in order
    ]
    return table((title, "Documents", "Share", *READ_AS.values()), rows)
