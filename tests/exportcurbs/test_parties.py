"""Listed parties: by any name, what lists them on a day, owners, and what an exporter still has to apply for."""

import datetime

import pytest
from exportcurbs.law.parties import PartyBook
from hypothesis import given
from hypothesis import strategies as st

from build.compile import Compiled
from tests.support.status_helpers import drawn


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


@pytest.fixture(scope="module")
def book(compiled: Compiled) -> PartyBook:
    return PartyBook(compiled.dataset.rows)


def test_a_party_is_found_by_names_in_any_script(book: PartyBook):
    for name in ("act1-federal", "ACT1 FEDERAL", "ACT1联邦公司"):
        assert book.named(name) == ("act1-federal",)
    assert book.named("株式会社ACSL") == book.named("ACSL Ltd.") == ("acsl",)
    assert book.named("Nobody Inc.") == ()


def test_a_listing_says_since_when_through_renewals(book: PartyBook):
    (control,) = (x for x in book.listings("act1-federal", day("2026-09-29")) if x.list == "control")
    assert (control.state, control.since, control.until) == ("suspended", day("2025-05-14"), day("2026-11-10"))
    assert control.needs and all("still apply" in text for text in control.needs)
    (before,) = (x for x in book.listings("act1-federal", day("2025-05-13")) if x.list == "control")
    assert (before.state, before.since, before.until) == ("in_force", day("2025-04-04"), None)
    assert len(before.needs) == 3
    assert not set(before.needs) & set(control.needs)
    assert book.listings("act1-federal", day("2025-03-01")) == []


def test_owned_by_a_listed_party_is_not_listed(book: PartyBook):
    when = day("2026-09-29")
    (owner,) = book.owners({"acsl": 60.0}, when)
    assert (owner.entity_id, owner.list, owner.owner_pct) == ("acsl", "watch", 60.0)
    assert book.listings("nobody", when) == []
    assert book.facts("nobody", {"acsl": 60.0}, when) == {"listed_party": "no", "owned_share_pct": 60.0}
    assert book.facts("acsl", None, when) == {"listed_party": "yes"}
    assert book.owners({"act1-federal": 60.0}, when) == []
    assert book.facts(None, {"act1-federal": 60.0}, when) == {"owned_share_pct": 0.0}


def test_shares_of_several_are_not_added_up_to_a_limit(book: PartyBook):
    when, owners = day("2026-09-29"), ("acsl", "aerospace-industrial-development")
    assert "owned_share_pct" not in book.facts(None, dict.fromkeys(owners, 30.0), when)
    assert book.facts(None, dict.fromkeys(owners, 20.0), when) == {"owned_share_pct": 20.0}


@drawn
@given(shares=st.tuples(st.floats(0, 100), st.floats(0, 100)), other=st.floats(0, 50))
def test_a_larger_share_is_never_a_smaller_fact(book: PartyBook, shares: tuple[float, float], other: float):
    """Monotone in ownership: whoever holds more is never said to hold less."""
    small, large = sorted(shares)
    when, second = day("2026-09-29"), "aerospace-industrial-development"
    low, high = (book.facts(None, {"acsl": s, second: other}, when).get("owned_share_pct") for s in (small, large))
    assert (50.0 if low is None else low) <= (100.0 if high is None else high)
    assert high is not None or low is None or low < 50
