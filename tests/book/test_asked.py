"""The page of facts that strangers noted: every fact once, and its counts are those of the file."""

import csv
import html

from exportcurbs import installed

from book.pages.common.record import Record
from book.pages.record.asked import GRADES, KINDS, asked_page
from tests.support.project import ROOT


def test_every_fact_stands_once_and_is_counted():
    with (ROOT / "book" / "measured" / "facts.csv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    assert len({(f["set"], f["fact_id"]) for f in facts}) == len(facts) >= 80
    for fact in facts:
        assert fact["kind"] in KINDS and fact["grade"] in GRADES, fact
        assert fact["core"] in ("core", "rim") and fact["cited"] in ("yes", "no"), fact
        assert bool(fact["lacked"]) == bool(fact["since"]) == (fact["grade"] != "whole"), fact
        assert fact["since"] in ("", "entered", "in part", "not entered"), fact
    page = html.unescape(asked_page(Record(installed(), ROOT)))
    for name in {f["set"] for f in facts}:
        own = [f for f in facts if f["set"] == name]
        held = [sum(f["grade"] == grade for f in own) for grade in GRADES]
        assert f"| All | {len(own)} | {' | '.join(map(str, held))} |" in page
    assert sum(line.endswith(" |") and ">document</a>" in line for line in page.splitlines()) == len(facts)


def test_every_cell_drawn_is_counted_once_by_what_was_found_and_by_kind():
    record = Record(installed(), ROOT)
    cells = record.measured("cells.csv")
    assert {c["grade"] for c in cells} == {"answered", "in part", "empty"} and {c["kind"] for c in cells} == set(KINDS)
    page = html.unescape(asked_page(record)).split("## Cells of the grid")[1].split("Empty are:")
    lines = [line for line in page[0].splitlines() if line.endswith(" |")]
    counts = [[int(n) for n in line.split("|")[2:6]] for line in lines[1:]]
    assert [sum(column) for column in zip(*counts[:3], strict=True)] == counts[7]
    assert [sum(column) for column in zip(*counts[3:7], strict=True)] == counts[7]
    assert page[1].split("##")[0].count("\n- ") == counts[7][3]
