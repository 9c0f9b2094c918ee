"""The page of dual-use items: how codes are built, a map of the list, every entry, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import (
    Markup,
    blocks,
    bullets,
    code,
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
    table_link,
)
from book.pages.common.names import percent, spaced
from book.pages.common.record import Record
from book.pages.items.catalogue_entries import REASONS, TYPES, entries, rules
from validation.definitions.items.codes import ITEM_TYPES

EXAMPLE = "3C001.a"
# The announcement says that the digit is the industry, not which; shared numbers follow the EU list: its names.
INDUSTRIES = {
    "0": "nuclear",
    "1": "special materials, chemicals, toxins",
    "2": "materials processing",
    "3": "electronics",
    "4": "computers",
    "5": "telecommunications, information security",
    "6": "sensors and lasers",
    "7": "navigation and avionics",
    "8": "marine",
    "9": "aerospace and propulsion",
}
SCHEMES = {
    "dual_use": "dual-use list",
    "nuclear": "nuclear list",
    "precursor": "precursors of drugs",
    "chemical": "monitored chemicals",
    "technology_catalogue": "technology catalogue",
    "class": "classes of goods without a code",
}


def catalogue_page(record: Record) -> Markup:
    """Return the page."""
    sources = record.sources("catalogue")
    codes = record.rows("control_codes")
    dual = [c for c in codes if c["scheme"] == "dual_use"]
    return page(
        front_matter(scripts="catalogue"),
        heading(1, "Dual-use items"),
        md(
            "The {:,} {{term}}`codes <control code>` of controlled items, in Chinese and English, with their customs "
            "codes. {:,} are codes of the dual-use list.",
            *(len(codes), len(dual)),
        ),
        _anatomy(record),
        _map(dual),
        section(
            "Every entry",
            html(
                *_form(),
                Markup('<p id="items-message" class="message" role="status" aria-live="polite"></p>'),
                needs_script("Searching needs JavaScript. Without it, all entries stand below."),
                md('<ul class="items" id="items">{}</ul>', elements(entries(record, sources))),
                Markup('<p><button type="button" id="items-more" hidden>Show all</button></p>'),
            ),
        ),
        section(
            "Rules that cover them",
            f"State on {record.as_of}. The entries point here.",
            html(md('<ul class="rules">{}</ul>', elements(rules(record, sources)))),
        ),
        _printed(record),
        sources.foot(),
        record.stamp,
    )


def _anatomy(record: Record) -> Markup:
    """Return how a code is built, by one real entry."""
    known = record.by("control_codes", "code", EXAMPLE)
    if not known:
        return Markup("")
    parts = (
        (EXAMPLE[0], f"Industry: {INDUSTRIES[EXAMPLE[0]]}"),
        (EXAMPLE[1], f"Type of item: {spaced(ITEM_TYPES[EXAMPLE[1]])}"),
        (EXAMPLE[2], f"Reason for control: {REASONS[EXAMPLE[2]]}"),
        (EXAMPLE[3:5], "Number in the series. Third characters 0 to 4 follow the EU list, 5 and up are China's own"),
        (EXAMPLE[5:], "Entry under the code"),
    )
    return section(
        "How a code is built",
        md("{} is {}, {}:", code(EXAMPLE), known[0]["name_zh"], known[0]["name_en"]),
        table(("Part", "What it says"), [[code(part), words] for part, words in parts], "anatomy"),
        "Announcement 51/2024 says what each place stands for, not what each digit means. Names of industries are "
        "those of the EU list, whose numbers China shares; reasons are read from the items under them.",
    )


def _map(codes: list[Row]) -> Markup:
    """Return the table of industries and types; each cell counts codes, with a bar of the reasons."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in codes:
        found[row["industry"], row["code"][1]][row["control_reason"]] += 1
    head = elements(md('<th scope="col">{} {}</th>', letter, words) for letter, words in TYPES.items())
    body = elements(
        md(
            '<tr><th scope="row">{} {}</th>{}</tr>',
            digit,
            words,
            elements(_cell(digit, letter, found[digit, letter]) for letter in TYPES),
        )
        for digit, words in INDUSTRIES.items()
    )
    key = elements(
        md('<li><span class="swatch reason-{digit}">{digit}</span> {words}</li>', digit=digit, words=words)
        for digit, words in REASONS.items()
    )
    return section(
        "A map of the list",
        "Codes by industry and type of item. The bar in a cell shows the reasons for control. Choose a cell to see its "
        "entries below.",
        html(
            md('<ul class="legend" aria-label="Reasons for control">{}</ul>', key),
            Markup('<div class="map-box" role="region" aria-label="Map of the list" tabindex="0">'),
            md('<table class="table map"><thead><tr><th scope="col">Industry</th>{}</tr></thead>', head),
            md("<tbody>{}</tbody></table></div>", body),
        ),
    )


def _cell(industry: str, kind: str, reasons: Counter[str]) -> Markup:
    whole = reasons.total()
    if not whole:
        return Markup('<td class="shade-0">0</td>')
    bars, at = [], 0.0
    for reason in sorted(reasons):
        width = 100 * reasons[reason] / whole
        bars.append(md('<rect class="reason-{}" x="{:.1f}" width="{:.1f}" height="8"></rect>', reason, at, width))
        at += width
    return md(
        '<td class="shade-{shade}"><a href="#industry={industry}&amp;type={kind}" title="{counts}">{whole}'
        '<span class="unseen"> codes {industry}{kind}; {counts}</span>'
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{bars}</svg></a></td>',
        shade=sum(whole >= least for least in (1, 10, 50, 150)),
        industry=industry,
        kind=kind,
        counts=", ".join(f"reason {r}: {n}" for r, n in sorted(reasons.items())),
        whole=whole,
        bars=elements(bars),
    )


def _form() -> Iterator[Markup]:
    yield Markup('<form id="items-form" class="ask" hidden>')
    # not named q: the book's own search empties every field of that name
    yield Markup(
        '<label>Word, code or customs code <input name="word" inputmode="search" placeholder="镓, gallium"></label>'
    )
    fields = (
        ("List", "scheme", SCHEMES.items()),
        ("Industry", "industry", _numbered(INDUSTRIES)),
        ("Type", "type", _numbered(TYPES)),
        ("Reason", "reason", _numbered(REASONS)),
    )
    for label, name, pairs in fields:
        yield md('<label>{} <select name="{}">{}</select></label>', label, name, options([("", "all"), *pairs]))
    yield Markup("</form>")


def _numbered(names: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((key, f"{key} {name}") for key, name in names.items())


def _printed(record: Record) -> Markup:
    """Return what was read of each printed list, what is missing, and how well it was read."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in record.rows("items"):
        found[row["edition_id"], row["section"], row["direction"]][0] += 1
    for row in record.rows("list_gaps"):
        if row["serial_last"]:
            lost = row["serial_last"] - row["serial_first"] + 1
            found[row["edition_id"], row["section"], row["direction"]][1] += lost
    rows = [
        [code(e), spaced(s), d, f"{have:,}", f"{lost:,}" if lost else "", f"{have + lost:,}"]
        for (e, s, d), (have, lost) in sorted(found.items())
    ]
    gaps = [[code(g["edition_id"]), spaced(g["section"]), _run(g), g["reason"]] for g in record.rows("list_gaps")]
    return blocks(
        section(
            "The printed lists",
            md(
                "Entries of the yearly licence catalogue and of the annexes of announcements: {}. Serials that could "
                "not be read stand in {}.",
                table_link("items"),
                table_link("list_gaps"),
            ),
            table(("Edition", "Part", "Direction", "Read", "Missing", "Together"), rows),
        ),
        section("What is missing", table(("Edition", "Part", "Serials", "Why"), gaps, "gaps")),
        section(
            "How well it was read",
            bullets(_confidence(record)),
            md("Second readings of random samples stand on the page [How sure is it?](quality.md)."),
        ),
    )


def _run(gap: Row) -> str:
    first, last = gap["serial_first"], gap["serial_last"]
    return str(first) if first == last else f"{first} to {last or 'the unknown end'}"


def _confidence(record: Record) -> Iterator[str]:
    priced = {(k["edition_id"], k["section"], k["direction"], k["serial"]) for k in record.rows("item_customs_codes")}
    items = record.rows("items")
    have = sum((i["edition_id"], i["section"], i["direction"], i["serial"]) in priced for i in items)
    yield f"printed entries with a customs code: {have:,} of {len(items):,} ({percent(have, len(items))})"
    for name, column, words in (
        ("control_codes", "name_basis", "names of codes"),
        ("items", "name_status", "Chinese names of entries"),
        ("item_customs_codes", "confidence", "customs codes"),
        ("item_customs_codes", "basis", "customs codes, by who printed them"),
        ("code_equivalents", "relation", "comparisons with other lists"),
    ):
        counts = Counter(r[column] for r in record.rows(name) if r[column])
        whole = counts.total()
        shares = ", ".join(f"{spaced(value)} {n:,} ({percent(n, whole)})" for value, n in counts.most_common())
        yield f"{counted(whole, words.split(',')[0].rstrip('s'), words)}: {shares}"
