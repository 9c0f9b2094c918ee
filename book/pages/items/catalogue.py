"""The page of dual-use items: how codes are built, a map of the list, every entry, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import Markup, bullets, code, table
from book.pages.common.names import percent, spaced, words_of
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.items.catalogue_entries import REASONS, TYPES, entries, rules

# The entry by which the page says how a code is built.
EXAMPLE = "3C001.a"
# The announcement says that the digit is the industry, not which; shared numbers follow the EU list: its names.
INDUSTRIES = words_of("industry")
SCHEMES = words_of("scheme")


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
        types=TYPES,
        map=_map(dual),
        fields=fields,
        entries=entries(record, sources),
        rules=rules(record, sources),
        printed=_printed(record),
        gaps=table(("Edition", "Part", "Serials", "Why"), gaps, "gaps"),
        confidence=bullets(_confidence(record)),
        sources=sources,
    )


def _map(codes: list[Row]) -> dict[tuple[str, str], Row]:
    """Return by industry and type how many codes there are and for which reasons, with the bars that show these."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in codes:
        found[row["industry"], row["code"][1]][row["control_reason"]] += 1
    return {place: _cell(dict(sorted(reasons.items()))) for place, reasons in found.items()}


def _cell(reasons: dict[str, int]) -> Row:
    whole = sum(reasons.values())
    widths = [100 * n / whole for n in reasons.values()]
    return {
        "whole": whole,
        "shade": sum(whole >= least for least in (1, 10, 50, 150)),
        "counts": ", ".join(f"reason {reason}: {n}" for reason, n in reasons.items()),
        "bars": list(zip(reasons, accumulate(widths, initial=0.0), widths, strict=False)),
    }


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
