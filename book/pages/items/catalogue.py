"""The page of dual-use items: how codes are built, a map of the list, every entry, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import Markup, bullets, code, elements, md, options, table
from book.pages.common.names import percent, spaced, words_of
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.items.catalogue_entries import REASONS, TYPES, entries, rules

EXAMPLE = "3C001.a"
# The announcement says that the digit is the industry, not which; shared numbers follow the EU list: its names.
INDUSTRIES = words_of("industry")
SCHEMES = words_of("scheme")
# How a code is built, by one real entry.
PARTS = (
    (EXAMPLE[0], f"Industry: {INDUSTRIES[EXAMPLE[0]]}"),
    (EXAMPLE[1], f"Type of item: {TYPES[EXAMPLE[1]]}"),
    (EXAMPLE[2], f"Reason for control: {REASONS[EXAMPLE[2]]}"),
    (EXAMPLE[3:5], "Number in the series. Third characters 0 to 4 follow the EU list, 5 and up are China's own"),
    (EXAMPLE[5:], "Entry under the code"),
)


def catalogue_page(record: Record) -> Markup:
    """Return the page."""
    sources, known = record.sources("catalogue"), record.by("control_codes", "code", EXAMPLE)
    dual = record.by("control_codes", "scheme", "dual_use")
    fields = (
        ("List", "scheme", SCHEMES.items()),
        ("Industry", "industry", _numbered(INDUSTRIES)),
        ("Type", "type", _numbered(TYPES)),
        ("Reason", "reason", _numbered(REASONS)),
    )
    gaps = [[code(g["edition_id"]), spaced(g["section"]), _run(g), g["reason"]] for g in record.rows("list_gaps")]
    return from_template(
        "catalogue",
        record,
        codes=len(record.rows("control_codes")),
        dual=len(dual),
        example=known[0] if known else None,
        anatomy=table(("Part", "What it says"), [[code(part), words] for part, words in PARTS], "anatomy"),
        reasons=REASONS,
        types=TYPES,
        map=elements(_map(dual)),
        fields=[(label, name, options([("", "all"), *pairs])) for label, name, pairs in fields],
        entries=elements(entries(record, sources)),
        rules=elements(rules(record, sources)),
        printed=_printed(record),
        gaps=table(("Edition", "Part", "Serials", "Why"), gaps, "gaps"),
        confidence=bullets(_confidence(record)),
        sources=sources,
    )


def _map(codes: list[Row]) -> Iterator[Markup]:
    """Yield the rows of the table of industries and types; each cell counts codes, with a bar of the reasons."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in codes:
        found[row["industry"], row["code"][1]][row["control_reason"]] += 1
    for digit, words in INDUSTRIES.items():
        cells = elements(_cell(digit, letter, found[digit, letter]) for letter in TYPES)
        yield md('<tr><th scope="row">{} {}</th>{}</tr>', digit, words, cells)


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


def _numbered(names: dict[str, str]) -> Iterable[tuple[str, str]]:
    return ((key, f"{key} {name}") for key, name in names.items())


def _printed(record: Record) -> Markup:
    """Return what was read of each printed list, and how much is missing."""
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
    return table(("Edition", "Part", "Direction", "Read", "Missing", "Together"), rows)


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
