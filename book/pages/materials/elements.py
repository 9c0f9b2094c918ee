"""The periodic table, coloured by control status on a day; it is also the index of the materials' pages."""

import datetime
from collections import Counter

import periodictable
from exportcurbs._reader import Row

from book.pages.ask.answers import REGIME_WORDS, USE_WORDS, answers
from book.pages.ask.status import day_field, place_options
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
    section,
    table,
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
    """Return the page with the table, its form, and the list of all materials."""
    materials, last = record.rows("materials"), _last_day(record)
    known = {m["symbol"]: m for m in materials if m["symbol"]}
    others = [_link(m, m["name_en"], last) for m in materials if not m["symbol"]]
    cells = [_cell(n, s, known.get(s), last) for n, s in enumerate(SYMBOLS, start=1)]
    return page(
        front_matter(scripts="answers elements"),
        heading(1, "What is controlled, element by element"),
        "The strictest rule that China has over any goods of each element, on the day that you pick; other goods of it "
        "may be free. A letter and a pattern say the same as the colour. Each element in the data has a page.",
        html(
            *_form(record),
            Markup('<div class="elements-box" role="region" aria-label="Periodic table" tabindex="0">'),
            md('<ul class="elements">{}</ul>', elements(cells)),
            Markup("</div>"),
            md('<ul class="elements others">{}</ul>', elements(others)),
            needs_script("Choosing a day needs JavaScript. Without it the colours show the last day of the record."),
            data_block(answers(record, with_codes=False), "application/json", "answers-data"),
        ),
        section(
            "All materials",
            f"The strictest rule over the goods in which each is mostly traded, on {record.as_of}, civil use, to a "
            "destination that no rule singles out. Its other goods may need more or less.",
            _index(record, last),
        ),
        record.stamp,
    )


def _last_day(record: Record) -> dict[str, str]:
    """Return the regime of each material on the last day, civil use, rest of the world."""
    rows = record.rows("material_status")
    day = max((r["last_day"] for r in rows), default=datetime.date.min)
    return {
        r["material_id"]: r["regime"]
        for r in rows
        if r["last_day"] == day and (r["destination"], r["end_use"]) == ("ROW", "civil")
    }


def _form(record: Record) -> list[Markup]:
    key = (
        md('<li><span class="swatch" data-regime="{}"></span> {}</li>', regime, words)
        for regime, words in REGIME_WORDS.items()
    )
    return [
        Markup('<form id="elements-form" class="ask" hidden>'),
        md('<label>Destination <select name="to">{}</select></label>', place_options(record)),
        md('<label>End use <select name="use">{}</select></label>', options(USE_WORDS.items(), "civil")),
        day_field(record),
        Markup('<button type="button" id="change-before">Previous change</button>'),
        Markup('<button type="button" id="change-after">Next change</button>'),
        Markup("</form>"),
        md('<ul class="legend" aria-label="Legend">{}</ul>', elements(key)),
        Markup('<p id="elements-message" class="message" role="status" aria-live="polite"></p>'),
    ]


def _cell(number: int, symbol: str, material: Row | None, last: dict[str, str]) -> Markup:
    at = md('style="grid-row:{};grid-column:{}" data-number="{}"', *place(number), number)
    if material:
        return _link(material, symbol, last, at)
    return md('<li {} class="absent">{}<span class="unseen">, not in the data</span></li>', at, symbol)


def _link(material: Row, shown: str, last: dict[str, str], at: Markup | str = "") -> Markup:
    key, regime = material["material_id"], last.get(material["material_id"], "unknown")
    name = material["name_en"] if shown == material["name_en"] else f"{shown}, {material['name_en']}"
    return md(
        '<li {at}><a href="material-{key}.html" data-material="{key}" data-regime="{regime}" data-name="{name}" '
        'aria-label="{name}: {words}" title="{title}">{shown}</a></li>',
        at=at,
        key=key,
        regime=regime,
        name=name,
        words=REGIME_WORDS[regime],
        title=material["name_en"],
        shown=shown,
    )


def _index(record: Record, last: dict[str, str]) -> Markup:
    uses = Counter(r["material_id"] for r in record.rows("material_uses"))
    numbers = Counter(r["material_id"] for r in record.rows("observations"))
    weapons = {(r["material_id"], r["platform_id"]) for r in record.rows("platform_materials")}
    platforms = Counter(m for m, _ in weapons)
    rows = [
        [
            record.material_link(m["material_id"]),
            m["name_zh"],
            REGIME_WORDS[last.get(m["material_id"], "unknown")],
            *(n[m["material_id"]] or "" for n in (uses, platforms, numbers)),
        ]
        for m in sorted(record.rows("materials"), key=lambda m: m["name_en"])
    ]
    return table(("Material", "Chinese", "Status", "Uses", "Platforms", "Numbers"), rows, "materials")
