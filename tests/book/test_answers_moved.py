"""The page on what changed against 0.2.0: every count is of the same questions, and every change has its reason."""

from pathlib import Path

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from book.pages.common.template import rows_of
from book.pages.record.answers_moved import OLD, REASONS, answers_moved_page, moved
from tests.support.project import ROOT

PLACES, USES, MONTHS = 3, 5, 12 * 17 + 9


@pytest.fixture(scope="module")
def record(base) -> Record:
    return Record(ec.open(base.data), ROOT)


@pytest.fixture(scope="module")
def materials(record):
    return moved(record, "materials", "material_status", "material_id")


def test_both_releases_are_asked_the_same(record, materials):
    old = {m["material_id"] for m in ec.open(Path(OLD)).rows("materials")}
    both = old & {m["material_id"] for m in record.rows("materials")}
    assert len(both) > 80
    assert sum(m.answers for m in materials) == len(both) * PLACES * USES * MONTHS


def test_changes_are_those_of_the_notices(materials):
    found = {(m.was, m.now, m.wmd): m for m in materials}
    # 46/2024 refused superhard materials for eleven beginnings of months; of diamond it named few goods
    diamond = found["denial_in_principle", "none", False]
    assert (diamond.answers, diamond.subjects) == (11 * 3, 1)
    # a catch-all is no control of a material: military and civil answers stay none where no entry is
    assert ("none", "licence", False) not in found
    assert found["licence", "none", False].subjects >= 15
    assert ("prohibited", "none", True) not in found


def test_every_change_has_its_reason(record, materials):
    codes = moved(record, "control_codes", "code_status", "scheme || '/' || code")
    for found, of in ((materials, "materials"), (codes, "control_codes")):
        assert [m for m in found if m.was != m.now and not m.why(of)] == []
        known = {(m.was, m.now, "wmd" if m.wmd else "") for m in found}
        assert [r for r in rows_of(REASONS) if r["of"] == of and (r["was"], r["now"], r["end_use"]) not in known] == []
    assert "generated/answers-moved" in (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")
    differ = sum(m.answers for m in materials if m.was != m.now)
    assert f"{differ:,} differ" in answers_moved_page(record)
