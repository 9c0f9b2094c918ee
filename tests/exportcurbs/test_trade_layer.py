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
    assert "licence yes" in str(found)
    assert layer.of_goods("antimony-oxide", "DEU", day("2012-10-01")).quota is True


def test_a_rule_that_names_a_material_only_leaves_its_goods_unknown(layer: TradeLayer):
    found = layer.of_goods("tungsten-ore", "ROW", day("2010-06-01"))
    assert (found.quota, found.licence, found.state_trading) == (True, True, None)
    assert "cn-2009-statetrading-1" in found.perhaps
    assert not set(found.perhaps) & set(found.measures)


def test_a_layer_that_is_not_followed_is_said_so(layer: TradeLayer):
    found = layer.of_goods("indium-phosphide", "ROW", day("2025-06-01"))
    assert (found.quota, found.licence, found.duty_pct, found.permit, found.followed) == (None, None, None, None, False)
    assert str(found) == "not followed"
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
