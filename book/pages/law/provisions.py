"""What the laws, decrees and notices say themselves: penalties, terms, powers and duties, kind by kind."""

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import Markup, html_link, md, section, table
from book.pages.common.names import unit_name, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.law.measures import newest_first, titled

# The kinds in the order in which a reader asks for them.
KINDS = words_of("kind of provision")


def provisions_page(record: Record) -> Markup:
    """Return the page: a table of each kind, the newest documents first."""
    sources, rows = record.sources("provisions"), record.rows("provisions")
    documents = {row["instrument_id"] for row in rows}
    return record.page(
        "What the documents say",
        md(
            "Penalties, terms, powers and duties as the laws, decrees, orders and notices state them, in our words: {} "
            "of {}. What an exporter meets in one measure stands with the [measures](measures.md).",
            *(counted(len(rows), "provision"), counted(len(documents), "document")),
        ),
        *(
            section(title, provisions(record, sources, kind=kind), anchor=f"kind-{kind}")
            for kind, title in KINDS.items()
        ),
        sources.foot(),
    )


def provisions(record: Record, sources: Sources, **asked: str) -> Markup:
    """Return the table of the provisions with one cell asked for, the newest documents first."""
    ((column, value),) = asked.items()
    rows = [
        [html_link(f"measures.html#instrument-{act['instrument_id']}", titled(act)), *_words(row, sources)]
        for act in newest_first(record)
        for row in sorted(record.by("provisions", "instrument_id", act["instrument_id"]), key=lambda r: r["number"])
        if row[column] == value
    ]
    return table(("Document", "In our words", "Figure", "Sources"), rows, "wide")


def _words(row: Row, sources: Sources) -> list[object]:
    return [row["text_en"], _figure(row), sources.cite(row["source_ids"])]


def _figure(row: Row) -> str:
    if row["unit"] is None:
        return ""
    ends = [f"{value:,.10g}" for value in (row["value_low"], row["value_high"]) if value is not None]
    return f"{' to '.join(ends)} {unit_name(row['unit'])}"
