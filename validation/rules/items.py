"""Rules on the family items: entries recorded or named as gaps, lists not older than their documents."""

import re
from collections.abc import Iterator

from exportcurbs.law.codes import ancestors

from validation.problems import Problem, shown
from validation.rules.common import Rows, Rule, Tables, at, by, one_by

# The last serial of each part of the 2026 licence catalogue, all of whose entries are recorded or named as gaps.
CATALOGUE = "licence-2026"
LAST_SERIALS = {
    ("dual_use", "export"): 846,
    ("nuclear", "export"): 159,
    ("precursor_1", "export"): 63,
    ("precursor_2", "export"): 13,
    ("chemical", "import"): 74,
    ("precursor_1", "import"): 63,
    ("isotope", "import"): 10,
    ("cryptography", "import"): 4,
}

SCHEMES = {
    "dual_use": "dual_use",
    "nuclear": "nuclear",
    "chemical": "chemical",
    "isotope": "class",
    "cryptography": "class",
    "precursor_1": "precursor",
    "precursor_2": "precursor",
    "precursor_3": "precursor",
}
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


def entries_or_gaps(tables: Tables) -> Iterator[Problem]:
    """Yield entries that are both recorded and named as a gap, and entries of the catalogue that are neither."""
    items, gaps = by(tables["items"], "edition_id", "section", "direction"), tables["list_gaps"]
    missing = by(gaps, "edition_id", "section", "direction")
    for part in dict.fromkeys((*items, *missing, *((CATALOGUE, *p) for p in LAST_SERIALS))):
        recorded = {row["serial"]: line for line, row in items.get(part, ()) if row["serial"]}
        last = LAST_SERIALS.get(part[1:], 0) if part[0] == CATALOGUE else 0
        gone = _serials(missing.get(part, []), max(last, max(recorded, default=0)))
        name = " ".join(map(str, part))
        for serial in sorted(recorded.keys() & gone.keys()):
            found = (
                f"serial {serial} of {name} is recorded, but line {gone[serial]} of {gaps.info.path} says it is missing"
            )
            yield Problem(tables["items"].info.path, recorded[serial], "serial", found, "remove it there or here")
        lost = [serial for serial in range(1, last + 1) if serial not in recorded and serial not in gone]
        if lost:
            found = f"serial {lost[0]} of {name} is neither recorded nor named as a gap ({len(lost)} such entries)"
            line = next(
                (line for s, line in sorted(recorded.items()) if s > lost[0]), max(recorded.values(), default=0)
            )
            yield Problem(tables["items"].info.path, line, "serial", found, f"add them here or to {gaps.info.path}")


def not_older_than_document(tables: Tables) -> Iterator[Problem]:
    """Yield lists that are older than the document that issues them."""
    editions, documents = tables["list_editions"], one_by(tables["instruments"], "instrument_id")
    for line, row in editions.rows():
        issued = documents.get(row["instrument_id"], {}).get("issued")
        for column in ("issued", "effective"):
            if issued and row[column] and row[column] < issued:
                found = f"{row[column]} lies before {shown(row['instrument_id'])} was issued ({issued})"
                yield Problem(editions.info.path, line, column, found, "correct one of the days")


def no_code_above_itself(tables: Tables) -> Iterator[Problem]:
    """Yield codes that stand above themselves."""
    table = tables["control_codes"]
    codes = one_by(table, "scheme", "code")
    for line, row in table.rows():
        above = ancestors((row["scheme"], row["code"]), codes)
        if any(codes[code]["parent"] == row["code"] for code in above):
            found = f"{shown(row['code'])} stands above itself"
            yield Problem(table.info.path, line, "parent", found, "write the code above it, or empty the cell")


def editions_have_rows(tables: Tables) -> Iterator[Problem]:
    """Yield editions without entries of which no gap says so: no rows would read as no items."""
    told = {row["edition_id"] for name in ("items", "list_gaps") for _, row in tables[name].rows()}
    editions = tables["list_editions"]
    for line, row in editions.rows():
        if row["edition_id"] is not None and row["edition_id"] not in told:
            found = f"{shown(row['edition_id'])} has neither entries nor a gap"
            yield Problem(
                editions.info.path, line, "edition_id", found, f"add a gap to {tables['list_gaps'].info.path}"
            )


def codes_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield entries of the catalogue whose code stands out of the order of the codes around it."""
    items = tables["items"]
    entries = [
        (row["serial"], line, row["code"])
        for line, row in items.rows()
        if row["edition_id"] == CATALOGUE
        and row["scheme"] == row["section"] == "dual_use"
        and row["serial"]
        and row["code"]
    ]
    entries.sort()
    places = [_place(code) for _, _, code in entries]
    for n in range(1, len(entries) - 1):
        before, own, after = places[n - 1 : n + 2]
        # a chapter may follow another out of order; one code between two that fit each other may not
        if before <= after and not before <= own <= after:
            _, line, code = entries[n]
            around = f"{entries[n - 1][2]} and {entries[n + 1][2]}"
            yield at(items, line, "code", f"{shown(code)} stands between {around}", "correct the code or the serial")


def _place(code: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[A-Za-z]+", code)]


def entry_in_locator(tables: Tables) -> Iterator[Problem]:
    """Yield entries, and customs codes of entries, that their source has in another place."""
    for table in (tables["items"], tables["item_customs_codes"]):
        for line, row in table.rows():
            told = [m for text in row["source_ids"] or () if text.startswith(INDEX) for m in ENTRY.finditer(text)]
            places = [(m["direction"], m["section"] or m["part"] or "dual_use", int(m["serial"])) for m in told]
            own = row["direction"], row["section"], row["serial"]
            if places and None not in own and own not in places and row["note"] is None:
                there = "/".join(map(str, places[0]))
                yield at(table, line, "serial", f"{'/'.join(map(str, own))}, but the locator says {there}", MOVED)


def names_of_codes(tables: Tables) -> Iterator[Problem]:
    """Yield entries that bear the Chinese name of another code, or stand in a section of another scheme."""
    items, codes = tables["items"], tables["control_codes"]
    bearers = by(codes, "name_zh")
    for line, row in items.rows():
        due = SCHEMES.get(row["section"])
        if due and row["scheme"] is not None and row["scheme"] != due:
            yield at(items, line, "scheme", f"{shown(row['scheme'])} in the section {row['section']}", f"write {due}")
        bears = {(r["scheme"], r["code"]) for _, r in bearers.get(row["name_zh"], ()) if r["scheme"] and r["code"]}
        if bears and row["scheme"] and row["code"] and (row["scheme"], row["code"]) not in bears:
            other = "/".join(min(bears))
            if not any(code.startswith(f"{row['code']}.") or row["code"].startswith(f"{code}.") for _, code in bears):
                found = f"{shown(row['name_zh'])} is the name of {other}, not of {row['code']}"
                yield at(items, line, "name_zh", found, "correct the name or the code")


RULES: tuple[Rule, ...] = (
    editions_have_rows,
    entries_or_gaps,
    not_older_than_document,
    no_code_above_itself,
    codes_in_order,
    entry_in_locator,
    names_of_codes,
)
