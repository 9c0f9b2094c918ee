"""The page on status: the explorer, and how far the record reaches."""

from book.pages.ask.answers import answers
from book.pages.common.markup import Markup, table
from book.pages.common.names import subject, words_of
from book.pages.common.record import Record
from book.pages.common.template import from_template

LAYERS, BASES = words_of("layer"), words_of("basis of coverage")


def status_page(record: Record) -> Markup:
    """Return the page with the explorer, and the coverage of each layer."""
    return from_template("status", record, data=answers(record), coverage=_coverage(record))


def _coverage(record: Record) -> Markup:
    rows = [
        [
            LAYERS[r["layer"]],
            record.material(subject(r)) if subject(r) else r["code"] or "all codes",
            r["first_day"],
            r["last_day"],
            BASES[r["basis"]],
            r["note"],
        ]
        for r in record.rows("coverage")
    ]
    return table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")
