"""Laws of status (data model, sections 3, 6 and 7): agreement with a second logic, and laws of one rule book."""

import datetime
import random

from exportcurbs.law.rules import RuleBook
from hypothesis import given

from build.compile import Compiled
from tests.support.rule_books import LAST, MATERIALS, START, Book, books, code_spells, material_spells
from tests.support.status_helpers import (
    DAY,
    SEED,
    WHERE,
    Spells,
    around,
    check_gaps,
    check_measures,
    check_spells,
    drawn,
    each_day,
    military_over_civil,
    named_over_rest,
    plain,
    published,
    rank,
    said,
    some_days,
    told,
    told_material,
)
from tests.support.status_twin import Twin


def test_the_second_logic_agrees_on_every_material(compiled: Compiled, twin: Twin, as_of: datetime.date):
    turning = twin.turning_days()
    assert len(turning) > 80
    days = sorted(around(turning) | some_days(SEED, datetime.date(2005, 1, 1), as_of, 20))
    table = published(compiled, "material_status", ["material_id"])
    materials = [str(r["material_id"]) for r in twin.tables["materials"]]
    assert {m for m, _, _ in table} <= set(materials)
    for material in materials:
        answers = twin.material_answers(material, WHERE, days)
        for place, use in WHERE:
            fast = map(told_material, each_day(table.get((material, place, use), []), days))
            slow = map(said, answers[place, use])
            apart = [(str(d), a, b) for d, a, b in zip(days, fast, slow, strict=True) if a != b]
            assert not apart, (material, place, use, apart[:2])


def test_the_second_logic_agrees_on_every_code(compiled: Compiled, twin: Twin, as_of: datetime.date):
    turning = twin.turning_days()
    picked = random.Random(SEED).sample(turning, 16)  # noqa: S311
    days = sorted(around(picked) | some_days(SEED + 1, datetime.date(2022, 1, 1), as_of, 16))
    table = published(compiled, "code_status", ["scheme", "code"])
    codes = [code for code in twin.codes if code[0] in ("dual_use", "class")]
    assert {(s, c) for s, c, _, _ in table} <= set(codes)
    for code in codes:
        answers = twin.code_answers(code, WHERE, days)
        for place, use in WHERE:
            fast = map(told, each_day(table.get((*code, place, use), []), days))
            slow = map(said, answers[place, use])
            apart = [(str(d), a, b) for d, a, b in zip(days, fast, slow, strict=True) if a != b]
            assert not apart, (code, place, use, apart[:2])


@drawn
@given(books())
def test_the_second_logic_agrees_on_drawn_books(book: Book):
    slow = Twin(book.tables, book.as_of)
    days = [START + n * DAY for n in range(-1, (LAST - START).days + 3)]
    own = book.read()
    slow_codes = {code: slow.code_answers(code, WHERE, days) for code in slow.codes}
    for (scheme, code, place, use), spells in code_spells(own).items():
        rows = each_day([plain(s) for s in spells], days)
        slow_rows = slow_codes[scheme, code][place, use]
        assert list(map(told, rows)) == list(map(said, slow_rows)), (code, place, use)
        ceilings = [r["at_most"] if r else "prohibited" for r in rows]
        assert ceilings == [a.ceiling for a in slow_rows], (code, place, use)
    fast_spells = material_spells(own, MATERIALS)
    for material in MATERIALS:
        answers = slow.material_answers(material, WHERE, days)
        for place, use in WHERE:
            rows = [plain(s) for s in fast_spells[material, place, use]]
            fast = [told_material(r) for r in each_day(rows, days)]
            assert fast == [said(a) for a in answers[place, use]], (material, place, use)


def test_real_spells_leave_no_hole_and_end_with_the_record(real: RuleBook, real_spells: Spells):
    check_spells(real_spells, real.as_of)


def test_real_answers_rest_on_periods(real: RuleBook, real_spells: Spells):
    check_measures(real_spells, real)


def test_a_controlled_real_code_is_freed_only_by_suspension_or_end(real: RuleBook, real_spells: Spells):
    check_gaps(real_spells, real)


def test_real_military_use_is_never_milder(real_spells: Spells):
    assert military_over_civil(real_spells) > 0


def test_a_named_real_destination_is_never_milder(real_spells: Spells):
    assert named_over_rest(real_spells) > 0


@drawn
@given(books())
def test_drawn_books_keep_the_laws_of_one_book(book: Book):
    own = book.read()
    spells = code_spells(own)
    check_spells(spells, own.as_of)
    check_measures(spells, own)
    check_gaps(spells, own)
    military_over_civil(spells)
    named_over_rest(spells)
    for parts in material_spells(own, MATERIALS).values():
        for spell in parts:
            assert spell.basis != "confirmed" or spell.last <= own.as_of
            assert spell.mildest == "unknown" or rank(spell.mildest) <= rank(spell.at_least)
