"""The page that shows status at a glance: materials by destination on a day, and what is controlled to one."""

from collections import Counter
from collections.abc import Iterator

import exportcurbs as ec

from book.pages.ask.answers import answers
from book.pages.ask.status import day_field, place_options
from book.pages.ask.words import REGIME_WORDS, USE_WORDS, in_words, letter, regime_key, resting
from book.pages.common.markup import (
    Markup,
    data_block,
    elements,
    front_matter,
    heading,
    html,
    html_link,
    link,
    md,
    needs_script,
    page,
    section,
)
from book.pages.common.names import in_a_sentence
from book.pages.common.record import Record

# Columns of the map: destinations that a rule singles out, each for two end uses.
SHOWN, USES = ("ROW", "USA", "JPN", "PRK"), ("civil", "military")
FIRST = "JPN"
ALL, SEVERAL, FREE = "all its goods on record", "several materials", ("none", "unknown")
HEADINGS = ("Material", "Goods", "Civil use", "Since", "Military use", "Since", "At rest, until")


def glance_page(record: Record) -> Markup:
    """Return the page with the map of materials and destinations, and the table of what is controlled to one."""
    data = answers(record, ("goods",))
    heads = {g["goods_id"]: sorted(record.heads.get(g["goods_id"], ())) for g in record.rows("goods")}
    return page(
        front_matter(scripts="answers glance"),
        heading(1, "Status at a glance"),
        Markup(
            "What an export from China needs (its {term}`regime`), by destination, and since when: the strictest rule "
            "over the {term}`goods` in which each material is mostly traded. The month is the first from which the "
            "answer for all of these goods together is known; single goods below can be older. A question mark: "
            "{term}`presumed`, no source attests that day. The slider goes from change to change, also with the arrow "
            "keys."
        ),
        html(
            *_form(record),
            md('<ul class="legend" aria-label="Legend">{}</ul>', regime_key()),
            Markup('<p id="glance-message" class="message" role="status" aria-live="polite"></p>'),
            Markup('<div class="map-box" role="region" aria-label="Materials by destination" tabindex="0">'),
            md(
                '<table class="table glance"><caption class="unseen">Materials by destination</caption>{}',
                _head(record),
            ),
            md("<tbody>{}</tbody></table></div>", elements(_rows(record))),
            needs_script("Choosing a day needs JavaScript. Without it the map shows the last day of the record."),
            data_block(
                {**data, "heads": heads, "conditions": _conditions(record), "first": FIRST},
                "application/json",
                "answers-data",
            ),
        ),
        _controlled_section(record, heads),
        record.stamp,
    )


def _controlled_section(record: Record, heads: dict[str, list[str]]) -> Markup:
    return section(
        "What is controlled, and since when",
        "Goods of the followed materials: first those that need more than nothing, for civil or for military use, then "
        "those that do under a condition, last those on which a rule is only suspended. Each day is that of the goods "
        "in its row. Goods that are treated alike stand together; a question mark is for what is presumed.",
        md("Equipment, software and technology stand on the page of {}.", link("catalogue.md", "dual-use items")),
        html(
            Markup('<form id="controlled-form" class="ask" hidden>'),
            md('<label>Destination <select name="to">{}</select></label>', place_options(record, FIRST)),
            Markup("</form>"),
            Markup('<div class="result-box tall" role="region" aria-label="Controlled goods" tabindex="0">'),
            Markup('<table class="table controlled" id="controlled">'),
            md("<caption>{}</caption>", _caption(record, FIRST)),
            md("<thead><tr>{}</tr></thead>", elements(md('<th scope="col">{}</th>', h) for h in HEADINGS)),
            md("<tbody>{}</tbody></table></div>", elements(_controlled(record, heads))),
        ),
        anchor="controlled-to",
    )


def _form(record: Record) -> Iterator[Markup]:
    yield Markup('<form id="glance-form" class="ask" hidden>')
    yield Markup('<label class="slide">Day, from change to change <input type="range" name="step" min="0"></label>')
    yield day_field(record)
    yield Markup('<label class="tick"><input type="checkbox" name="free"> Also materials without control</label>')
    yield Markup("</form>")


def _head(record: Record) -> Markup:
    places = elements(md('<th scope="colgroup" colspan="2">{}</th>', record.country(p)) for p in SHOWN)
    uses = elements(md('<th scope="col">{}</th>', USE_WORDS[use]) for _ in SHOWN for use in USES)
    return md('<thead><tr><th scope="col" rowspan="2">Material</th>{}</tr><tr>{}</tr></thead>', places, uses)


def _rows(record: Record) -> Iterator[Markup]:
    for material in sorted(record.rows("materials"), key=lambda m: m["name_en"]):
        key = material["material_id"]
        cells = elements(_cell(record, key, place, use) for place in SHOWN for use in USES)
        name = html_link(f"material-{key}.html", material["name_en"])
        yield md('<tr data-material="{}"><th scope="row">{}</th>{}</tr>', key, name, cells)


def _cell(record: Record, key: str, place: str, use: str) -> Markup:
    answer = record.data.status(key, place, record.as_of, end_use=use)
    return md(
        '<td data-regime="{}" data-to="{}" data-use="{}" title="{}" data-letter="{}"{}{}></td>',
        *(answer.regime, place, use, in_words(answer), letter(answer)),
        md(' data-since="{}"', str(answer.since)[:7]) if answer.regime not in FREE else "",
        Markup(" data-rest") if answer.suspended else "",
    )


def _caption(record: Record, place: str) -> str:
    return f"Controlled to {in_a_sentence(record.country(place))} on {record.as_of}"


def _controlled(record: Record, heads: dict[str, list[str]]) -> Iterator[Markup]:
    """Yield one row for goods of the same materials with the same answers, in order of the materials."""
    found: dict[tuple[str, ...], list[str]] = {}
    named = _conditions(record)
    sizes = Counter(_headed(record, own) for own in heads.values())
    for goods in sorted(record.rows("goods"), key=lambda g: g["goods_id"]):
        told = [record.data.status(goods["goods_id"], FIRST, record.as_of, end_use=use) for use in USES]
        if any(stands_out(t) for t in told):
            condition = named.get(goods["goods_id"], "")
            said = (c for t in told for c in needs(t, condition))
            key = (rank(told), _headed(record, heads[goods["goods_id"]]), *said, resting(told[-1]))
            found.setdefault(key, []).append(goods["name_en"])
    for (_, own, *cells), names in sorted(found.items()):
        goods_shown = ALL if len(names) == sizes[own] > 1 else "; ".join(names)
        yield md("<tr>{}</tr>", elements(md("<td>{}</td>", cell) for cell in (own, goods_shown, *cells)))


def _headed(record: Record, heads: list[str]) -> str:
    return ", ".join(map(record.material, heads)) or SEVERAL


def stands_out(answer: ec.Status) -> bool:
    """Return whether goods need more than nothing, some of them under conditions, or a rule on them is suspended."""
    return answer.regime not in FREE or answer.strictest not in FREE or bool(answer.suspended)


def rank(told: list[ec.Status]) -> str:
    """Return the place in the table: controlled as a whole, under conditions, only suspended."""
    whole, part = (any(getattr(t, column) not in FREE for t in told) for column in ("regime", "strictest"))
    return "0" if whole else "1" if part else "2"


def _conditions(record: Record) -> dict[str, str]:
    """Return in words the conditions under which goods are what a list names."""
    heads = {m["material_id"] for m in record.rows("materials")}
    found = (goods for m in sorted(heads) for goods in record.data.status(m, FIRST, record.as_of).goods)
    return {goods["goods_id"]: " or ".join(goods["conditions"]) for goods in found if goods["conditions"]}


def needs(answer: ec.Status, condition: str = "") -> tuple[str, str]:
    """Return what goods need, and since when; where only a part of them needs it, which, and no day."""
    presumed = "?" if answer.basis == "presumed" else ""
    if answer.regime in FREE and answer.strictest not in FREE:
        return f"{REGIME_WORDS[answer.strictest]}{presumed} {f'if: {condition}' if condition else 'in part'}", ""
    since = str(answer.since) if answer.regime not in FREE else ""
    return REGIME_WORDS[answer.regime] + presumed, since
