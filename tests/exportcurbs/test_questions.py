"""A hundred questions with answers that somebody wrote from documents before he saw the engine.

`settled` says why an answer that the document does not bear out was changed.
"""

import csv
import json

import exportcurbs as ec
import pytest

from tests.support.project import ROOT

SURE = ("unknown", "presumed", "confirmed")


def questions():
    with (ROOT / "tests" / "exportcurbs" / "questions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked(row):
    facts = json.loads(row["facts"]) if row["facts"] else None
    entity, known_on = row["entity"] or None, row["known_on"] or None
    place = row["item"], row["destination"], row["day"], row["end_use"]
    return ec.status(*place, entity, flow=row["flow"], facts=facts, known_on=known_on)


def test_there_are_a_hundred():
    assert len(questions()) == 100
    assert sum(bool(row["settled"]) for row in questions()) <= 5


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['number']}-{row['item']}") for row in questions()])
def test_answer_from_the_document(row):
    answer = asked(row)
    assert answer.regime == row["regime"], row["why"]
    assert not row["strictest"] or answer.strictest == row["strictest"], row["why"]
    assert not row["basis_at_least"] or SURE.index(answer.basis) >= SURE.index(row["basis_at_least"]), row["why"]
    assert not row["since"] or str(answer.since) == row["since"], row["why"]
    assert not row["scheduled"] or row["scheduled"] in {str(r["first_day"]) for r in answer.scheduled}, row["why"]
    held = {str(r["until"]) for r in (*answer.suspended, *answer.listed)}
    assert not row["suspended_until"] or row["suspended_until"] in held, row["why"]
