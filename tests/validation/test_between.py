"""Every rule between tables finds a planted fault and names its file, line and column; the real rows break none."""

import pytest

from tests.support.faults_meaning import ALL
from tests.support.sheets import Sheets
from validation.definitions.tables import table_info
from validation.rules.between import RULES


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
