"""Rules on the family law: periods without gap or overlap, rules with items, documents before what rests on them."""

import datetime
from collections.abc import Iterator

from exportcurbs.law.codes import ancestors
from exportcurbs.law.periods import DAY, FOLLOWS

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, as_of, at, by, elements, one_by

# What state a cause brings about.
STATES_OF = {
    "announced": ("announced_not_effective",),
    "takes_effect": ("in_force",),
    "suspended": ("suspended", "suspended_before_effect"),
    "resumed": ("in_force", "announced_not_effective"),
    "carried_over": ("in_force", "ended"),
    "repealed": ("ended",),
    "expired": ("ended",),
    "stopped": ("ended",),
}


def periods_in_sequence(tables: Tables) -> Iterator[Problem]:
    """Yield measures without a period, and periods that overlap, leave days out or follow no earlier state."""
    periods = tables["measure_periods"]
    by_measure = by(periods, "measure_id")
    for line, row in tables["measures"].rows():
        if row["measure_id"] is not None and row["measure_id"] not in by_measure:
            found = f"{shown(row['measure_id'])} has no period"
            yield Problem(
                tables["measures"].info.path, line, "measure_id", found, f"add its days to {periods.info.path}"
            )
    for rows in by_measure.values():
        dated = sorted(((r["first_day"], line, r) for line, r in rows if r["first_day"]), key=lambda t: t[:2])
        before: Row | None = None
        for first, line, row in dated:
            yield from _sequence(periods.info.path, line, first, row, before)
            before = row


def _sequence(path: str, line: int, first: datetime.date, row: Row, before: Row | None) -> Iterator[Problem]:
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


def causes_fit(tables: Tables) -> Iterator[Problem]:
    """Yield periods whose cause does not bring about their state."""
    periods = tables["measure_periods"]
    for line, row in periods.rows():
        states = STATES_OF.get(row["cause"])
        if states and row["state"] is not None and row["state"] not in states:
            found = f"{shown(row['cause'])} does not make a rule {row['state']}"
            yield at(periods, line, "cause", found, f"correct the cause, or write {' or '.join(states)} as the state")


def items_of_listed(tables: Tables) -> Iterator[Problem]:
    """Yield measures of listed items without items, and items of measures that take none."""
    measures, items = tables["measures"], by(tables["measure_items"], "measure_id")
    by_line = by(tables["measure_customs_codes"], "measure_id")
    for line, row in measures.rows():
        listed = row["item_scope"] == "listed"
        if listed and row["measure_id"] not in items | by_line:
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


def role_fits(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose role is not what their measures and periods say."""
    instruments = tables["instruments"]
    with_measures = set(by(tables["measures"], "instrument_id"))
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


def coverage_after_inferred(tables: Tables) -> Iterator[Problem]:
    """Yield coverage that calls a material uncontrolled before a day although an older list may have held it."""
    coverage, old = tables["coverage"], _inferred(tables)
    groups = by(tables["material_groups"], "group_id")
    for line, row in coverage.rows():
        if row["layer"] != "dual_use" or row["basis"] != "first_control_stated" or row["first_day"] is None:
            continue
        members = [r["material_id"] for _, r in groups.get(row["group_id"], [])] or [row["material_id"]]
        for material in members:
            since = old.get(material)
            if since and row["first_day"] < since:
                found = f"{material} has goods that only the list of {since} shows; older lists may hold them"
                yield Problem(coverage.info.path, line, "first_day", found, f"write {since} or take {material} out")


def _inferred(tables: Tables) -> dict[str, datetime.date]:
    """Return for each material whose goods stand in inferred item rows the first day of the measure."""
    first = {r["measure_id"]: r["first_day"] for _, r in tables["measure_periods"].rows() if r["state"] == "in_force"}
    inferred = {
        (r["scheme"], r["code"]): first[r["measure_id"]]
        for _, r in tables["measure_items"].rows()
        if r["basis"] == "inferred" and r["code"] and r["measure_id"] in first
    }
    days: dict[str, datetime.date] = {}
    codes = one_by(tables["control_codes"], "scheme", "code")
    for _, row in tables["code_materials"].rows():
        above = ancestors((row["scheme"], row["code"]), codes)
        found = [inferred[code] for code in above if code in inferred]
        if row["role"] == "subject" and found:
            days[row["material_id"]] = min(found)
    return days


def begins_after_documents(tables: Tables) -> Iterator[Problem]:
    """Yield periods that begin before the document of their rule, or that which begins them, was issued."""
    periods, measures = tables["measure_periods"], one_by(tables["measures"], "measure_id")
    documents = one_by(tables["instruments"], "instrument_id")
    for line, row in periods.rows():
        setting = measures.get(row["measure_id"], {}).get("instrument_id")
        for name in dict.fromkeys((setting, row["by_instrument_id"])):
            issued = _issued(documents.get(name), "issued_earliest")
            if issued and row["first_day"] and row["first_day"] < issued:
                found = f"{row['first_day']} lies before {shown(name)} was issued ({issued})"
                yield Problem(periods.info.path, line, "first_day", found, "correct the day or name another document")


def basis_is_older(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose legal basis is younger than they are."""
    instruments = tables["instruments"]
    documents = one_by(instruments, "instrument_id")
    for line, row in instruments.rows():
        for name in elements(row["legal_basis"]):
            basis, own = _issued(documents.get(name), "issued_earliest"), _issued(row, "issued_latest")
            if basis and own and basis > own:
                found = f"{shown(name)} was issued on {basis}, after this document ({own})"
                yield Problem(instruments.info.path, line, "legal_basis", found, "name the basis, or correct a day")


def _issued(document: Row | None, bound: str) -> datetime.date | None:
    day: datetime.date | None = (document["issued"] or document[bound]) if document else None
    return day


def coverage_ends(tables: Tables) -> Iterator[Problem]:
    """Yield coverage past the last day of the record."""
    coverage, end = tables["coverage"], as_of(tables)
    for line, row in coverage.rows():
        if end and row["last_day"] and row["last_day"] > end:
            found = f"{row['last_day']} lies after {end}, the last day of the record"
            yield at(coverage, line, "last_day", found, f"write {end} or an earlier day")


RULES: tuple[Rule, ...] = (
    coverage_ends,
    periods_in_sequence,
    causes_fit,
    items_of_listed,
    role_fits,
    coverage_after_inferred,
    begins_after_documents,
    basis_is_older,
)
