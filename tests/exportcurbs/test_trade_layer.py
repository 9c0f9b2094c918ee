"""Trade administration per goods: what reaches them by name, what may, and what the record does not follow."""

import datetime
import itertools

import pytest
from exportcurbs.law.trade import TradeLayer

from build.compile import Compiled


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


@pytest.fixture(scope="module")
def layer(compiled: Compiled) -> TradeLayer:
    return TradeLayer(compiled.dataset.law.book)


@pytest.mark.parametrize(
    ("goods", "when", "duty"),
    [
        ("neodymium-oxide", "2012-06-01", 15),
        ("neodymium-metal", "2012-06-01", 25),
        ("neodymium-metal", "2010-06-01", 15),
        ("neodymium-oxide", "2007-06-01", 10),
    ],
)
def test_duty_is_that_of_the_goods(layer: TradeLayer, goods: str, when: str, duty: float):
    assert layer.of_goods(goods, "ROW", day(when)).duty_pct == duty


def test_antimony_oxide_needs_a_trade_licence_beside_dual_use_law(layer: TradeLayer):
    found = layer.of_goods("antimony-oxide", "DEU", day("2024-10-01"))
    assert (found.licence, found.permit) == (True, True)
    assert layer.of_goods("antimony-oxide", "DEU", day("2012-10-01")).quota is True


def test_a_rule_that_names_a_material_only_leaves_its_goods_unknown(layer: TradeLayer):
    found = layer.of_goods("tungsten-ore", "ROW", day("2010-06-01"))
    assert (found.quota, found.licence, found.state_trading) == (True, True, None)
    assert "cn-2009-statetrading-1" in found.perhaps
    assert not set(found.perhaps) & set(found.measures)


@pytest.mark.parametrize(
    ("goods", "when", "quota", "duty"),
    [
        ("antimony-oxide", "2016-12-31", True, None),
        ("antimony-oxide", "2017-01-01", None, None),
        ("antimony-metal", "2016-12-31", True, 20),
        ("graphite-natural-flake", "2016-12-31", None, 20),
        ("graphite-natural-flake", "2017-01-01", None, None),
        ("coking-coal-coke", "2012-12-31", True, 40),
        ("coking-coal-coke", "2013-01-01", None, None),
        ("magnesium-magnesia", "2013-06-01", True, None),
        ("aluminium-bauxite", "2012-06-01", None, 15),
        ("fluorspar-acid", "2012-06-01", None, 15),
        ("tin-metal", "2012-06-01", True, 10),
    ],
)
def test_quotas_and_duties_of_bulk_goods_end_when_the_notices_say(layer, goods, when, quota, duty):
    """From the catalogues and tariff notices; the day after, the record does not say that none stood."""
    found = layer.of_goods(goods, "ROW", day(when))
    assert (found.quota, found.duty_pct) == (quota, duty)


def test_rare_earths_were_not_under_state_trading(layer: TradeLayer):
    assert layer.of_goods("neodymium-oxide", "ROW", day("2012-06-01")).state_trading is False


def test_silver_stood_in_the_catalogue_of_2016_whose_goods_are_not_read(compiled: Compiled):
    answer = compiled.dataset.status("silver-unwrought", "USA", "2016-01-01")
    assert (answer.trade["has_quota"], answer.trade["has_licence"], answer.needs_any_permit) == (None, None, None)
    assert "quota not known, licence not known" in str(answer)
    assert "for which goods is not said by cn-2004-78-3, cn-2004-78-7, in force for the material" in str(answer)
    assert compiled.dataset.status("Ag", "USA", "2016-01-01").trade["has_quota"] is True
    later = compiled.dataset.status("silver-unwrought", "USA", "2017-06-01").trade
    assert (later["has_quota"], later["perhaps"]) == (None, [])


def test_a_layer_that_is_not_followed_is_said_so(layer: TradeLayer, compiled: Compiled):
    found = layer.of_goods("indium-phosphide", "ROW", day("2025-06-01"))
    assert (found.quota, found.licence, found.duty_pct, found.permit, found.followed) == (None, None, None, None, False)
    answer = str(compiled.dataset.status("indium-phosphide", "DEU", "2025-06-01"))
    assert "beside it, trade administration: not followed" in answer
    assert layer.of_goods("neodymium-oxide", "ROW", day("2012-06-01")).followed


def test_a_code_shows_the_layer_of_its_goods(layer: TradeLayer):
    goods = layer.goods_of(("dual_use", "1C902.a"), "ROW", day("2025-06-01"))
    assert goods["samarium-metal"].licence is True
    assert layer.goods_of(("dual_use", "1C902.a"), "ROW", day("2012-06-01")) == {}
    assert layer.of_code(("chemical", "c-001"), "ROW", day("2024-01-01")).state_trading is True


def test_between_its_turns_an_answer_stays(layer: TradeLayer):
    for goods in ("neodymium-oxide", "antimony-oxide", "tungsten-ore"):
        layer.of_goods(goods, "ROW", 1)
        turns = sorted(layer.turns(goods))
        for first, after in itertools.pairwise(turns):
            if after < day("2030-01-01"):
                assert layer.of_goods(goods, "ROW", first) == layer.of_goods(goods, "ROW", after - 1)
