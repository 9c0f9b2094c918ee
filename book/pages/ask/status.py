"""The page on status: the explorer, and how far the record reaches."""

from book.pages.ask.answers import answers
from book.pages.ask.words import USE_WORDS
from book.pages.common.markup import Markup, data_block, md, options, table
from book.pages.common.names import spaced, subject
from book.pages.common.record import Record
from book.pages.common.template import from_template


def status_page(record: Record) -> Markup:
    """Return the page with the explorer, and the coverage of each layer."""
    return from_template(
        "status",
        record,
        places=place_options(record),
        uses=options(USE_WORDS.items(), "civil"),
        day=day_field(record),
        data=data_block(answers(record), "application/json", "answers-data"),
        coverage=_coverage(record),
    )


def place_options(record: Record, chosen: str = "ROW") -> Markup:
    """Return the destinations as options: those that some rule names first, then all others."""
    rows = [c for c in record.rows("countries") if c["iso3"] != "CHN"]
    first = ("ROW", "USA", "JPN")
    rows.sort(key=lambda c: (first.index(c["iso3"]) if c["iso3"] in first else len(first), c["name"]))
    return options(((c["iso3"], c["name"]) for c in rows), chosen)


def day_field(record: Record) -> Markup:
    """Return the field for a day, on the last day of the record."""
    return md(
        '<label>Day <input type="date" name="day" value="{day}" min="2005-01-01" max="{day}" required></label>',
        day=record.as_of,
    )


def _coverage(record: Record) -> Markup:
    rows = [
        [
            spaced(r["layer"]),
            record.material(subject(r)) if subject(r) else r["code"] or "all codes",
            r["first_day"],
            r["last_day"],
            spaced(r["basis"]),
            r["note"],
        ]
        for r in record.rows("coverage")
    ]
    return table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")
