"""A small sample of the faults that `python -m tests.mutation` tries on every table."""

from tests.mutation import run
from tests.project import ROOT


def test_every_knowable_fault_of_a_sample_is_caught_and_named():
    faults = run(ROOT, each=1, only=("list_gaps", "coverage", "episodes"))
    assert len(faults) > 80
    assert [f for f in faults if not f.caught] == []
    # a renamed key is named where it is missed, not where it stands
    assert [f for f in faults if not f.named and f.operator != "unknown code"] == []


def test_a_serial_that_no_item_has_is_named():
    faults = run(ROOT, each=1, only=("items",))
    assert [f for f in faults if not f.caught] == []
