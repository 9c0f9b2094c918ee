"""The periodic table, coloured by control status on a day; it is also the index of the materials' pages."""

import datetime
from collections import Counter

from book.pages.ask.answers import REGIME_WORDS, USE_WORDS, answers
from book.pages.ask.status import day_field, place_options
from book.pages.common.markup import data_block, esc, front_matter, needs_script, options, pipe_table, raw
from book.pages.common.text import Documents, Row, records, stamp
from build.compile import Compiled
from validation.definitions.base import words

# Symbols by atomic number, from hydrogen; the data hold only elements that a list, a rule or a use names.
SYMBOLS = words("""
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc
Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi
Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
""")
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


def elements_page(compiled: Compiled) -> str:
    """Return the page with the table, its form, and the list of all materials."""
    materials = records(compiled.frames["materials"])
    documents = Documents(records(compiled.frames["sources"]), records(compiled.frames["publishers"]))
    data = answers(compiled, documents, with_codes=False)
    last = _last_day(compiled)
    elements = {m["symbol"]: m for m in materials if m["symbol"]}
    others = [m for m in materials if not m["symbol"]]
    cells = [_cell(n, s, elements.get(s), last) for n, s in enumerate(SYMBOLS, start=1)]
    lines = [
        *front_matter("answers elements"),
        "# What is controlled, element by element",
        "",
        "The strictest rule that China has over any goods of each element, on the day that you pick; other goods of it "
        "may be free. A letter and a pattern say the same as the colour. Each element in the data has a page.",
        "",
        *raw(
            [
                *_form(compiled),
                '<div class="elements-box" role="region" aria-label="Periodic table" tabindex="0">',
                f'<ul class="elements">{"".join(cells)}</ul>',
                "</div>",
                f'<ul class="elements others">{"".join(_link(m, m["name_en"], last) for m in others)}</ul>',
                needs_script(
                    "Choosing a day needs JavaScript. Without it the colours show the last day of the record."
                ),
                data_block(data, "application/json", "answers-data"),
            ]
        ),
        "## All materials",
        "",
        f"The strictest rule over the goods in which each is mostly traded, on {compiled.release.as_of}, civil use, to "
        "a destination that no rule singles out. Its other goods may need more or less.",
        "",
        *_index(compiled, materials, last),
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def _last_day(compiled: Compiled) -> dict[str, str]:
    """Return the regime of each material on the last day, civil use, rest of the world."""
    rows = records(compiled.frames["material_status"]) if "material_status" in compiled.frames else []
    day = max((r["last_day"] for r in rows), default=datetime.date.min)
    return {
        r["material_id"]: r["regime"]
        for r in rows
        if r["last_day"] == day and (r["destination"], r["end_use"]) == ("ROW", "civil")
    }


def _form(compiled: Compiled) -> list[str]:
    key = "".join(f'<li><span class="swatch" data-regime="{k}"></span> {esc(w)}</li>' for k, w in REGIME_WORDS.items())
    return [
        '<form id="elements-form" class="ask" hidden>',
        f'<label>Destination <select name="to">{place_options(compiled)}</select></label>',
        f'<label>End use <select name="use">{options(USE_WORDS.items(), "civil")}</select></label>',
        day_field(compiled),
        '<button type="button" id="change-before">Previous change</button>',
        '<button type="button" id="change-after">Next change</button>',
        "</form>",
        f'<ul class="legend" aria-label="Legend">{key}</ul>',
        '<p id="elements-told" class="told" role="status" aria-live="polite"></p>',
    ]


def _cell(number: int, symbol: str, material: Row | None, last: dict[str, str]) -> str:
    row, column = place(number)
    at = f'style="grid-row:{row};grid-column:{column}"'
    if material:
        return _link(material, symbol, last, f'{at} data-number="{number}"')
    return f'<li {at} class="absent" data-number="{number}">{symbol}<span class="told">, not in the data</span></li>'


def _link(material: Row, shown: str, last: dict[str, str], at: str = "") -> str:
    key, regime = material["material_id"], last.get(material["material_id"], "unknown")
    name = material["name_en"] if shown == material["name_en"] else f"{shown}, {material['name_en']}"
    return (
        f'<li {at}><a href="material-{key}.html" data-material="{key}" data-regime="{regime}" data-name="{esc(name)}" '
        f'aria-label="{esc(name)}: {REGIME_WORDS[regime]}" title="{esc(material["name_en"])}">'
        f"{esc(shown)}</a></li>"
    )


def _index(compiled: Compiled, materials: list[Row], last: dict[str, str]) -> list[str]:
    uses = Counter(r["material_id"] for r in records(compiled.frames["material_uses"]))
    numbers = Counter(r["material_id"] for r in records(compiled.frames["observations"]))
    weapons = {(r["material_id"], r["platform_id"]) for r in records(compiled.frames["platform_materials"])}
    platforms = Counter(m for m, _ in weapons)
    rows = [
        [
            f"[{esc(m['name_en'])}](material-{m['material_id']}.md)",
            esc(m["name_zh"]),
            REGIME_WORDS[last.get(m["material_id"], "unknown")],
            *(str(n[m["material_id"]] or "") for n in (uses, platforms, numbers)),
        ]
        for m in sorted(materials, key=lambda m: m["name_en"])
    ]
    return pipe_table(("Material", "Chinese", "Status", "Uses", "Platforms", "Numbers"), rows, "materials")
