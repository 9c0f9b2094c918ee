"""Every rule between tables finds a planted fault and names its file, line and column; the real rows break none."""

import pandas as pd
import pytest

from tests.support.faults_together import ALL
from tests.support.remembered import real_tables
from tests.support.sheets import Sheets
from validation.definitions.tables import TypedTable, table_info
from validation.rules.between import RULES, problems_between


def test_real_rows_break_no_rule():
    assert Sheets().problems() == []


def test_every_rule_is_tested():
    assert set(RULES) == {broken.rule for broken in ALL.values()}


@pytest.mark.parametrize("name", list(ALL))
def test_fault_is_named(name):
    broken, sheets = ALL[name], Sheets()
    line = broken.plant(sheets)
    place = (table_info(broken.table).path, line, broken.column)
    found = sheets.problems()
    told = [str(p) for p in found if (p.path, p.line, p.column) == place and broken.found in p.found]
    assert len(told) == 1, [str(p) for p in found]


def spoilt(place: int, text: str | None) -> dict[str, TypedTable]:
    """Return the tables with every tenth column, from a place on, emptied, or with a text in its first rows."""
    tables = dict(real_tables())
    for name, table in tables.items():
        frame = table.frame.copy()
        for column in frame.columns[place::10]:
            if text is None:
                frame[column] = pd.Series(pd.NA, index=frame.index, dtype=frame[column].dtype)
            elif frame[column].dtype == "string[pyarrow]":
                frame.loc[:9, column] = text
        tables[name] = TypedTable(table.info, frame, table.lines)
    return tables


@pytest.mark.parametrize("place", range(10))
@pytest.mark.parametrize("text", [None, "30x", "1,2.3.4 (2,"])
def test_columns_of_blanks_or_nonsense_crash_no_rule(place, text):
    problems_between(spoilt(place, text))
