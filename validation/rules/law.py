"""The laws of the rule book: periods without gap or overlap, rules with items and listings, confirmed days."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from exportcurbs.law.periods import DAY, FOLLOWS
from exportcurbs.law.rules import ancestors

from validation.definitions.base import PARTIAL_DAY, words
from validation.definitions.tables import TypedTable, cells
from validation.problems import Problem, shown
from validation.rules.attested import as_of, attested_problems
from validation.rules.integrity import Tables

# Days of what is to come; all others lie at most GRACE after as_of, none after the last reading of a source.
AHEAD = words(
    "instruments.effective instruments.repealed list_editions.effective measure_periods.first_day "
    "measure_periods.last_day claims.value_date claims.last_day observations.period_end"
)
EARLIEST, GRACE, TEN_YEARS = "1950-01-01", 100 * DAY, 3653 * DAY
END_OF_TIME = datetime.date(9900, 1, 1)  # a day that can still be counted from
Rows = list[tuple[int, dict[str, Any]]]


def law_problems(tables: Tables) -> list[Problem]:
    """Return every breach of the laws of the rule book."""
    return [
        *_periods(tables),
        *attested_problems(tables),
        *_measures(tables),
        *_instruments(tables),
        *_listings(tables),
        *_coverage(tables),
        *_trees(tables),
        *_days(tables),
    ]


def _by(table: TypedTable, column: str) -> dict[str, Rows]:
    grouped: dict[str, Rows] = defaultdict(list)
    for line, row in table.rows():
        if row[column] is not None:
            grouped[row[column]].append((line, row))
    return grouped


def _periods(tables: Tables) -> Iterator[Problem]:
    periods = tables["measure_periods"]
    by_measure = _by(periods, "measure_id")
    for line, row in tables["measures"].rows():
        if row["measure_id"] is not None and row["measure_id"] not in by_measure:
            found = f"{shown(row['measure_id'])} has no period"
            yield Problem(
                tables["measures"].info.path, line, "measure_id", found, f"add its days to {periods.info.path}"
            )
    for rows in by_measure.values():
        dated = sorted(((r["first_day"], line, r) for line, r in rows if r["first_day"]), key=lambda t: t[:2])
        before: dict[str, Any] | None = None
        for first, line, row in dated:
            yield from _sequence(periods.info.path, line, first, row, before)
            before = row


def _sequence(
    path: str, line: int, first: datetime.date, row: dict[str, Any], before: dict[str, Any] | None
) -> Iterator[Problem]:
    state, last_state = row["state"], before["state"] if before else None
    if state in FOLLOWS and last_state in FOLLOWS and state not in FOLLOWS[last_state]:
        options = " or ".join(sorted(FOLLOWS[last_state]))
        found = f"{shown(state)} cannot " + (f"follow {shown(last_state)}" if before else "be the first state")
        yield Problem(path, line, "state", found, f"write {options}")
    if before is None:
        return
    if before["last_day"] is None:
        if last_state != "ended" or state == "ended":
            found = f"begins on {first} while the row from {before['first_day']} is still open"
            yield Problem(path, line, "first_day", found, "close the earlier row with a last_day")
        return
    due = before["last_day"] + DAY
    if first < due:
        yield Problem(path, line, "first_day", f"{first} overlaps the row before it", f"write {due} or later")
    elif first > due:
        found = f"leaves {(first - due).days} day(s) without a state before {first}"
        yield Problem(path, line, "first_day", found, f"write {due} or add the missing period")


def _measures(tables: Tables) -> Iterator[Problem]:
    measures, items = tables["measures"], _by(tables["measure_items"], "measure_id")
    for line, row in measures.rows():
        listed = row["item_scope"] == "listed"
        if listed and row["measure_id"] not in items:
            found = f"{shown(row['measure_id'])} covers listed items but has none"
            yield Problem(
                measures.info.path, line, "item_scope", found, f"add rows to {tables['measure_items'].info.path}"
            )
        if not listed and row["measure_id"] in items:
            item_line = items[row["measure_id"]][0][0]
            found = f"{shown(row['measure_id'])} covers {row['item_scope']} and takes no item rows"
            yield Problem(
                tables["measure_items"].info.path,
                item_line,
                "measure_id",
                found,
                "remove them or set item_scope to listed",
            )


def _instruments(tables: Tables) -> Iterator[Problem]:
    instruments = tables["instruments"]
    with_measures = set(_by(tables["measures"], "instrument_id"))
    acting: set[str] = set()
    owner = {r["measure_id"]: r["instrument_id"] for _, r in tables["measures"].rows()}
    for _, row in tables["measure_periods"].rows():
        if row["by_instrument_id"] and row["by_instrument_id"] != owner.get(row["measure_id"]):
            acting.add(row["by_instrument_id"])
    for line, row in instruments.rows():
        sets, changes = row["instrument_id"] in with_measures, row["instrument_id"] in acting
        does = {(True, True): "both", (True, False): "sets_measures", (False, True): "changes_periods"}.get(
            (sets, changes)
        )
        if row["role"] is None or row["instrument_id"] is None:
            continue
        if does and row["role"] != does and not (does == "changes_periods" and row["role"] == "framework"):
            found = f"{shown(row['role'])}, but its measures and periods say {does}"
            yield Problem(instruments.info.path, line, "role", found, f"write {does}")
        if not does and row["role"] in ("sets_measures", "changes_periods", "both"):
            found = f"{shown(row['role'])}, but no measure or period names {shown(row['instrument_id'])}"
            yield Problem(instruments.info.path, line, "role", found, "add its rows or write another role")


def _listings(tables: Tables) -> Iterator[Problem]:
    listings, measures = tables["listings"], tables["measures"]
    rules = {r["measure_id"]: r for _, r in measures.rows()}
    for line, row in listings.rows():
        rule = rules.get(row["measure_id"])
        if rule is not None and rule["end_user"] != "listed":
            found = f"{shown(row['measure_id'])} is not a rule for listed parties"
            yield Problem(listings.info.path, line, "measure_id", found, "name the export rule of the notice")
    named = set(_by(listings, "measure_id"))
    instruments_named = {rules[m]["instrument_id"] for m in named if m in rules}
    for line, row in measures.rows():
        by_list = row["end_user"] == "listed" and row["layer"] == "entity"
        if by_list and row["measure_id"] not in named and row["instrument_id"] not in instruments_named:
            found = f"{shown(row['measure_id'])} is for listed parties but lists none"
            yield Problem(measures.info.path, line, "end_user", found, f"add rows to {listings.info.path}")


def _coverage(tables: Tables) -> Iterator[Problem]:
    """Yield coverage that calls a material uncontrolled before a day although an older list may have held it."""
    coverage, old = tables["coverage"], _inferred(tables)
    groups = _by(tables["material_groups"], "group_id")
    for line, row in coverage.rows():
        if row["layer"] != "dual_use" or row["basis"] != "first_control_stated" or row["first_day"] is None:
            continue
        members = [r["material_id"] for _, r in groups.get(row["group_id"], [])] or [row["material_id"]]
        for material in members:
            since = old.get(material)
            if since and row["first_day"] < since:
                found = f"{material} has goods that only the list of {since} shows; older lists may hold them"
                yield Problem(coverage.info.path, line, "first_day", found, f"write {since} or take {material} out")


def _trees(tables: Tables) -> Iterator[Problem]:
    """Yield codes that stand above themselves."""
    table = tables["control_codes"]
    codes = {(r["scheme"], r["code"]): r for _, r in table.rows()}
    for line, row in table.rows():
        code = row["scheme"], row["code"]
        if any(codes[above]["parent"] == row["code"] for above in ancestors(code, codes)):
            found = f"{shown(row['code'])} stands above itself"
            yield Problem(table.info.path, line, "parent", found, "write the code above it, or empty the cell")


def _inferred(tables: Tables) -> dict[str, datetime.date]:
    """Return for each material whose goods stand in inferred item rows the first day of the measure."""
    first = {r["measure_id"]: r["first_day"] for _, r in tables["measure_periods"].rows() if r["state"] == "in_force"}
    inferred = {
        (r["scheme"], r["code"]): first[r["measure_id"]]
        for _, r in tables["measure_items"].rows()
        if r["basis"] == "inferred" and r["code"] and r["measure_id"] in first
    }
    days: dict[str, datetime.date] = {}
    codes = {(r["scheme"], r["code"]): r for _, r in tables["control_codes"].rows()}
    for _, row in tables["code_materials"].rows():
        above = ancestors((row["scheme"], row["code"]), codes)
        found = [inferred[code] for code in above if code in inferred]
        if row["role"] == "subject" and found:
            days[row["material_id"]] = min(found)
    return days


def _days(tables: Tables) -> Iterator[Problem]:
    """Yield days too far back or ahead: what has happened comes before the record was read."""
    read = [row["accessed"] for _, row in tables["sources"].rows() if row["accessed"]]
    latest = min(as_of(tables) or END_OF_TIME, END_OF_TIME) + GRACE
    latest = min(latest, max(read, default=END_OF_TIME))
    for name, table in tables.items():
        for column in (c for c in table.info.columns if pa.types.is_date(c.type) or c.pattern == PARTIAL_DAY):
            last = str(latest + TEN_YEARS if f"{name}.{column.name}" in AHEAD else latest)
            for line, cell in zip(table.lines, cells(table.frame, column.name), strict=True):
                day = str(cell or EARLIEST)
                if re.match(PARTIAL_DAY, day) and not EARLIEST[: len(day)] <= day <= last:
                    found = f"{day} lies before {EARLIEST} or after {last}"
                    yield Problem(table.info.path, line, column.name, found, "correct the day")
