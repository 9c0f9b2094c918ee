"""One corruption of each kind that `python -m tests.measuring.fuzz` tries, and what its report holds."""

import json
from collections.abc import Iterator

import pytest

from tests.measuring.corruptions import BYTES, PLACES
from tests.measuring.fuzz import MEASURED, RUNS, report
from tests.measuring.fuzz_bench import Bench, Case, Result, cases


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    yield Bench(tmp_path_factory.mktemp("fuzz") / "project")


@pytest.fixture(scope="module")
def results(bench: Bench) -> list[Result]:
    return [bench.run(case) for case in cases(len(BYTES) + len(PLACES))]


def test_every_kind_of_corruption_gets_a_good_answer(results: list[Result]):
    assert {r.case.kind for r in results} == {*BYTES, *PLACES}
    assert [(r.case, r.faults) for r in results if r.faults or r.outcome == "crashed"] == []
    assert sum(r.outcome == "refused" for r in results) > len(results) / 2
    assert {r.outcome for r in results} == {"refused", "same", "other"}
    counted = report(results)["kinds"]
    assert sum(k["refused"] + k["same"] + k["other"] for k in counted) == len(results)


def test_a_column_of_other_things_is_told_without_delay(bench: Bench):
    result = bench.run(Case("header shuffled", "sources", 1000))
    assert (result.outcome, result.faults) == ("refused", [])
    assert result.number > 10 * len(result.messages) > 1000


def test_changed_data_are_seen(bench: Bench):
    result = bench.run(Case("a line lost", "discrepancies", 0))
    assert (result.outcome, result.differs, result.faults) == ("other", ["row gone"], [])
    assert bench.run(Case("two lines swapped", "discrepancies", 0)).outcome == "same"
    # the same loss by a corruption that should leave a trace
    path = bench.root / bench.infos["discrepancies"].path
    path.write_bytes(b"\n".join(bench.data["discrepancies"].split(b"\n")[:-2]) + b"\n")
    judged = bench.judge(Case("saved as utf-16", "discrepancies", 0))
    bench.restore()
    assert judged.faults == ["a rule could know: row gone"]


def test_a_message_without_its_place_is_a_fault(bench: Bench):
    case = Case("empty", "events", 0)
    path = bench.infos["events"].path
    good = [f"{path}: is bad; mend it", f"{path}:3: date: is bad; mend it"]
    assert list(bench.unclear(case, good)) == []
    bad = ["events.csv: is bad; mend it", f"{path}:999999: is bad; mend it", f"{path}: bad", f"{path}: a\x1b; b"]
    assert len(list(bench.unclear(case, bad))) == len(bad)


def test_committed_counts_are_of_these_corruptions():
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert len(told["kinds"]) < told["runs"] == sum(k["runs"] for k in told["kinds"]) <= RUNS
    assert {k["kind"] for k in told["kinds"]} == {*BYTES, *PLACES}
    # what a run finds is mended after it
    assert sum(k["faults"] for k in told["kinds"]) == 0
