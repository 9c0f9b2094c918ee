"""The page on status: the explorer, what an export needed on the as-of day, and how far the record reaches."""

from exportcurbs._reader import Row

from book.pages.ask.answers import REGIME_WORDS, USE_WORDS, answers, trade_words
from book.pages.common.markup import (
    Markup,
    data_block,
    elements,
    fenced,
    front_matter,
    heading,
    html,
    joined,
    md,
    needs_script,
    options,
    page,
    section,
    table,
)
from book.pages.common.names import group_name, in_a_sentence, spaced
from book.pages.common.record import Record

EXAMPLES = """import exportcurbs as ec

print(ec.status("Ga", "USA", "2024-12-10"))
print(ec.status("3C001.a", "DEU", "2025-06-01", end_use="military"))
print(ec.status("Dy", "DEU", "2026-09-01", entity="rheinmetall"))
"""


def status_page(record: Record) -> Markup:
    """Return the page with the status of every material on the as-of day, and the coverage of each layer."""
    answered, silent = _last_day(record)
    return page(
        front_matter(scripts="answers explorer"),
        heading(1, "What an export needs"),
        "Pick a material or a dual-use code, a destination, an end use and a day.",
        _explorer(record),
        section(
            "Every material on the last day of the record",
            f"The strictest rule over the goods in which each material is mostly traded, on {record.as_of}, computed "
            "from the measures; other goods of it may need more or less. The rest of the world is every destination "
            "that no rule singles out. A half-sure answer (no source attests it to that day) has a question mark. "
            "Practice is not in this table: it stands as claims on the pages of the episodes.",
            answered,
            f"No answer yet for: {', '.join(silent)}." if silent else "",
            "The same answers in Python:",
            fenced(EXAMPLES, "python"),
        ),
        section(
            "How far the record reaches",
            "Silence counts as absence only in these days. Outside them an answer is unknown unless a rule is found.",
            _coverage(record),
        ),
        record.stamp,
    )


def _last_day(record: Record) -> tuple[Markup, list[str]]:
    """Return the table of the last day, and the names of the materials that it has no answer for."""
    names = {m["material_id"]: m["name_en"] for m in record.rows("materials")}
    last = [r for r in record.rows("material_status") if r["end_use"] in ("civil", "military")]
    day = max((r["last_day"] for r in last), default=None)
    now = {(r["material_id"], r["destination"], r["end_use"]): r for r in last if r["last_day"] == day}
    places = ["JPN", "USA", "ROW"]
    known = sorted({m for (m, _, _), r in now.items() if r["regime"] != "unknown"}, key=lambda m: names[m])
    rows = [
        [with_symbol(record, m), *(_answers(now, m, place) for place in places), _trade(now, m, places)] for m in known
    ]
    asked = (f"To {in_a_sentence(record.country(p))}: civil / military" for p in places)
    return table(("Material", *asked, "Trade layer"), rows, "status"), sorted(
        n for m, n in names.items() if m not in known
    )


def with_symbol(record: Record, key: str) -> Markup:
    """Return a link to the page of a material, with its symbol if its id is one."""
    return joined((record.material_link(key), f"({key})" if len(key) < 3 else ""), " ")


def place_options(record: Record) -> Markup:
    """Return the destinations as options: those that some rule names first, then all others."""
    rows = [c for c in record.rows("countries") if c["iso3"] != "CHN"]
    first = ("ROW", "USA", "JPN")
    rows.sort(key=lambda c: (first.index(c["iso3"]) if c["iso3"] in first else len(first), c["name"]))
    return options(((c["iso3"], c["name"]) for c in rows), "ROW")


def day_field(record: Record) -> Markup:
    """Return the field for a day, on the last day of the record."""
    return md(
        '<label>Day <input type="date" name="day" value="{day}" min="2005-01-01" max="{day}" required></label>',
        day=record.as_of,
    )


def _explorer(record: Record) -> Markup:
    """Return the form, the place of its answer, and the data it reads."""
    data = answers(record)
    known = (
        md('<option value="{}" label="{}"></option>', key, f"{entry['name'] or ''} {entry['zh'] or ''}".strip())
        for key, entry in data["subjects"].items()
    )
    return html(
        Markup('<form id="explorer" class="ask" hidden>'),
        Markup('<label>Material or code <input name="what" list="subjects" value="Ga" autocomplete="off"></label>'),
        md('<label>Destination <select name="to">{}</select></label>', place_options(record)),
        md('<label>End use <select name="use">{}</select></label>', options(USE_WORDS.items(), "civil")),
        day_field(record),
        Markup('<button type="submit">Answer</button>'),
        md('<datalist id="subjects">{}</datalist>', elements(known)),
        Markup("</form>"),
        Markup('<div id="explorer-answer" class="message" role="status" aria-live="polite"></div>'),
        needs_script("The form needs JavaScript. The table below gives every material on the last day."),
        data_block(data, "application/json", "answers-data"),
    )


def _answers(now: dict[tuple[str, str, str], Row], material: str, place: str) -> str:
    words = []
    for end_use in ("civil", "military"):
        row = now.get((material, place, end_use)) or now.get((material, "ROW", end_use))
        mark = "?" if row and row["basis"] == "presumed" else ""
        words.append(REGIME_WORDS[row["regime"]] + mark if row else REGIME_WORDS["unknown"])
    return words[0] if words[0] == words[1] else " / ".join(words)


def _trade(now: dict[tuple[str, str, str], Row], material: str, places: list[str]) -> str:
    row = next((now[material, p, "civil"] for p in places if (material, p, "civil") in now), None)
    return ", ".join(trade_words(row)) if row else ""


def _coverage(record: Record) -> Markup:
    rows = [
        [
            spaced(r["layer"]),
            r["material_id"] or (group_name(r["group_id"]) if r["group_id"] else r["code"] or "all codes"),
            r["first_day"],
            r["last_day"],
            spaced(r["basis"]),
            r["note"],
        ]
        for r in record.rows("coverage")
    ]
    return table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")
