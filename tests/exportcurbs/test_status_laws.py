"""Laws of status (data model, section 7): of spells, of military use, of named destinations, of parts."""

from exportcurbs.law.regimes import RANK
from exportcurbs.law.rules import RuleBook
from hypothesis import given

from tests.support.rule_books import MATERIALS, Book, books, code_spells, goods_spells, material_spells
from tests.support.status_helpers import (
    Spells,
    check_gaps,
    check_measures,
    check_spells,
    drawn,
    military_over_civil,
    named_over_rest,
)


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
    of_goods = goods_spells(own)
    check_spells(of_goods, own.as_of)
    for found in (spells, of_goods, material_spells(own, MATERIALS)):
        check_bounds(found)


def test_real_regimes_lie_between_their_bounds(real: RuleBook, real_spells: Spells):
    materials = tuple(real.materials)
    for found in (real_spells, goods_spells(real), material_spells(real, materials)):
        check_bounds(found)


def check_bounds(spells: Spells) -> None:
    """No regime is above the strictest or below the floor; a part is stricter than the regime."""
    for own in spells.values():
        for spell in own:
            strictest = RANK.get(spell.strictest, RANK[spell.at_least])
            assert RANK[spell.at_least] <= RANK[spell.at_most], spell
            assert spell.regime == "unknown" or RANK[spell.at_least] == RANK[spell.regime] <= strictest, spell
            assert bool(spell.part) == (strictest > RANK[spell.at_least]), spell
