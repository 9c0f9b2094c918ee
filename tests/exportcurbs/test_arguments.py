"""What a caller may write, and what an error says of what he may not: it names the argument and never guesses wild."""

import datetime

import exportcurbs as ec
import numpy as np
import pandas as pd
import pytest

DAY = "2025-06-01"


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        *(("镓", "material"), ("gallium", "material"), ("ガリウム", "material"), ("Antimony oxides", "goods")),
        *(("053302J", "code"), ("n003", "code"), ("chemical/c-030", "code"), ("811292", "line"), ("8112.92", "line")),
        *(("8112929010", "line"), ("rare_earths", "group"), ("antimony-oxide", "goods"), ("3C001.a", "code")),
    ],
)
def test_items_by_any_name(item, kind):
    answer = ec.status(item, "DEU", DAY)
    assert answer.question.item.kind == kind
    assert answer.item == item


def test_a_chinese_name_gives_the_answer_of_the_material():
    assert ec.status("镓", "USA", "2024-12-10").regime == ec.status("Ga", "USA", "2024-12-10").regime


@pytest.mark.parametrize(
    "day",
    [
        *(datetime.date(2025, 6, 1), datetime.datetime(2025, 6, 1, 12), np.datetime64("2025-06-01")),
        *(np.datetime64("2025-06-01T10:00"), pd.Timestamp("2025-06-01")),
    ],
)
def test_a_day_may_be_a_date_of_any_library(day):
    assert ec.status("Ga", "DEU", day) == ec.status("Ga", "DEU", DAY)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, np.datetime64("NaT"), ["Ga"], ("Ga",), 5, b"Ga"])
@pytest.mark.parametrize("argument", ["item", "destination", "day", "known_on", "entity", "flow", "end_use", "facts"])
def test_what_is_no_value_is_told_with_its_argument(argument, value):
    given = {"item": "Ga", "destination": "DEU", "day": DAY, "end_use": "civil", "flow": "export_from_china"}
    if value is None and argument in ("known_on", "entity", "facts"):
        return  # may be left out
    with pytest.raises(ValueError, match=rf"^{argument}: "):
        ec.status(**(given | {argument: value}))


@pytest.mark.parametrize(
    ("destination", "told"),
    [
        *(("Japan", "'JPN'"), ("japan", "'JPN'"), ("jpn", "'JPN'"), ("Ukraine", "'UKR'"), ("Germny", "'DEU'")),
        *(("UK", "Write GBR"), ("EU", "one of its member states"), ("WLD", "ROW for every"), ("ALL", "ROW for every")),
        *(("US", "Write USA"), ("World", "ROW for every")),
    ],
)
def test_a_destination_is_told_right(destination, told):
    with pytest.raises(ValueError, match=r"^destination: unknown") as raised:
        ec.status("Ga", destination, DAY)
    assert told in str(raised.value)


@pytest.mark.parametrize("destination", ["XX", "XYZ", "GER", "", "Q"])
def test_a_short_text_is_never_guessed(destination):
    with pytest.raises(ValueError, match=r"^destination: unknown") as raised:
        ec.status("Ga", destination, DAY)
    assert "Did you mean" not in str(raised.value)


@pytest.mark.parametrize("item", ["8112", "81129290", "81129290101", "81"])
def test_customs_codes_have_six_or_ten_digits(item):
    with pytest.raises(ValueError, match=r"^item: .*six or ten digits"):
        ec.status(item, "DEU", DAY)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        *(
            ("REE", "'rare_earths'?"),
            ("HREE", "'medium_heavy_rare_earths'?"),
            ("rare earth elements", "'rare_earths'?"),
        ),
        *(
            ("NdFeB magnets", "'magnet-ndfeb' or 'magnet-ndfeb-dy' or 'magnet-ndfeb-tb'?"),
            ("PGM", "unknown 'PGM'. See"),
        ),
        *(
            ("999999", "of HS2022."),
            ("852520", "852520 is a code of HS2002: see hs6_links."),
            ("8110929010", "of HS2022."),
        ),
    ],
)
def test_what_is_no_item_is_told_right(item, told):
    for ask in (lambda: ec.status(item, "DEU", DAY), lambda: ec.treatments(item)):
        with pytest.raises(ValueError, match=r"^item: unknown") as raised:
            ask()
        assert told in str(raised.value)


def test_a_line_controlled_in_part_says_so_first():
    words = str(ec.status("811292", "USA", "2024-12-10")).splitlines()[0]
    assert words.endswith(": denial_in_principle for a part of it; the rest none since 2023-01-01")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"purity": 99}, "Did you mean 'purity_pct'"),
        ({"purity_pct": "high"}, "write a number"),
        ({"purity_pct": float("nan")}, "write a number"),
        ({"owned_by": "leidos"}, "write shares by party"),
        ({"owned_by": {"leidos": 600}}, "write percent"),
        ({"owned_by": {"nobody at all": 60}}, "unknown 'nobody at all'"),
    ],
)
def test_facts_are_checked(facts, told):
    with pytest.raises(ValueError, match=r"^(facts|entity): ") as raised:
        ec.status("antimony-oxide", "DEU", DAY, facts=facts)
    assert told in str(raised.value)


def test_goods_are_not_transferred():
    with pytest.raises(ValueError, match=r"^flow: Ga are goods"):
        ec.status("Ga", "DEU", DAY, flow="technology_transfer")
