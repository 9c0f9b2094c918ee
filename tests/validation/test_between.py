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


@pytest.mark.parametrize("place", range(0, 30))
def test_a_column_of_blanks_crashes_no_rule(place):
    """One column of every table is emptied at a time."""
    tables = dict(real_tables())
    for name, table in tables.items():
        names = [c.name for c in table.info.columns]
        if place < len(names):
            cells = pd.Series(pd.NA, index=table.frame.index, dtype=table.frame[names[place]].dtype)
            tables[name] = TypedTable(table.info, table.frame.assign(**{names[place]: cells}), table.lines)
    problems_between(tables)
