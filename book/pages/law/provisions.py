"""What the laws, decrees and notices say themselves: penalties, terms, powers and duties, document by document."""

from collections.abc import Iterator

from exportcurbs._reader import Row

from book.pages.common.markup import Markup, html_link, md, table
from book.pages.common.names import unit_name, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.common.template import from_template
from book.pages.law.measures import newest_first, titled

# The kinds in the order in which a reader asks for them.
KINDS = words_of("kind of provision")
HEADINGS = ("In our words", "Figure", "Sources")


def provisions_page(record: Record) -> Markup:
    """Return the page: one table, the newest documents first, their provisions in order; a form chooses among them."""
    sources, rows = record.sources("provisions"), record.rows("provisions")
    acts = [a for a in newest_first(record) if record.by("provisions", "instrument_id", a["instrument_id"])]
    names = {act["instrument_id"]: titled(act) for act in acts}
    return from_template(
        "provisions",
        record,
        number=(len(rows), len(acts)),
        fields={"About": ("kind", KINDS), "Document": ("act", names)},
        kept={_place(row): {"kind": [row["kind"]], "act": [row["instrument_id"]]} for row in rows},
        table=table(("Document", "About", *HEADINGS), _cells(record, acts, sources, marked=True), "wide provisions"),
        cited=sources.foot(),
    )


def _place(row: Row) -> str:
    return f"provision-{row['instrument_id']}-{row['number']}"


def provisions(record: Record, sources: Sources, act: Row) -> Markup:
    """Return the table of the provisions of one document."""
    return table(("About", *HEADINGS), (cells[1:] for cells in _cells(record, [act], sources)), "wide")


def _cells(record: Record, acts: list[Row], sources: Sources, marked: bool = False) -> Iterator[list[object]]:
    """Yield the cells of the provisions of documents, in the order of their numbers; marked: under their addresses."""
    for act in acts:
        for row in sorted(record.by("provisions", "instrument_id", act["instrument_id"]), key=lambda r: r["number"]):
            named = html_link(f"measures.html#instrument-{act['instrument_id']}", titled(act))
            document = md('<a id="{}"></a>{}', _place(row), named) if marked else named
            words = [row["text_en"], _figure(row), sources.cite(row["source_ids"])]
            yield [document, KINDS[row["kind"]], *words]


def _figure(row: Row) -> str:
    if row["unit"] is None:
        return ""
    ends = [f"{value:,.10g}" for value in (row["value_low"], row["value_high"]) if value is not None]
    return f"{' to '.join(ends)} {unit_name(row['unit'])}"
