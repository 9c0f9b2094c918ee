"""Rules on the family law: periods without gap or overlap and as planned, rules with items, documents in order."""

import datetime
from collections.abc import Iterator

from exportcurbs.law.codes import ancestors
from exportcurbs.law.periods import DAY, FOLLOWS
from exportcurbs.law.plans import Plans
from exportcurbs.law.silence import APART

from validation.definitions.agreements import WAITING
from validation.definitions.tables import Row, Rows, TypedTable
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, as_of, at, each, elements, rule, unnamed

# Whether a document sets measures, and whether it changes periods of others: its role.
ROLES = {(True, True): "both", (True, False): "sets_measures", (False, True): "changes_periods"}
NEEDED = {
    "measure_periods": ("measure_id", "first_day", "state", "last_confirmed"),
    "measure_plans": ("measure_id", "instrument_id", "state", "planned_first", "known_day"),
    "instruments": ("instrument_id",),
}


@rule
def periods_in_sequence(tables: Tables) -> Iterator[Problem]:
    """Yield measures without a period, and periods that overlap, leave days out or follow no earlier state."""
    periods = tables["measure_periods"]
    advice = f"add its days to {periods.info.path}"
    yield from unnamed(tables["measures"], periods.by("measure_id"), "{} has no period", advice)
    for rows in periods.by("measure_id").values():
        before: Row | None = None
        for line, row in sorted(((n, r) for n, r in rows if r["first_day"]), key=lambda item: item[1]["first_day"]):
            yield from _sequence(periods, line, row, before)
            before = row


def _sequence(periods: TypedTable, line: int, row: Row, before: Row | None) -> Iterator[Problem]:
    first, state, last_state = row["first_day"], row["state"], before["state"] if before else None
    if state in FOLLOWS and last_state in FOLLOWS and state not in FOLLOWS[last_state]:
        found = f"{shown(state)} cannot " + (f"follow {shown(last_state)}" if before else "be the first state")
        yield at(periods, line, "state", found, f"write {' or '.join(sorted(FOLLOWS[last_state]))}")
    if before is None:
        return
    if before["last_day"] is None:
        if last_state != "ended" or state == "ended":
            found = f"begins on {first} while the row from {before['first_day']} is still open"
            yield at(periods, line, "first_day", found, "close the earlier row with a last_day")
    elif first < (due := before["last_day"] + DAY):
        yield at(periods, line, "first_day", f"{first} overlaps the row before it", f"write {due} or later")
    elif first > due:
        found = f"leaves {(first - due).days} day(s) without a state before {first}"
        yield at(periods, line, "first_day", found, f"write {due} or add the missing period")


@rule
def items_of_listed(tables: Tables) -> Iterator[Problem]:
    """Yield measures of listed items without items, and items of measures that take none."""
    items, measures = tables["measure_items"], tables["measures"]
    own, lines = items.by("measure_id"), tables["measure_customs_codes"].by("measure_id")
    for line, row in measures.rows():
        measure, listed = row["measure_id"], row["item_scope"] == "listed"
        if listed and measure not in own and measure not in lines:
            found = f"{shown(measure)} covers listed items but has none"
            yield at(measures, line, "item_scope", found, f"add rows to {items.info.path}")
        if not listed and measure in own:
            found = f"{shown(measure)} covers {row['item_scope']} and takes no item rows"
            yield at(items, own[measure][0][0], "measure_id", found, "remove them or set item_scope to listed")


@rule
def role_fits(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose role is not what their measures, periods and plans say."""
    instruments, sets = tables["instruments"], tables["measures"].by("instrument_id")
    acts = [(r["measure_id"], r["by_instrument_id"]) for _, r in tables["measure_periods"].rows()]
    acts += [(r["measure_id"], r["instrument_id"]) for _, r in tables["measure_plans"].rows()]
    changes = {by for measure, by in acts if by != tables["measures"].row(measure)["instrument_id"]}
    for line, row in instruments.rows():
        name, role = row["instrument_id"], row["role"]
        does = ROLES.get((name in sets, name in changes))
        if role is None or name is None:
            continue
        if does and role != does and (does, role) != ("changes_periods", "framework"):
            found = f"{shown(role)}, but its measures and periods say {does}"
            more = ", or add the period or plan by which it changes another rule" if role == "both" else ""
            yield at(instruments, line, "role", found, f"write {does}{more}")
        if not does and role in ROLES.values():
            found = f"{shown(role)}, but no measure, period or plan names {shown(name)}"
            yield at(instruments, line, "role", found, "add its rows or write another role")


@rule
def coverage_after_inferred(tables: Tables) -> Iterator[Problem]:
    """Yield coverage that calls a material uncontrolled before a day although an older list may have held it."""
    coverage, old, groups = tables["coverage"], _inferred(tables), tables["material_groups"].by("group_id")
    for line, row in coverage.rows():
        if row["layer"] != "dual_use" or row["basis"] != "first_control_stated" or row["first_day"] is None:
            continue
        for material in [r["material_id"] for _, r in groups.get(row["group_id"], [])] or [row["material_id"]]:
            since = old.get(material)
            if since and row["first_day"] < since:
                found = f"{material} has goods that only the list of {since} shows; older lists may hold them"
                yield at(coverage, line, "first_day", found, f"write {since} or take {material} out")


def _inferred(tables: Tables) -> dict[str, datetime.date]:
    """Return for each material whose goods stand in inferred item rows the first day of the measure."""
    first = {r["measure_id"]: r["first_day"] for _, r in tables["measure_periods"].rows() if r["state"] == "in_force"}
    inferred = {
        (r["scheme"], r["code"]): first[r["measure_id"]]
        for _, r in tables["measure_items"].rows()
        if r["basis"] == "inferred" and r["code"] and r["measure_id"] in first
    }
    days: dict[str, datetime.date] = {}
    codes = tables["control_codes"].one_by("scheme", "code")
    for _, row in tables["code_materials"].rows():
        found = [inferred[code] for code in ancestors((row["scheme"], row["code"]), codes) if code in inferred]
        if row["role"] == "subject" and found:
            days[row["material_id"]] = min(found)
    return days


@each("measure_periods")
def begins_after_documents(row: Row, tables: Tables) -> Faults:
    """Yield periods that begin before the document of their rule, or that which begins them, was issued."""
    setting = tables["measures"].row(row["measure_id"])["instrument_id"]
    for name in dict.fromkeys((setting, row["by_instrument_id"])):
        issued = _issued(tables["instruments"].row(name), "issued_earliest")
        if issued and row["first_day"] and row["first_day"] < issued:
            found = f"{row['first_day']} lies before {shown(name)} was issued ({issued})"
            yield "first_day", found, "correct the day or name another document"


@each("instruments")
def basis_is_older(row: Row, tables: Tables) -> Faults:
    """Yield documents whose legal basis is younger than they are."""
    own = _issued(row, "issued_latest")
    for name in elements(row["legal_basis"]):
        basis = _issued(tables["instruments"].row(name), "issued_earliest")
        if basis and own and basis > own:
            found = f"{shown(name)} was issued on {basis}, after this document ({own})"
            yield "legal_basis", found, "name the basis, or correct a day"


def _issued(document: Row, bound: str) -> datetime.date | None:
    day: datetime.date | None = document["issued"] or document[bound]
    return day


@rule
def coverage_ends(tables: Tables) -> Iterator[Problem]:
    """Yield coverage past the last day of the record, or short of it where all notices of the layer are followed."""
    coverage, end = tables["coverage"], as_of(tables)
    followed = {r["layer"] for _, r in coverage.rows() if not (r["material_id"] or r["group_id"] or r["code"])}
    short: set[tuple[str, datetime.date]] = set()
    for line, row in coverage.rows():
        layer, last = row["layer"], row["last_day"]
        if end and last and last > end:
            found = f"{last} lies after {end}, the last day of the record"
            yield at(coverage, line, "last_day", found, f"write {end} or an earlier day")
        elif end and last and last < end and layer in followed and row["scheme"] not in APART:
            if (layer, last) not in short:  # these rows move together: said once
                found = f"{last}, but the notices of the layer {layer} are followed to {end}"
                yield at(coverage, line, "last_day", found, f"write {end} in all its rows that end on {last}")
            short.add((layer, last))


@each("measure_periods")
def waiting_is_planned(row: Row, tables: Tables) -> Faults:
    """Yield announced and suspended rules of which no plan says for how long."""
    measure, act = row["measure_id"], row["by_instrument_id"]
    plans = tables["measure_plans"]
    if row["state"] in WAITING and act and measure and (measure, act) not in plans.by("measure_id", "instrument_id"):
        found = f"{shown(measure)} is {row['state']} by {shown(act)}, of which no plan stands in measure_plans"
        yield "state", found, f"add a row to {plans.info.path}: {WAITING[row['state']]}"


@each("measure_plans")
def effect_on_its_day(row: Row, tables: Tables) -> Faults:
    """Yield days of effect that a document plans for its rules beside its own one."""
    name, day = row["instrument_id"], row["planned_first"]
    effective = tables["instruments"].row(name)["effective"]
    own = row["state"] == "in_force" and tables["measures"].row(row["measure_id"])["instrument_id"] == name
    if own and day and effective and day != effective:
        found = f"{day}, but {shown(name)} takes effect on {effective}"
        yield "planned_first", found, "correct a day; a document of several days has no effective"


@rule
def plans_come_about(tables: Tables) -> Iterator[Problem]:
    """Yield periods that differ from what the plans of all known acts come to."""
    last = as_of(tables)
    if last is None:
        return
    whole = {n: [r for _, r in tables[n].rows() if all(r[c] is not None for c in NEEDED[n])] for n in NEEDED}
    plans, lines = Plans(whole.__getitem__), tables["measure_plans"].by("measure_id")
    for measure in dict.fromkeys(r["measure_id"] for r in whole["measure_periods"]):
        for ordinal, planned, recorded in plans.departures(measure, last.toordinal()):
            day = datetime.date.fromordinal(ordinal)
            found = f"{shown(measure)} is {planned} from {day} by its plans, but {recorded} in measure_periods"
            name, column = ("measure_plans", "planned_first") if measure in lines else ("measure_periods", "first_day")
            line = _nearest(tables[name].by("measure_id")[measure], column, day)
            yield at(tables[name], line, column, found, "correct the day or state of one of them")


def _nearest(rows: Rows, column: str, day: datetime.date) -> int:
    """Return the line of the last row that begins by a day, else of the first."""
    begun = [(row[column], line) for line, row in rows if row[column] and row[column] <= day]
    return max(begun)[1] if begun else rows[0][0]
