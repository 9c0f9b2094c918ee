"""The periodic table, coloured by control status on a day; it is also the index of the materials' pages."""

import exportcurbs as ec
import periodictable
from exportcurbs._reader import Row

from book.pages.ask.answers import answers
from book.pages.ask.status import day_field, place_options
from book.pages.ask.words import USE_WORDS, in_words, letter, regime_key
from book.pages.common.markup import (
    Markup,
    data_block,
    elements,
    front_matter,
    heading,
    html,
    md,
    needs_script,
    options,
    page,
)
from book.pages.common.record import Record

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
    materials, last = record.rows("materials"), _last_day(record)
    known = {m["symbol"]: m for m in materials if m["symbol"]}
    others = [_link(m, m["name_en"], last) for m in materials if not m["symbol"]]
    cells = [_cell(n, s, known.get(s), last) for n, s in enumerate(SYMBOLS, start=1)]
    return page(
        front_matter(scripts="answers elements"),
        heading(1, "What is controlled, element by element"),
        "The strictest rule of China over the goods in which each element is mostly traded, on the day that you pick; "
        "its other goods may need more or less. A letter says the same as the colour. Each element has a page.",
        html(
            *_form(record),
            Markup('<div class="elements-box" role="region" aria-label="Periodic table" tabindex="0">'),
            md('<ul class="elements">{}</ul>', elements(cells)),
            Markup("</div>"),
            md('<ul class="elements others">{}</ul>', elements(others)),
            needs_script("Choosing a day needs JavaScript. Without it the colours show the last day of the record."),
            data_block(answers(record, ("goods",)), "application/json", "answers-data"),
        ),
        record.stamp,
    )


def _last_day(record: Record) -> dict[str, ec.Status]:
    """Return the answer for each material on the last day, civil use, rest of the world."""
    return {
        m["material_id"]: record.data.status(m["material_id"], "ROW", record.as_of) for m in record.rows("materials")
    }


def _form(record: Record) -> list[Markup]:
    return [
        Markup('<form id="elements-form" class="ask" hidden>'),
        md('<label>Destination <select name="to">{}</select></label>', place_options(record)),
        md('<label>End use <select name="use">{}</select></label>', options(USE_WORDS.items(), "civil")),
        day_field(record),
        Markup('<button type="button" id="change-before">Previous change</button>'),
        Markup('<button type="button" id="change-after">Next change</button>'),
        Markup("</form>"),
        md('<ul class="legend" aria-label="Legend">{}</ul>', regime_key()),
        Markup('<p id="elements-message" class="message" role="status" aria-live="polite"></p>'),
    ]


def _cell(number: int, symbol: str, material: Row | None, last: dict[str, ec.Status]) -> Markup:
    at, numbered = md('style="grid-row:{};grid-column:{}"', *place(number)), md('data-number="{}"', number)
    if material:
        return _link(material, symbol, last, at, numbered)
    return md('<li {} {} class="absent">{}<span class="unseen">, not in the data</span></li>', at, numbered, symbol)


def _link(
    material: Row, shown: str, last: dict[str, ec.Status], at: Markup | str = "", numbered: Markup | str = ""
) -> Markup:
    key, answer = material["material_id"], last[material["material_id"]]
    name = material["name_en"] if shown == material["name_en"] else f"{shown}, {material['name_en']}"
    return md(
        '<li {at}><a href="material-{key}.html" data-material="{key}" data-regime="{regime}" data-name="{name}" '
        'aria-label="{name}: {words}" title="{name}: {words}" data-letter="{letter}"{rest} {numbered}>{shown}</a></li>',
        at=at,
        key=key,
        regime=answer.regime,
        name=name,
        words=in_words(answer),
        letter=letter(answer),
        numbered=numbered,
        rest=Markup(" data-rest") if answer.suspended else "",
        shown=shown,
    )
