"""Where the record comes from: the sources by class, language and reading, each with the rows that cite it."""

from collections import Counter
from collections.abc import Callable

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import READ_AS, Documents, Row, percent, records, stamp, table_link
from book.pages.common.words import language_name
from build.compile import Compiled


def sources_page(compiled: Compiled) -> str:
    """Return the page of all sources, sorted by publisher."""
    sources, publishers = records(compiled.frames["sources"]), records(compiled.frames["publishers"])
    documents = Documents(sources, publishers)
    classes = {p["publisher_id"]: p["publisher_class"] for p in publishers}
    order = sorted(sources, key=lambda s: (documents.publisher(s).casefold(), s["published"] or "", s["source_id"]))
    supported = _supported(compiled)
    rows = [
        [
            f'<a id="source-{s["source_id"]}"></a>{esc(documents.publisher(s))}',
            f"{documents.titled(s)}, {s['published'] or 'no date'}<br>{code(s['source_id'])}",
            READ_AS[s["read_as"]],
            _support(supported.get(s["source_id"], Counter())),
        ]
        for s in order
    ]
    lines = [
        "# Where it comes from",
        "",
        f"The {len(sources):,} documents that rows rest on, by {len(publishers):,} publishers. How each was read is "
        f"part of the record ({table_link('sources')}), and the evidence grade of every row follows from it.",
        "",
        "## By class of publisher",
        "",
        *_mix(sources, "Class of publisher", lambda s: classes[s["publisher_id"]].replace("_", " ")),
        "## By language",
        "",
        *_mix(sources, "Language", lambda s: language_name(s["language"])),
        "## All sources",
        "",
        "Sorted by publisher. A title is a link only where the publisher itself keeps the copy. The others can be "
        "found by publisher, title and date. The rows of each stand in " + table_link("row_sources") + ".",
        "",
        *pipe_table(("Publisher", "Title, date and id", "How it was read", "Rows that cite it"), rows, "sources"),
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def _supported(compiled: Compiled) -> dict[str, Counter[str]]:
    """Return how many rows of each table cite a source, by source."""
    found: dict[str, Counter[str]] = {}
    for row in records(compiled.frames["row_sources"]):
        found.setdefault(row["source_id"], Counter())[row["table"]] += 1
    return found


def _support(tables: Counter[str]) -> str:
    return ", ".join(f"[{name}](table-{name}.md) {n:,}" for name, n in sorted(tables.items()))


def _mix(sources: list[Row], heading: str, group: Callable[[Row], str]) -> list[str]:
    """Return one row per group: how many documents, and how they were read, most first."""
    found: dict[str, Counter[str]] = {}
    for source in sources:
        found.setdefault(group(source), Counter())[source["read_as"]] += 1
    order = sorted(found, key=lambda g: (-found[g].total(), g))
    rows = [
        [
            esc(g),
            f"{found[g].total():,}",
            percent(found[g].total(), len(sources)),
            *(f"{found[g][k]:,}" for k in READ_AS),
        ]
        for g in order
    ]
    headings = (heading, "Documents", "Share", *(words.capitalize() for words in READ_AS.values()))
    return pipe_table(headings, rows)
