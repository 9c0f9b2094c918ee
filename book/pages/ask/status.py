"""The page on status: the explorer, what an export needed on the as-of day, and how far the record reaches."""

from book.pages.ask.answers import REGIME_WORDS, USE_WORDS, answers, trade_words
from book.pages.common.markup import data_block, esc, front_matter, needs_script, options, pipe_table, raw
from book.pages.common.text import Documents, Row, records, stamp
from book.pages.common.words import group_name, in_a_sentence
from build.compile import Compiled

EXAMPLES = (
    "The same answers in Python:",
    "",
    "```python",
    "import exportcurbs as ec",
    "",
    'print(ec.status("Ga", "USA", "2024-12-10"))',
    'print(ec.status("3C001.a", "DEU", "2025-06-01", end_use="military"))',
    'print(ec.status("Dy", "DEU", "2026-09-01", entity="rheinmetall"))',
    "```",
    "",
)


def status_page(compiled: Compiled) -> str:
    """Return the page with the status of every material on the as-of day, and the coverage of each layer."""
    table, silent = _last_day(compiled)
    lines = [
        *front_matter("answers explorer"),
        "# What an export needs",
        "",
        "Pick a material or a dual-use code, a destination, an end use and a day.",
        "",
        *_explorer(compiled),
        "## Every material on the last day of the record",
        "",
        f"The strictest rule over the goods in which each material is mostly traded, on {compiled.release.as_of}, "
        "computed from the measures; other goods of it may need more or less. The rest of the world is every "
        "destination that no rule "
        "singles out. A half-sure answer (no source attests it to that day) has a question mark. Practice is not "
        "in this table: it stands as claims on the pages of the episodes.",
        "",
        *table,
        f"No answer yet for: {', '.join(silent)}." if silent else "",
        "",
        *EXAMPLES,
        "## How far the record reaches",
        "",
        "Silence counts as absence only in these days. Outside them an answer is unknown unless a rule is found.",
        "",
        *_coverage(compiled),
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def _last_day(compiled: Compiled) -> tuple[list[str], list[str]]:
    """Return the table of the last day, and the names of the materials that it has no answer for."""
    names = {m["material_id"]: m["name_en"] for m in records(compiled.frames["materials"])}
    last = [r for r in records(compiled.frames["material_status"]) if r["end_use"] in ("civil", "military")]
    day = max((r["last_day"] for r in last), default=None)
    now = {(r["material_id"], r["destination"], r["end_use"]): r for r in last if r["last_day"] == day}
    countries = {c["iso3"]: c["name"] for c in records(compiled.frames["countries"])}
    places = ["JPN", "USA", "ROW"]
    known = sorted({m for (m, _, _), r in now.items() if r["regime"] != "unknown"}, key=lambda m: names[m])
    rows = [
        [material_with_symbol(names[m], m), *(_answers(now, m, place) for place in places), _trade(now, m, places)]
        for m in known
    ]
    headings = (
        "Material",
        *(f"To {esc(in_a_sentence(countries[p]))}: civil / military" for p in places),
        "Trade layer",
    )
    silent = sorted(esc(names[m]) for m in names if m not in known)
    return pipe_table(headings, rows, "status"), silent


def material_with_symbol(name: str, key: str) -> str:
    """Return a link to the page of a material, with its symbol if its id is one."""
    return f"[{esc(name)}](material-{key}.md)" + (f" ({esc(key)})" if len(key) < 3 else "")


def place_options(compiled: Compiled) -> str:
    """Return the destinations as options: those that some rule names first, then all others."""
    rows = [c for c in records(compiled.frames["countries"]) if c["iso3"] != "CHN"]
    first = ("ROW", "USA", "JPN")
    rows.sort(key=lambda c: (first.index(c["iso3"]) if c["iso3"] in first else len(first), c["name"]))
    return options(((c["iso3"], c["name"]) for c in rows), "ROW")


def day_field(compiled: Compiled) -> str:
    """Return the field for a day, on the last day of the record."""
    day = esc(compiled.release.as_of)
    return f'<label>Day <input type="date" name="day" value="{day}" min="2005-01-01" max="{day}" required></label>'


def _explorer(compiled: Compiled) -> list[str]:
    """Return the form, the place of its answer, and the data it reads."""
    documents = Documents(records(compiled.frames["sources"]), records(compiled.frames["publishers"]))
    data = answers(compiled, documents)
    names = ((key, f"{told['name'] or ''} {told['zh'] or ''}".strip()) for key, told in data["subjects"].items())
    known = "".join(f'<option value="{esc(key)}" label="{esc(name)}"></option>' for key, name in names)
    return raw(
        [
            '<form id="explorer" class="ask" hidden>',
            '<label>Material or code <input name="what" list="subjects" value="Ga" autocomplete="off"></label>',
            f'<label>Destination <select name="to">{place_options(compiled)}</select></label>',
            f'<label>End use <select name="use">{options(USE_WORDS.items(), "civil")}</select></label>',
            day_field(compiled),
            '<button type="submit">Answer</button>',
            f'<datalist id="subjects">{known}</datalist>',
            "</form>",
            '<div id="explorer-answer" class="told" role="status" aria-live="polite"></div>',
            needs_script("The form needs JavaScript. The table below gives every material on the last day."),
            data_block(data, "application/json", "answers-data"),
        ]
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
    if not row:
        return ""
    return ", ".join(trade_words(row))


def _coverage(compiled: Compiled) -> list[str]:
    rows = [
        [
            esc(r["layer"].replace("_", " ")),
            esc(r["material_id"] or (group_name(r["group_id"]) if r["group_id"] else r["code"] or "all codes")),
            str(r["first_day"]),
            str(r["last_day"]),
            esc(r["basis"].replace("_", " ")),
            esc(r["note"]),
        ]
        for r in records(compiled.frames["coverage"])
    ]
    return pipe_table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")
