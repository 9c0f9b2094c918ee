"""The page on status: the explorer, and how far the record reaches."""

from book.pages.ask.answers import answers
from book.pages.ask.words import USE_WORDS
from book.pages.common.markup import (
    Markup,
    data_block,
    fenced,
    front_matter,
    heading,
    html,
    link,
    md,
    needs_script,
    options,
    page,
    section,
    table,
)
from book.pages.common.names import spaced
from book.pages.common.record import Record

EXAMPLES = """import exportcurbs as ec

print(ec.status("Ga", "USA", "2024-12-10"))
print(ec.status("3C001.a", "DEU", "2025-06-01", end_use="military"))
print(ec.status("Dy", "DEU", "2026-09-01", entity="rheinmetall"))
"""


def status_page(record: Record) -> Markup:
    """Return the page with the explorer, and the coverage of each layer."""
    return page(
        front_matter(scripts="answers suggest explorer"),
        heading(1, "What an export needs"),
        "Name what goes out: a material or a group of them, goods, a control code, a customs code; or a party that "
        "may be on a list. Then the destination, the end use and the day.",
        _explorer(record),
        md("Every material on one page: {}. The same answers in Python:", link("glance.md", "status at a glance")),
        fenced(EXAMPLES, "python"),
        section(
            "How far the record reaches",
            Markup(
                "Silence counts as absence only in these days ({term}`coverage`). Outside them an answer is "
                "{term}`unknown` unless a rule is found."
            ),
            _coverage(record),
        ),
        record.stamp,
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


def _explorer(record: Record) -> Markup:
    """Return the form, the place of its answer, and the data it reads."""
    data = answers(record)
    return html(
        Markup('<form id="explorer" class="ask" hidden>'),
        Markup(
            '<div class="suggesting"><label>Material, goods, code, customs code or party <input name="what" value="Ga" '
            'role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="explorer-suggested" '
            'autocomplete="off" spellcheck="false"></label><ul id="explorer-suggested" role="listbox" '
            'aria-label="Suggestions" hidden></ul></div>'
        ),
        md('<label>Destination <select name="to">{}</select></label>', place_options(record)),
        md('<label>End use <select name="use">{}</select></label>', options(USE_WORDS.items(), "civil")),
        day_field(record),
        Markup('<button type="submit">Answer</button>'),
        Markup("</form>"),
        Markup('<div id="explorer-answer" class="message" role="status" aria-live="polite"></div>'),
        needs_script("The form needs JavaScript. Status at a glance has every material on the last day."),
        data_block(data, "application/json", "answers-data"),
    )


def _coverage(record: Record) -> Markup:
    rows = [
        [
            spaced(r["layer"]),
            record.material(key) if (key := r["material_id"] or r["group_id"]) else r["code"] or "all codes",
            r["first_day"],
            r["last_day"],
            spaced(r["basis"]),
            r["note"],
        ]
        for r in record.rows("coverage")
    ]
    return table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")
