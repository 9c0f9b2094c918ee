"""The periodic table, coloured by control status on a day; it is also the index of the materials' pages."""

from collections.abc import Iterator

import exportcurbs as ec
import periodictable
from exportcurbs._reader import Row

from book.pages.ask.answers import answers
from book.pages.ask.status import day_field, place_options
from book.pages.ask.words import USE_WORDS, in_words, letter, regime_key
from book.pages.common.markup import Markup, data_block, elements, md, options
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
    last = last_day(record)
    others = [md("<li>{}</li>", _link(m, m["name_en"], last)) for m in record.rows("materials") if not m["symbol"]]
    return from_template(
        "elements",
        record,
        places=place_options(record),
        uses=options(USE_WORDS.items(), "civil"),
        day=day_field(record),
        key=regime_key(),
        cells=elements(cells(record, last)),
        others=elements(others),
        data=data_block(answers(record, ("goods",)), "application/json", "answers-data"),
    )


def last_day(record: Record) -> dict[str, ec.Status]:
    """Return the answer for each material on the last day, civil use, rest of the world."""
    return {
        m["material_id"]: record.data.status(m["material_id"], "ROW", record.as_of) for m in record.rows("materials")
    }


def cells(record: Record, last: dict[str, ec.Status], folder: str = "") -> Iterator[Markup]:
    """Yield the cells of the periodic table; folder: the way to the pages of the materials."""
    known = {m["symbol"]: m for m in record.rows("materials") if m["symbol"]}
    for number, symbol in enumerate(SYMBOLS, start=1):
        at, numbered = md('style="grid-row:{};grid-column:{}"', *place(number)), md('data-number="{}"', number)
        if symbol in known:
            yield md("<li {}>{}</li>", at, _link(known[symbol], symbol, last, numbered, folder))
        else:
            yield md(
                '<li {} {} class="absent">{}<span class="unseen">, not in the data</span></li>', at, numbered, symbol
            )


def _link(material: Row, shown: str, last: dict[str, ec.Status], numbered: object = "", folder: str = "") -> Markup:
    key, answer = material["material_id"], last[material["material_id"]]
    name = material["name_en"] if shown == material["name_en"] else f"{shown}, {material['name_en']}"
    rest = Markup(" data-rest") if answer.suspended else ""
    return md(
        '<a href="{folder}material-{key}.html" data-material="{key}" data-regime="{regime}" data-name="{name}" '
        'aria-label="{name}: {words}" title="{name}: {words}" data-letter="{letter}"{rest} {numbered}>{shown}</a>',
        **{"folder": folder, "key": key, "regime": answer.regime, "name": name, "shown": shown},
        **{"words": in_words(answer), "letter": letter(answer), "rest": rest, "numbered": numbered},
    )
