"""Rules on the family items: entries recorded or named as gaps, lists not older than their documents."""

import re
from collections.abc import Iterator
from functools import cache

from exportcurbs.law.codes import ancestors

from validation.definitions.agreements import CATALOGUE, LAST_SERIALS
from validation.definitions.tables import Row, Rows
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, rule, unnamed

# The index of the catalogue is cited by the entry: direction, section where it is not the dual-use list, serial.
INDEX = "gh-2026-catalogue-index["
ENTRY = re.compile(
    r"(?:(?P<part>[a-z_0-9]+) )?(?P<direction>export|import)/(?:(?P<section>[a-z_0-9]+)/)?(?P<serial>\d+)"
)
MOVED = "correct the serial or the locator, or say in the note why they differ"


def _serials(gaps: Rows, last: int) -> dict[int, int]:
    """Return the serials of gaps, each with the line of its gap; an open gap reaches to the last serial."""
    return {
        serial: line
        for line, gap in gaps
        if gap["serial_first"]
        for serial in range(gap["serial_first"], (gap["serial_last"] or max(last, gap["serial_first"])) + 1)
    }


@rule
def entries_or_gaps(tables: Tables) -> Iterator[Problem]:
    """Yield entries that are both recorded and named as a gap, and entries of the catalogue that are neither."""
    items, gaps = tables["items"], tables["list_gaps"]
    entries, missing = (t.by("edition_id", "section", "direction") for t in (items, gaps))
    for part in dict.fromkeys((*entries, *missing, *((CATALOGUE, *p) for p in LAST_SERIALS))):
        recorded = {row["serial"]: line for line, row in entries.get(part, ()) if row["serial"]}
        last = LAST_SERIALS.get(part[1:], 0) if part[0] == CATALOGUE else 0
        gone = _serials(missing.get(part, []), max(last, max(recorded, default=0)))
        name = " ".join(map(str, part))
        for serial in sorted(recorded.keys() & gone.keys()):
            there = f"line {gone[serial]} of {gaps.info.path} says it is missing"
            found = f"serial {serial} of {name} is recorded, but {there}"
            yield at(items, recorded[serial], "serial", found, "remove it there or here")
        lost = [serial for serial in range(1, last + 1) if serial not in recorded and serial not in gone]
        if lost:
            found = f"serial {lost[0]} of {name} is neither recorded nor named as a gap ({len(lost)} such entries)"
            after = [line for serial, line in sorted(recorded.items()) if serial > lost[0]]
            line = after[0] if after else max(recorded.values(), default=0)
            yield at(items, line, "serial", found, f"add them here or to {gaps.info.path}")


@each("control_codes")
def no_code_above_itself(row: Row, tables: Tables) -> Faults:
    """Yield codes that stand above themselves."""
    codes = tables["control_codes"].one_by("scheme", "code")
    above = ancestors((row["scheme"], row["code"]), codes)
    if any(codes[code]["parent"] == row["code"] for code in above):
        yield "parent", f"{shown(row['code'])} stands above itself", "write the code above it, or empty the cell"


@rule
def editions_have_rows(tables: Tables) -> Iterator[Problem]:
    """Yield editions without entries of which no gap says so: no rows would read as no items."""
    gaps = tables["list_gaps"]
    named = tables["items"].by("edition_id").keys() | gaps.by("edition_id")
    found, advice = "{} has neither entries nor a gap", f"add a gap to {gaps.info.path}"
    yield from unnamed(tables["list_editions"], named, found, advice)


@rule
def codes_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield entries of the catalogue whose code stands out of the order of the codes around it."""
    rows = tables["items"].by("edition_id", "scheme", "section").get((CATALOGUE, "dual_use", "dual_use"), ())
    entries = sorted((r["serial"], line, r["code"]) for line, r in rows if r["serial"] and r["code"])
    for (_, _, before), (_, line, code), (_, _, after) in zip(entries, entries[1:], entries[2:], strict=False):
        # a chapter may follow another out of order; one code between two that fit each other may not
        if _place(before) <= _place(after) and not _place(before) <= _place(code) <= _place(after):
            found = f"{shown(code)} stands between {before} and {after}"
            yield at(tables["items"], line, "code", found, "correct the code or the serial")


@cache
def _place(code: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[A-Za-z]+", code)]


@each("items", "item_customs_codes")
def entry_in_locator(row: Row, tables: Tables) -> Faults:
    """Yield entries, and customs codes of entries, that their source has in another place."""
    located = [m for text in row["source_ids"] or () if text.startswith(INDEX) for m in ENTRY.finditer(text)]
    places = [(m["direction"], m["section"] or m["part"] or "dual_use", int(m["serial"])) for m in located]
    own = row["direction"], row["section"], row["serial"]
    if places and None not in own and own not in places and row["note"] is None:
        own_place, there = ("/".join(map(str, place)) for place in (own, places[0]))
        yield "serial", f"{own_place}, but the locator says {there}", MOVED


@each("items")
def names_of_codes(row: Row, tables: Tables) -> Faults:
    """Yield entries that bear the Chinese name of another code."""
    scheme, code = row["scheme"], row["code"]
    bearers = tables["control_codes"].by("name_zh").get(row["name_zh"], ())
    bears = {(r["scheme"], r["code"]) for _, r in bearers if r["scheme"] and r["code"]}
    if not bears or not scheme or not code or (scheme, code) in bears:
        return
    if not any(other.startswith(f"{code}.") or code.startswith(f"{other}.") for _, other in bears):
        found = f"{shown(row['name_zh'])} is the name of {'/'.join(min(bears))}, not of {code}"
        yield "name_zh", found, "correct the name or the code"
