"""The page of dual-use items: how codes are built, a map of the list, every entry, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from book.pages.common.markup import code, esc, front_matter, needs_script, options, pipe_table, raw
from book.pages.common.record import Record
from book.pages.common.text import Row, counted, percent, table_link
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


def catalogue_page(record: Record) -> str:
    """Return the page."""
    documents = record.documents("catalogue")
    codes = record.rows("control_codes")
    dual = [c for c in codes if c["scheme"] == "dual_use"]
    lines = [
        *front_matter("catalogue"),
        "# Dual-use items",
        "",
        f"The {len(codes):,} codes of controlled items, in Chinese and English, with their customs codes. "
        f"{len(dual):,} are codes of the dual-use list.",
        "",
        *_anatomy(record),
        *_map(dual),
        "## Every entry",
        "",
        *raw(
            [
                *_form(),
                '<p id="items-told" class="told" role="status" aria-live="polite"></p>',
                needs_script("Searching needs JavaScript. Without it, all entries stand below."),
                f'<ul class="items" id="items">{"".join(entries(record, documents))}</ul>',
                '<p><button type="button" id="items-more" hidden>Show all</button></p>',
            ]
        ),
        "## Rules that cover them",
        "",
        f"State on {record.release.as_of}. The entries point here.",
        "",
        *raw([f'<ul class="rules">{"".join(rules(record, documents))}</ul>']),
        *_printed(record),
    ]
    return "\n".join([*lines, *record.foot(documents)])


def _anatomy(record: Record) -> list[str]:
    """Return how a code is built, told by one real entry."""
    known = record.by("control_codes", "code", EXAMPLE)
    if not known:
        return []
    entry = known[0]
    parts = (
        (EXAMPLE[0], f"Industry: {INDUSTRIES[EXAMPLE[0]]}"),
        (EXAMPLE[1], f"Type of item: {ITEM_TYPES[EXAMPLE[1]].replace('_', ' ')}"),
        (EXAMPLE[2], f"Reason for control: {REASONS[EXAMPLE[2]]}"),
        (EXAMPLE[3:5], "Number in the series. Third characters 0 to 4 follow the EU list, 5 and up are China's own"),
        (EXAMPLE[5:], "Entry under the code"),
    )
    return [
        "## How a code is built",
        "",
        f"`{EXAMPLE}` is {esc(entry['name_zh'])}, {esc(entry['name_en'])}:",
        "",
        *pipe_table(("Part", "What it says"), [[code(part), esc(told)] for part, told in parts], "anatomy"),
        "Announcement 51/2024 says what each place stands for, not what each digit means. Names of industries are "
        "those of the EU list, whose numbers China shares; reasons are read from the items under them.",
        "",
    ]


def _map(codes: list[Row]) -> list[str]:
    """Return the table of industries and types; each cell counts codes, with a bar of the reasons."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in codes:
        found[row["industry"], row["code"][1]][row["control_reason"]] += 1
    head = "".join(f'<th scope="col">{k} {esc(w)}</th>' for k, w in TYPES.items())
    body = [
        f'<tr><th scope="row">{digit} {esc(words)}</th>{"".join(_cell(digit, t, found[digit, t]) for t in TYPES)}</tr>'
        for digit, words in INDUSTRIES.items()
    ]
    key = "".join(f'<li><span class="swatch reason-{k}">{k}</span> {esc(w)}</li>' for k, w in REASONS.items())
    return [
        "## A map of the list",
        "",
        "Codes by industry and type of item. The bar in a cell shows the reasons for control. Choose a cell to see its "
        "entries below.",
        "",
        *raw(
            [
                f'<ul class="legend" aria-label="Reasons for control">{key}</ul>',
                '<div class="map-box" role="region" aria-label="Map of the list" tabindex="0">',
                f'<table class="table map"><thead><tr><th scope="col">Industry</th>{head}</tr></thead>',
                f"<tbody>{''.join(body)}</tbody></table></div>",
            ]
        ),
    ]


def _cell(industry: str, kind: str, reasons: Counter[str]) -> str:
    whole = reasons.total()
    if not whole:
        return '<td class="shade-0">0</td>'
    bars, at = [], 0.0
    for reason in sorted(reasons):
        width = 100 * reasons[reason] / whole
        bars.append(f'<rect class="reason-{reason}" x="{at:.1f}" width="{width:.1f}" height="8"></rect>')
        at += width
    told = ", ".join(f"reason {r}: {n}" for r, n in sorted(reasons.items()))
    shade = sum(whole >= least for least in (1, 10, 50, 150))
    return (
        f'<td class="shade-{shade}"><a href="#industry={industry}&amp;type={kind}" title="{told}">{whole}'
        f'<span class="told"> codes {industry}{kind}; {told}</span>'
        f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{"".join(bars)}</svg></a></td>'
    )


def _form() -> list[str]:
    anything = ("", "all")
    return [
        '<form id="items-form" class="ask" hidden>',
        # not named q: the book's own search empties every field of that name
        '<label>Word, code or customs code <input name="word" inputmode="search" placeholder="镓, gallium"></label>',
        f'<label>List <select name="scheme">{options([anything, *SCHEMES.items()])}</select></label>',
        f'<label>Industry <select name="industry">{options([anything, *_numbered(INDUSTRIES)])}</select></label>',
        f'<label>Type <select name="type">{options([anything, *_numbered(TYPES)])}</select></label>',
        f'<label>Reason <select name="reason">{options([anything, *_numbered(REASONS)])}</select></label>',
        "</form>",
    ]


def _numbered(words: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((key, f"{key} {told}") for key, told in words.items())


def _printed(record: Record) -> list[str]:
    """Return what was read of each printed list, what is missing, and how well it was read."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in record.rows("items"):
        found[row["edition_id"], row["section"], row["direction"]][0] += 1
    for row in record.rows("list_gaps"):
        if row["serial_last"]:
            lost = row["serial_last"] - row["serial_first"] + 1
            found[row["edition_id"], row["section"], row["direction"]][1] += lost
    rows = [
        [code(e), esc(s.replace("_", " ")), d, f"{have:,}", f"{lost:,}" if lost else "", f"{have + lost:,}"]
        for (e, s, d), (have, lost) in sorted(found.items())
    ]
    gaps = [
        [code(g["edition_id"]), esc(g["section"].replace("_", " ")), _run(g), esc(g["reason"])]
        for g in record.rows("list_gaps")
    ]
    return [
        "## The printed lists",
        "",
        "Entries of the yearly licence catalogue and of the annexes of announcements: "
        f"{table_link('items')}. Serials that could not be read stand in {table_link('list_gaps')}.",
        "",
        *pipe_table(("Edition", "Part", "Direction", "Read", "Missing", "Together"), rows),
        "## What is missing",
        "",
        *pipe_table(("Edition", "Part", "Serials", "Why"), gaps, "gaps"),
        "## How well it was read",
        "",
        *_confidence(record),
        "Second readings of random samples stand on the page [How sure is it?](quality.md).",
        "",
    ]


def _run(gap: Row) -> str:
    first, last = gap["serial_first"], gap["serial_last"]
    return str(first) if first == last else f"{first} to {last or 'the unknown end'}"


def _confidence(record: Record) -> list[str]:
    lines = []
    priced = {(k["edition_id"], k["section"], k["direction"], k["serial"]) for k in record.rows("item_customs_codes")}
    items = record.rows("items")
    have = sum((i["edition_id"], i["section"], i["direction"], i["serial"]) in priced for i in items)
    lines += [f"- printed entries with a customs code: {have:,} of {len(items):,} ({percent(have, len(items))})"]
    for table, column, words in (
        ("control_codes", "name_basis", "names of codes"),
        ("items", "name_status", "Chinese names of entries"),
        ("item_customs_codes", "confidence", "customs codes"),
        ("item_customs_codes", "basis", "customs codes, by who printed them"),
        ("code_equivalents", "relation", "comparisons with other lists"),
    ):
        counts = Counter(r[column] for r in record.rows(table) if r[column])
        whole = sum(counts.values())
        shares = ", ".join(f"{esc(v.replace('_', ' '))} {n:,} ({percent(n, whole)})" for v, n in counts.most_common())
        lines += [f"- {counted(whole, words.split(',')[0].rstrip('s'), words)}: {shares}"]
    return [*lines, ""]
