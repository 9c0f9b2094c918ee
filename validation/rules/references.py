"""Rules of every table: what a cell names stands where it should, days within reach, one row for one thing."""

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import pyarrow as pa
from exportcurbs.law.periods import DAY

from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.base import PARTIAL_DAY
from validation.problems import Problem, nearest, or_list, shown
from validation.rules.common import Tables, as_of, at, cells_where, known, repeated, rule

# Looking for the key that was meant takes a while: a table that lost its keys altogether gets so many guesses.
GUESSES = 100
# What has happened lies at most GRACE after as_of and not after the last reading of a source.
EARLIEST, GRACE, TEN_YEARS = "1950-01-01", 100 * DAY, 3653 * DAY
# What begins and what ends, by table; the year of an edition begins what may be counted by it.
SPANS = (
    "trade_indices base_first base_last",
    "supply_incidents first_day last_day",
    "trade_flows hs_edition period_start",
)
END_OF_TIME = datetime.date(9900, 1, 1)  # a day that can still be counted from


@rule
def references_stand(tables: Tables) -> Iterator[Problem]:
    """Yield keys that the table referred to does not hold."""
    guesses = dict.fromkeys(tables, GUESSES)
    for table in tables.values():
        for column in (c for c in table.info.columns if c.ref):
            meant = source_key if column.name == "source_ids" else str
            noun = re.sub("ie$", "y", column.ref.replace("_", " ").removesuffix("s"))
            for line, element in cells_where(table, column.name, _outside(keys := known(tables, column.ref), meant)):
                close = nearest(meant(element), keys) if guesses[column.ref] > 0 else ""
                guesses[column.ref] -= 1
                advice = close or f"add it to {tables[column.ref].info.path}"
                yield at(table, line, column.name, f"{shown(meant(element))} is an unknown {noun}", advice)


@rule
def pairs_stand(tables: Tables) -> Iterator[Problem]:
    """Yield keys of several columns that the table referred to does not hold."""
    for table in tables.values():
        for columns, target in table.info.references:
            key = tables[target].info.key
            known = {tuple(r[k] for k in key) for _, r in tables[target].rows()}
            for line, row in table.rows():
                parts = tuple(row[c] for c in columns)
                if parts[-1] is not None and parts not in known:
                    codes = [str(p[-1]) for p in known if p[:-1] == parts[:-1]]
                    advice = nearest(str(parts[-1]), codes) or f"add it to {tables[target].info.path}"
                    found = f"{shown('/'.join(map(str, parts)))} is unknown"
                    yield at(table, line, columns[-1], found, advice)


@rule
def places_stand(tables: Tables) -> Iterator[Problem]:
    """Yield the codes of places that are neither a country nor, where that may stand, ALL or WLD."""
    countries = known(tables, "countries")
    for table in tables.values():
        for column in (c for c in table.info.columns if c.place):
            for line, code in cells_where(table, column.name, _outside(countries | set(column.place.split()))):
                advice = nearest(code, countries) or f"add it to {tables['countries'].info.path}"
                yield at(table, line, column.name, f"{shown(code)} is an unknown country", advice)


@rule
def names_stand(tables: Tables) -> Iterator[Problem]:
    """Yield names of tables, columns, coded variables and their values that no definition knows."""
    columns = {name: {*model.to_schema().columns, "row"} for name, model in TABLES.items()}
    curated = {name: {c.name for c in table.info.columns} for name, table in tables.items()}
    coded = {c.name: set(c.values) for c in tables["episodes"].info.columns if c.values}
    options: dict[str, Collection[str]] = {"table": columns, "curated_table": curated, "variable": coded}
    # these are looked up beside the table or variable that the same row names
    beside = {"column": ("table", columns), "curated_column": ("curated_table", curated), "value": ("variable", coded)}
    for table in tables.values():
        named = {c.names: c.name for c in table.info.columns if c.names}
        for line, row in table.rows() if named else ():
            for kind, name in named.items():
                above, within = beside.get(kind, ("", {}))
                known_names = within.get(row[named[above]], ()) if above else options[kind]
                if row[name] is not None and known_names and row[name] not in known_names:
                    found = f"{shown(row[name])} is no {kind.replace('_', ' ')}"
                    found += f" of {shown(row[named[above]])}" if above else ""
                    yield at(table, line, name, found, or_list(row[name], known_names))


@rule
def days_in_reach(tables: Tables) -> Iterator[Problem]:
    """Yield days too far back or ahead: what has happened comes before the record was read."""
    latest = min(as_of(tables) or END_OF_TIME, END_OF_TIME) + GRACE
    latest = min(latest, max(tables["sources"].by("accessed"), default=END_OF_TIME))
    for table in tables.values():
        for column in (c for c in table.info.columns if pa.types.is_date(c.type) or c.pattern == PARTIAL_DAY):
            last = str(latest + TEN_YEARS if column.ahead else latest)
            for line, day in cells_where(table, column.name, partial(_beyond, last)):
                found = f"{day} lies before {EARLIEST} or after {last}"
                yield at(table, line, column.name, found, "correct the day")


def _beyond(last: str, cell: Any) -> bool:
    day = str(cell)
    return bool(re.match(PARTIAL_DAY, day)) and not EARLIEST[: len(day)] <= day <= last


def _outside(keys: Collection[str], meant: Callable[[str], str] = str) -> Callable[[Any], bool]:
    return lambda cell: meant(cell) not in keys


@rule
def spans_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield spans that end before they begin, and flows by an edition that came later."""
    for name, first, last in map(str.split, SPANS):
        for line, row in tables[name].rows():
            if (ends := str(row[last] or "")) < str(row[first] or "").lstrip("CHNST")[: len(ends)]:
                yield at(tables[name], line, last, f"{ends} lies before {row[first]}", "correct one of them")


@rule
def names_are_one(tables: Tables) -> Iterator[Problem]:
    """Yield names that another row of the table bears, in columns where each row has its own."""
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.unique):
            for line, row, first in repeated(table, column):
                found = f"{shown(row[column])} also stands on line {first}"
                yield at(table, line, column, found, "correct one of them, or make one row of both")


@rule
def rows_differ(tables: Tables) -> Iterator[Problem]:
    """Yield rows that say what another row says, under another key."""
    for table in tables.values():
        key = table.info.key[0]
        if len(table.info.key) > 1 or table.info.column(key).ref:
            continue
        for line, _, first in repeated(table, *(c.name for c in table.info.columns if c.name != key)):
            found = f"says what line {first} says under another key"
            yield at(table, line, key, found, "remove one of them, or write where they differ")


@rule
def nothing_above_itself(tables: Tables) -> Iterator[Problem]:
    """Yield rows that are above, behind or before themselves through the rows that they name."""
    for table in tables.values():
        key = table.info.key[0]
        for column in (c.name for c in table.info.columns if c.ref == table.info.name and not c.each):
            for line, row in table.rows():
                seen, above = {row[key]}, row[column]
                while above is not None and above not in seen:
                    seen.add(above)
                    above = table.row(above)[column]
                if above is not None and above == row[key]:
                    found = f"{shown(row[column])} leads back to {shown(row[key])}"
                    yield at(table, line, column, found, "name the row above, or empty the cell")
