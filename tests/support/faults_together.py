"""Faults of one cell that another row or the words beside it deny; and all faults of meaning."""

from tests.support import faults_between, faults_figures, faults_law, faults_meaning, faults_others, faults_told
from tests.support.faults_follow import FOLLOWING
from tests.support.faults_register import BROKEN, Broken, breaks
from tests.support.project import Row, key
from tests.support.sheets import Sheets
from validation.rules import episodes, goods, items, together
from validation.rules.common import Rule

FOLLOW, WORDED, AS_ONE = together.cells_follow, together.figures_as_worded, together.cells_go_together
NAMED, BEGUN, HELD = items.materials_named, goods.said_from_the_rule_on, goods.entries_held_by_rules
DY, MT = {"goods_id": "dysprosium-oxide"}, {"partner": "CAN", "hs_code": "811292", "period_start": "2019-01-01"}
# Name, rule, table, the row, the cell that is written, its column (where the words are told of it) and those words.
PLAIN: tuple[tuple[str, Rule, str, Row, Row, str], ...] = (
    (
        "condition_unlike_its_twins",
        AS_ONE,
        "measure_conditions",
        {"measure_id": "cn-2025-61-2d", "number": "1"},
        {"operator": "le"},
        '"le", but rows of the same text_en have "ge"',
    ),
    (
        "industry_of_another_title",
        AS_ONE,
        "use_industries",
        {"application_id": "catalysts", "code": "2029"},
        {"title": "Manufacture of military fighting vehicles"},
        'have "Manufacture of other chemical products n.e.c."',
    ),
    (
        "words_mapped_otherwise",
        AS_ONE,
        "use_shares",
        {"material_id": "Sb", "year": "2010", "application_id": "chemicals"},
        {"mapping": "wider"},
        '"wider", but rows of the same printed_item have "exact"',
    ),
    (
        "hedge_called_exact",
        together.bounds_as_worded,
        "use_shares",
        {"material_id": "Ta", "year": "2019", "application_id": "electronics"},
        {"bound": "exact"},
        '"exact", but the words are "about 55%',
    ),
    (
        "weapon_of_no_use",
        FOLLOW,
        "material_uses",
        {"material_id": "Be", "application_id": "nuclear_weapons"},
        {"defence": "not_stated"},
        '"not_stated", but by sector it is defence',
    ),
    (
        "complainant_of_another_case",
        AS_ONE,
        "wto_steps",
        {"case_id": "DS433", "step": "appeal"},
        {"complainant": "USA"},
        '"USA", but rows of the same case_id have "JPN"',
    ),
    ("flow_in_another_currency", AS_ONE, "trade_flows", MT, {"currency": "EUR"}, 'of the same flow have "USD"'),
    ("flow_by_a_later_edition", AS_ONE, "trade_flows", MT, {"hs_edition": "HS2022"}, 'period_start have "HS2017"'),
    (
        "condition_off_by_ten",
        WORDED,
        "goods_code_conditions",
        {"goods_id": "rhenium-tungsten-alloy", "number": "1"},
        {"value": "9"},
        '"9", but the words are "90 percent',
    ),
    (
        "condition_turned_round",
        WORDED,
        "goods_code_conditions",
        {"goods_id": "boron-element", "number": "2"},
        {"operator": "gt"},
        '"gt", but the words are',
    ),
    (
        "weight_off_by_ten",
        WORDED,
        "platform_materials",
        {"platform_id": "f-35", "printed_item": "920-lb figure"},
        {"quantity": "9200"},
        'but the words are "920-lb figure"',
    ),
    (
        "weight_in_another_unit",
        WORDED,
        "platform_materials",
        {"platform_id": "f-35", "printed_item": "920-lb figure"},
        {"unit": "kg"},
        '"kg", but the words are "920-lb figure"',
    ),
    (
        "stock_of_exchanged_digits",
        WORDED,
        "stockpiles",
        {"material_id": "La", "year": "2025"},
        {"quantity": "1001"},
        'but the words are "Lanthanum 1,100"',
    ),
    (
        "quota_off_by_ten",
        WORDED,
        "events",
        {"event_id": "2010-07-08-mofcom-quota"},
        {"amount": "79760"},
        'but the words are "The export quota',
    ),
    (
        "head_of_another_name",
        NAMED,
        "goods_materials",
        DY,
        {"material_id": "Tb"},
        '"Tb" is not what the words name: Dy',
    ),
    (
        "price_of_another_material",
        NAMED,
        "observations",
        {"printed_item": "price: Hafnium, unwrought"},
        {"material_id": "Hg"},
        '"Hg" is not what the words name: Hf',
    ),
    (
        "notice_on_another_material",
        NAMED,
        "event_materials",
        {"event_id": "2023-07-03-mofcom-galliumgermanium", "material_id": "Ge"},
        {"material_id": "Gd"},
        '"Gd" is not what the words name: Ga, Ge',
    ),
    (
        "coverage_after_the_rule",
        BEGUN,
        "coverage",
        {"code": "3C003"},
        {"first_day": "2025-01-01"},
        'but the first rule on "3C003" is of 2024-08-15',
    ),
    (
        "successor_before_its_rule",
        BEGUN,
        "code_successors",
        {"code": "050901J"},
        {"first_day": "2008-11-01"},
        "2008-11-01, but the first rule on",
    ),
    (
        "reached_after_the_rule",
        HELD,
        "goods_codes",
        {"goods_id": "dysprosium-metal"},
        {"first_day": "2025-04-14"},
        "2025-04-14 is not the first day of a rule",
    ),
    ("goods_of_another_code", HELD, "goods_codes", DY, {"code": "1C904.b"}, '"1C904.b" is about Tb, not Dy'),
    ("goods_in_another_form", FOLLOW, "goods", DY, {"form": "metal"}, '"metal", but by goods_id it is oxide'),
    ("goods_of_no_heading", FOLLOW, "goods", {"goods_id": "copper-scrap"}, {"hs6": "470400"}, "by goods_id it is none"),
)


for _name, _rule, _table, _row, _cells, _told in (*PLAIN, *FOLLOWING):

    def _plant(s: Sheets, table: str = _table, row: Row = _row, cells: Row = _cells) -> int:
        return s.edit(table, key(**row), **cells)

    BROKEN[f"cell_{_name}"] = Broken(_rule, _plant, _table, next(iter(_cells)), _told)


@breaks(episodes.only_context_before, "events", "role", '"context" on 2008-01-01, before "us-2024" begins')
def too_old_to_be_context(s: Sheets) -> int:
    return s.edit("events", key(event_id="2008-01-01-cntc-duty"), episode_ids="us-2024")


# Those of form between tables, of meaning, and these.
__all__ = ["ALL", "faults_between", "faults_figures", "faults_law", "faults_meaning", "faults_others", "faults_told"]
ALL = BROKEN
