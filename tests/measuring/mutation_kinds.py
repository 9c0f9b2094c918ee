"""What a fault meets: the kind of every column, and the faults that no rule can know, both from the definitions alone.

Nothing here looks at what the checks find: the list of the unknowable is fixed before any fault is tried.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa

from validation.definitions import TABLES
from validation.definitions.base import CHINESE, PARTIAL_DAY
from validation.definitions.tables import ColumnInfo, TableInfo

# Cells of corrections that must be found elsewhere, which no argument of a column says.
FOUND = {("corrections", "row_id"), ("corrections", "printed")}
NUMBERS = ("number with bounds", "number without upper bound")
DAYS = ("day", "part of a day")
CLOSED = ("closed list", "reference", "sources")
NAMES = ("own key", "word")
TEXTS = ("Chinese text", "English text", "any text")
KINDS = (*CLOSED, *DAYS, *NUMBERS, "digits", *NAMES, *TEXTS)


@cache
def bounds(table: str, column: str) -> tuple[float | None, float | None]:
    """Return the least and greatest value that the definition of a column allows, None for no bound."""
    checks = TABLES[table].to_schema().columns[column].checks
    statistics = {name: value for check in checks for name, value in (check.statistics or {}).items()}
    return statistics.get("min_value"), statistics.get("max_value")


def kind(info: TableInfo, column: ColumnInfo) -> str:
    """Return the kind of a column, one of KINDS."""
    place = (info.name, column.name)
    last = {columns[-1] for columns, _ in info.references}
    found = [
        ("sources", column.name == "source_ids"),
        ("closed list", bool(column.values) or column.type == pa.bool_()),
        ("reference", bool(column.ref or column.place or column.names) or column.name in last or place in FOUND),
        ("day", bool(pa.types.is_date(column.type))),
        ("part of a day", column.pattern == PARTIAL_DAY),
        ("Chinese text", column.pattern == CHINESE),
        ("any text", column.script in ("any", "japanese")),
        ("digits", column.pattern.startswith(("^\\d{", "^[0-9]{"))),
        ("own key", info.key == (column.name,) or place == ("control_codes", "code")),
        ("word", bool(column.pattern)),
        ("English text", column.type == pa.string() or column.each),
        ("number with bounds", column.name in _numbers(info) and bounds(*place)[1] is not None),
    ]
    return next((name for name, holds in found if holds), "number without upper bound")


def _numbers(info: TableInfo) -> set[str]:
    return {c.name for c in info.columns if pa.types.is_integer(c.type) or pa.types.is_floating(c.type)}


@dataclass(frozen=True)
class Case:
    """A cell before and after the fault, with all that its definition says of the new value.

    `known` holds the values of a closed list or of the table referred to; `needed` says whether another row refers to
    the old value; `alone` whether the row is the only one of its series.
    """

    info: TableInfo
    column: ColumnInfo
    kind: str
    row: dict[str, str]
    old: str
    new: str
    known: frozenset[str] = field(default_factory=frozenset)
    needed: bool = False
    alone: bool = True

    @property
    def fits(self) -> bool:
        """Whether each new element has the form that the pattern of the column asks for, or there is no pattern."""
        elements = self.new.split("|") if self.column.each else [self.new]
        return all(re.match(self.column.pattern, e) for e in elements) if self.column.pattern else True


@dataclass(frozen=True)
class Unknowable:
    """Faults that no rule can know: operators, kinds of column, when, and why."""

    operators: tuple[str, ...]
    kinds: tuple[str, ...]
    when: str
    reason: str
    holds: Callable[[Case], bool] = lambda case: True


def _signed(case: Case) -> bool:
    share = "share" in case.row.get("indicator_id", "") or "reliance" in case.row.get("indicator_id", "")
    return case.row.get("unit") == "percent" and not share


def _no_bound_broken(case: Case) -> bool:
    most = bounds(case.info.name, case.column.name)[1]
    percent = case.info.name == "observations" and case.row["unit"] == "percent" and not _signed(case)
    return float(case.new) <= (100 if percent else float("inf") if most is None else most)


def _lands(case: Case) -> bool:
    return set(case.new.split("|") if case.column.each else [case.new]) <= case.known


def _form_of_day(case: Case) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", case.new))


def _form_of_number(case: Case) -> bool:
    whole = r"[0-9]{1,9}" if pa.types.is_integer(case.column.type) else r"[0-9]{1,15}(\.[0-9]{1,9})?"
    return bool(re.fullmatch(whole, case.new)) and _no_bound_broken(case)


NEVER = "It says something else and says it well: only the source knows."
TYPED = ("two letters swapped", "letters appended", "wrong case")
UNKNOWABLE = (
    Unknowable(("another listed value",), ("closed list",), "always", NEVER),
    Unknowable(("another existing key",), ("reference", "sources"), "always", NEVER),
    Unknowable(("another number",), (*NUMBERS, "digits"), "the new number is within bounds", NEVER),
    Unknowable(("another day",), DAYS, "the new day is near the true one", NEVER),
    Unknowable(("another wording",), (*TEXTS, "word"), "always", NEVER),
    Unknowable(
        ("blanked",), KINDS, "the cell may be empty", "An empty cell says: not known.", lambda c: c.column.nullable
    ),
    Unknowable((*TYPED, "neighbour pasted"), CLOSED, "it yields another listed value or existing key", NEVER, _lands),
    Unknowable(
        TYPED,
        ("own key",),
        "no other row refers to the key, and its form is kept",
        "A new name that nothing misses is as good as the old one.",
        lambda c: not c.needed and c.fits,
    ),
    Unknowable(
        (*TYPED, "neighbour pasted", "letter for digit"),
        ("word",),
        "the form asked for is kept",
        "The vocabulary is open: a new word may be right.",
        lambda c: c.fits,
    ),
    Unknowable(
        ("neighbour pasted",),
        ("own key",),
        "no other row refers to the key, and its form is kept",
        NEVER,
        lambda c: not c.needed and c.fits,
    ),
    Unknowable(
        ("neighbour pasted",),
        ("digits", "part of a day"),
        "the neighbour has the form asked for",
        NEVER,
        lambda c: c.fits,
    ),
    Unknowable(("neighbour pasted",), ("day",), "the neighbour is a day", NEVER, _form_of_day),
    Unknowable(("neighbour pasted",), NUMBERS, "the neighbour is a number within bounds", NEVER, _form_of_number),
    Unknowable(
        ("neighbour pasted",),
        TEXTS,
        "the neighbour is text in a script allowed there",
        "Free text may say anything.",
        lambda c: c.fits and (c.kind != "English text" or not _east_asian(c.new)),
    ),
    Unknowable(
        ("two letters swapped",), ("digits",), "digits stay digits", "Any digits may be a code.", lambda c: c.fits
    ),
    Unknowable(
        ("UTF-8 read as Chinese",),
        ("any text",),
        "only accented letters were misread",
        "They become single Chinese letters, which these columns may hold.",
        lambda c: not _east_asian(c.old),
    ),
    Unknowable(
        ("times 1,000",),
        NUMBERS,
        "no bound is broken",
        "Without an upper bound any size may be right.",
        _no_bound_broken,
    ),
    Unknowable(
        ("unit 1,000 apart",),
        ("closed list",),
        "no other row of the same series tells",
        "The only figure of its series has nothing to be compared with.",
        lambda c: c.alone,
    ),
    Unknowable(("negative",), NUMBERS, "a change in percent", "A change may be negative.", _signed),
    Unknowable(
        ("a year ahead",),
        ("day",),
        "the column may look ahead",
        "Effects, ends and claims may lie in the future.",
        lambda c: c.column.ahead,
    ),
    Unknowable(
        ("Chinese letters",), ("any text",), "always", "Titles, authors, addresses and remarks may quote Chinese."
    ),
    Unknowable(
        ("full-width digits",),
        ("Chinese text", "any text"),
        "always",
        "Chinese and Japanese texts print full-width digits.",
    ),
    Unknowable(("letter for digit",), TEXTS, "always", "In free text any letter may stand."),
    Unknowable(
        ("letter for digit",),
        ("own key",),
        "no other row refers to the key, and its form is kept",
        "A new name that nothing misses is as good as the old one.",
        lambda c: not c.needed and c.fits,
    ),
    Unknowable(
        ("question marks",),
        ("English text", "any text", "word", "sources"),
        "letters of the script remain",
        "A question mark is an ordinary character.",
        lambda c: c.fits,
    ),
    Unknowable(
        ("one source removed",), ("sources",), "the source is cited elsewhere too", "A row may rest on fewer documents."
    ),
    Unknowable(("row dropped",), KINDS, "no other row needs it", "A row that was never typed looks the same."),
)


def _east_asian(text: str) -> bool:
    return bool(re.search("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]", text))


def unknowable(operator: str, case: Case) -> str:
    """Return why no rule can know a fault, an empty text if one can; decided from the definition."""
    for entry in UNKNOWABLE:
        if operator in entry.operators and case.kind in entry.kinds and entry.holds(case):
            return f"{entry.when}: {entry.reason}"
    return ""
