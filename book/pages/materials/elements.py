"""The periodic table, coloured by control status on a day; it is also the index of the materials' pages."""

import exportcurbs as ec
import periodictable
from exportcurbs._reader import Row

from book.pages.ask import words
from book.pages.ask.answers import answers
from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.common.template import from_template

# By atomic number, from hydrogen; the data hold only elements that a list, a rule or a use names.
SYMBOLS = tuple(element.symbol for element in periodictable.elements if element.number)
NOBLE = (2, 10, 18, 36, 54, 86, 118)


def place(number: int) -> tuple[int, int]:
    """Return row and column of an element; lanthanoids and actinoids stand in rows 9 and 10 below the table."""
    period = next(i for i, last in enumerate(NOBLE) if number <= last) + 1
    nth = number - (NOBLE[period - 2] if period > 1 else 0)
    width = NOBLE[period - 1] - (NOBLE[period - 2] if period > 1 else 0)
    if width == 32 and 3 <= nth <= 17:
        return period + 3, nth + 1
    from_right = width - nth
    return period, nth if nth <= (1 if period == 1 else 2) else 18 - from_right


def elements_page(record: Record) -> Markup:
    """Return the page with the table, its form, and what is no element."""
    parts = {"squares": squares(record), "answers": last_day(record), "words": words}
    return from_template("elements", record, data=answers(record, ("goods",)), **parts)


def last_day(record: Record) -> dict[str, ec.Status]:
    """Return the answer for each material on the last day, civil use, rest of the world."""
    return {
        m["material_id"]: record.data.status(m["material_id"], "ROW", record.as_of) for m in record.rows("materials")
    }


def squares(record: Record) -> list[tuple[int, str, int, int, Row | None]]:
    """Return the elements with number, symbol and place in the periodic table, and the material if one is known."""
    known = {m["symbol"]: m for m in record.rows("materials") if m["symbol"]}
    return [(number, symbol, *place(number), known.get(symbol)) for number, symbol in enumerate(SYMBOLS, start=1)]
