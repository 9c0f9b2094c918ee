"""A small sample of the faults that `python -m tests.measuring.mutation` tries, and what it published of them all."""

import html
import json

import pytest
from exportcurbs import installed

from book.pages.common.record import Record
from book.pages.record.mutation import mutation_page
from build.compile import load_curated
from tests.measuring.meaning_twice import TWICE
from tests.measuring.mutation import EACH, SEED, TARGET, plans, run
from tests.measuring.mutation_bench import Bench, break_file
from tests.measuring.mutation_kinds import KINDS, UNKNOWABLE, Case, kind, unknowable
from tests.measuring.mutation_operators import CELL
from tests.support.faults_others import OTHERS
from tests.support.project import ROOT, Project
from validation.definitions.tables import curated_tables, table_info
from validation.problems import InvalidDataError

ROWS = {
    "duplicated row",
    "comma missing",
    "comma too many",
    "cells shifted left",
    "cells shifted right",
    "swapped dates",
    "swapped numbers",
    "row dropped",
}


@pytest.fixture(scope="module")
def published():
    return json.loads(TARGET.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bench():
    return Bench(ROOT)


def case(table, column, old, new, **row):
    info = table_info(table)
    return Case(info, info.column(column), kind(info, info.column(column)), {column: old, **row}, old, new)


def test_every_knowable_fault_of_a_sample_is_caught_and_named(bench):
    planned = plans(ROOT, 1, only=("list_gaps", "coverage"))[::2]
    faults = [bench.tried(plan) for plan in planned if not plan.unknowable]
    assert len(faults) > 80
    assert [f for f in faults if not f.named] == []


def test_bench_and_build_find_the_same(bench, tmp_path):
    planned = plans(ROOT, 1, only=("measures", "coverage"))
    chosen = [("coverage", "layer", "two letters swapped"), ("measures", "instrument_id", "dangling key")]
    for number, place in enumerate(chosen):
        (plan,) = (p for p in planned if (p.table, p.column, p.operator) == place and not p.unknowable)
        project = Project.copied(ROOT, tmp_path / str(number))
        break_file(project, plan, bench.text(plan))
        with pytest.raises(InvalidDataError) as stopped:
            load_curated(project.root)
        assert set(bench.problems(plan)) <= set(stopped.value.problems)
        assert bench.tried(plan).named


def test_processes_do_not_change_the_result(bench):
    planned = plans(ROOT, 1, only=("corrections",))[::12]
    assert run(ROOT, planned, processes=2, chunk=2) == [bench.tried(plan) for plan in planned]


def test_what_no_rule_can_know_is_decided_before():
    reasons = {f"{u.when}: {u.reason}" for u in UNKNOWABLE}
    planned = plans(ROOT, 1, only=("claims",))
    assert {p.unknowable for p in planned} - {""} <= reasons
    assert planned == plans(ROOT, 1, only=("claims",))
    assert not [u for u in UNKNOWABLE if set(u.operators) - set(CELL) - {"row dropped"} or set(u.kinds) - set(KINDS)]


def test_what_a_rule_can_know_is_not_excused():
    share = {"indicator_id": "production_share", "unit": "percent"}
    assert not unknowable("times 1,000", case("observations", "value", "98", "98000", **share))
    assert unknowable("times 1,000", case("observations", "value", "98", "98000", indicator_id="x", unit="t"))
    assert not unknowable("times 1,000", case("use_shares", "share_pct", "98", "98000"))
    assert not unknowable("future date", case("events", "date", "2010-09-07", "2038-09-07"))
    assert not unknowable("a year ahead", case("events", "date", "2010-09-07", "2027-09-07"))
    assert not unknowable("Chinese letters", case("entities", "name_en", "Boeing", "Boeing金属"))
    assert not unknowable("negative", case("claims", "value_num", "3", "-3", unit="t"))
    assert not unknowable("blanked", case("measures", "title", "A rule", ""))
    assert unknowable("blanked", case("measures", "clause", "1", ""))


def test_published_score_reaches_the_bar(published):
    total = published["totals"]["knowable"]
    assert total["tried"] > 4000
    assert total["named"] >= 0.98 * total["tried"]
    assert total["silent"] <= 1
    assert len(published["slipped"]) == total["tried"] - total["named"]
    for groups in ("operators", "tables"):
        assert {k: sum(g[k] for g in published[groups].values()) for k in total} == total


def test_published_score_of_meaning_reaches_the_bar(published):
    meaning = published["meaning"]
    total = meaning["totals"]["knowable"]
    assert total["tried"] > 800
    assert total["named"] >= 0.95 * total["tried"]
    assert len(meaning["slipped"]) == total["tried"] - total["named"]
    for groups in ("kinds", "tables"):
        assert {k: sum(g[k] for g in meaning[groups].values()) for k in total} == total


def test_faults_by_somebody_else_add_up():
    red = json.loads((TARGET.parent / "red_team.json").read_text(encoding="utf-8"))
    for group in red["kinds"]:
        assert group["named"] <= group["caught"] <= group["knowable"] <= group["faults"]
    sums = {k: sum(group[k] for group in red["kinds"]) for k in ("faults", "knowable", "caught", "named")}
    assert sums["faults"] == red["faults"] == red["knowable"]["tried"] + red["unknowable"]["tried"] >= 100
    known = red["knowable"]
    assert (sums["knowable"], sums["caught"], sums["named"]) == (known["tried"], known["caught"], known["named"])
    assert f"{len(OTHERS)} of the {known['tried'] - known['caught']} are tests" in red["after"]


def test_published_score_belongs_to_these_definitions(published):
    assert (published["seed"], published["each"]) == (SEED, EACH)
    columns = {info.name: [c.name for c in info.columns] for info in curated_tables()}
    assert published["columns"] == columns, "the definitions have changed since it was measured: run make mutation"
    assert set(published["tables"]) == set(columns)
    assert published["meaning"]["twice"] == [
        {"table": t.table, "columns": list(t.columns), "by": t.by} for t in TWICE
    ], "the list has changed since it was measured: run make mutation"
    assert set(published["operators"]) <= {*CELL, *ROWS}
    entries = [
        {"operators": list(u.operators), "kinds": list(u.kinds), "when": u.when, "reason": u.reason} for u in UNKNOWABLE
    ]
    assert published["unknowable"] == entries, "the list has changed since it was measured: run make mutation"


def test_page_says_what_was_published(published):
    page = html.unescape(mutation_page(Record(installed(), ROOT)))
    total = published["totals"]["knowable"]
    meaning = published["meaning"]
    for counts in (total, meaning["totals"]["knowable"]):
        assert f"| {counts['tried']:,} | {counts['caught']:,} |" in page
    assert all(f"| {name} |" in page for name in meaning["kinds"])
    assert all(f"| {name} |" in page for name in published["operators"])
    assert all(u["reason"] in page for u in published["unknowable"])
