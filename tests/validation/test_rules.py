"""Every row rule of every table refuses one bad row, at the column that it names, and lets the good row pass."""

import pytest

from build.curated.parse import parse_table
from build.curated.read import TextTable
from tests.support.good_rows import GOOD
from validation.definitions import TABLES
from validation.definitions.base import RULE
from validation.definitions.tables import curated_tables, table_info
from validation.problems import Problem
from validation.rules.rows import row_problems

# table, rule, what breaks it, the column that must be named
BAD: list[tuple[str, str, dict[str, str], str]] = [
    ("sources", "quoted_by_another", {"quoted_by_id": "mofcom-2024-ann46"}, "quoted_by_id"),
    ("sources", "quoted_by_another", {"origin_id": "mofcom-2024-ann46"}, "quoted_by_id"),
    ("sources", "read_after_published", {"published": "2026-02"}, "accessed"),
    ("sources", "read_after_published", {"tracks_notices_to": "2026-01-03"}, "accessed"),
    ("sources", "tracker_states_status", {"states": "names"}, "tracks_notices_to"),
    ("sources", "tracker_states_status", {"states": ""}, "tracks_notices_to"),
    ("retired", "value_in_column", {"column_name": ""}, "column_name"),
    ("reading_checks", "errors_within_read", {"errors": "91"}, "errors"),
    ("other_databases", "years_in_order", {"last_year": "1949"}, "last_year"),
    ("items", "status_of_name", {"name_status": ""}, "name_status"),
    ("items", "status_of_name", {"name_zh": ""}, "name_status"),
    ("code_equivalents", "equal_by_notes", {"relation": "equal"}, "relation"),
    ("entities", "one_parent", {"parent_id": "jaxa"}, "parent_name"),
    ("list_editions", "effective_after_issue", {"effective": "2024-11-14"}, "effective"),
    ("control_codes", "dual_use_grammar", {"code": "3F001.a", "parent": "3F001"}, "code"),
    ("control_codes", "dual_use_grammar", {"code": "3C001a", "parent": ""}, "code"),
    ("control_codes", "parent_is_code_above", {"parent": "3C002"}, "parent"),
    ("control_codes", "parent_is_code_above", {"parent": ""}, "parent"),
    ("control_codes", "parent_is_code_above", {"code": "3C001", "parent": "3C001"}, "parent"),
    ("control_codes", "letter_says_type", {"goods_or_technology": "software"}, "goods_or_technology"),
    ("control_codes", "letter_says_type", {"code": "3E001.a", "parent": "3E001"}, "goods_or_technology"),
    ("control_codes", "read_names_are_chinese", {"name_zh": ""}, "name_zh"),
    ("list_gaps", "runs_forward", {"serial_last": "2"}, "serial_last"),
    ("item_customs_codes", "hs6_begins_code", {"hs6": "280531"}, "hs6"),
    ("item_customs_codes", "digits_fit_system", {"system": "CN8"}, "system"),
    ("instruments", "dated", {"issued_latest": ""}, "issued"),
    ("instruments", "window_in_order", {"issued_earliest": "2024-12-04", "issued": "2024-12-03"}, "issued_latest"),
    ("instruments", "effective_after_issue", {"effective": "2024-10-31"}, "effective"),
    ("instruments", "effective_after_issue", {"issued": "2024-12-04"}, "effective"),
    ("instruments", "published_after_issue", {"published_day": "2024-10-31"}, "published_day"),
    ("instruments", "repealed_after_effect", {"repealed": "2024-12-03"}, "repealed"),
    ("measures", "listed_parties_everywhere", {"destinations": "USA"}, "destinations"),
    ("measures", "rate_only_for_duties", {"effect": "ban"}, "duty_pct"),
    ("measures", "rate_only_for_duties", {"duty_pct": ""}, "duty_pct"),
    ("measures", "named_after_instrument", {"measure_id": "cn-2024-461"}, "measure_id"),
    ("measure_items", "one_target", {"group_id": "rare_earths"}, "code"),
    ("measure_items", "one_target", {"material_id": ""}, "code"),
    ("measure_items", "scheme_with_code", {"scheme": "dual_use"}, "scheme"),
    ("measure_items", "scheme_with_code", {"code": "3C001", "material_id": "", "form": ""}, "scheme"),
    ("measure_items", "one_target", {"goods_id": "dysprosium-metal", "form": ""}, "code"),
    ("measure_items", "form_only_for_materials", {"material_id": "", "scheme": "dual_use", "code": "3C001"}, "form"),
    ("measure_items", "form_only_for_materials", {"material_id": "", "goods_id": "dysprosium-metal"}, "form"),
    ("measure_periods", "ends_after_start", {"last_day": "2024-12-02", "last_confirmed": ""}, "last_day"),
    ("measure_periods", "window_before_start", {"first_day_earliest": "2024-12-03"}, "first_day_earliest"),
    ("measure_periods", "confirmed_inside", {"last_confirmed": "2024-12-04"}, "last_confirmed"),
    ("measure_periods", "confirmed_inside", {"last_confirmed": "2024-12-02", "last_day": ""}, "last_confirmed"),
    ("measure_periods", "ended_is_open", {"state": "ended"}, "last_day"),
    ("coverage", "one_target", {"group_id": "rare_earths"}, "material_id"),
    ("coverage", "one_target", {"scheme": "dual_use", "code": "3C001"}, "material_id"),
    ("coverage", "scheme_with_code", {"scheme": "dual_use"}, "scheme"),
    ("coverage", "ends_after_start", {"last_day": "2023-07-31"}, "last_day"),
    ("goods_codes", "ends_after_start", {"last_day": "2024-08-14"}, "last_day"),
    ("goods_codes", "condition_unless_whole", {"extent": "whole"}, "condition_en"),
    ("goods_codes", "condition_unless_whole", {"condition_en": ""}, "condition_en"),
    ("goods_code_conditions", "numbers_measured", {"value": "high"}, "value"),
    ("goods_code_conditions", "numbers_measured", {"operator": "is"}, "value"),
    ("measure_conditions", "measured_whole", {"unit": "", "operator": ""}, "property"),
    ("measure_conditions", "reach_can_be_asked", {"property": "", "operator": "", "value": ""}, "property"),
    ("measure_conditions", "numbers_measured", {"value": "little"}, "value"),
    ("measure_conditions", "alternatives_required", {"effect": "procedure"}, "any_of"),
    ("measure_conditions", "scheme_with_code", {"code": "3C001"}, "scheme"),
    ("measure_plans", "ends_after_start", {"planned_last": "2024-12-02"}, "planned_last"),
    ("measure_plans", "ended_is_open", {"state": "ended"}, "planned_last"),
    ("materials", "number_of_symbol", {"atomic_number": "65"}, "atomic_number"),
    ("materials", "number_of_symbol", {"symbol": ""}, "atomic_number"),
    ("episodes", "ends_after_start", {"last_day": "2010-09-06"}, "last_day"),
    ("codings", "differences_are_explained", {"value_b": "territorial_incident"}, "note"),
    ("events", "dated", {"date_latest": ""}, "date"),
    ("events", "window_in_order", {"date_latest": "2010-09-06"}, "date_latest"),
    ("events", "steps_are_the_senders", {"act_of": "target"}, "act_of"),
    ("events", "unit_with_amount", {"amount": ""}, "amount_unit"),
    ("events", "unit_with_amount", {"amount_unit": ""}, "amount_unit"),
    ("event_actors", "office_of_a_person", {"person": ""}, "person"),
    ("event_materials", "one_target", {"material_id": ""}, "material_id"),
    ("event_materials", "one_target", {"group_id": "rare_earths"}, "material_id"),
    ("provisions", "unit_with_figures", {"unit": ""}, "unit"),
    ("provisions", "figures_in_order", {"value_high": "4"}, "value_high"),
    ("wto_steps", "dated", {"date_latest": ""}, "date"),
    ("wto_steps", "window_in_order", {"date_earliest": "2012-03-14", "date_latest": "2012-03-13"}, "date_latest"),
    ("briefs", "short", {"text_en": "It stopped. " * 26}, "text_en"),
    ("observations", "period_in_order", {"period_end": "2009-12-31"}, "period_end"),
    ("observations", "one_product", {"hs_code": "280530"}, "material_id"),
    ("observations", "shares_in_range", {"value": "101"}, "value"),
    ("observations", "shares_in_range", {"value": "-1"}, "value"),
    ("observations", "only_changes_below_zero", {"value": "-1", "unit": "t"}, "value"),
    ("observations", "masses_have_a_basis", {"unit": "t", "basis": ""}, "basis"),
    ("observations", "prices_have_terms", {"price_terms": "fob_china"}, "price_terms"),
    ("observations", "prices_have_terms", {"indicator_id": "price_china", "unit": "usd_per_kg"}, "price_terms"),
    ("observations", "prices_are_assessed", {"assessor": "argus"}, "assessor"),
    ("observations", "sound_preferred", {"flag": "outlier"}, "is_preferred"),
    ("trade_flows", "period_in_order", {"period_end": "2023-12-31"}, "period_end"),
    ("trade_flows", "two_sides", {"partner": "CHN"}, "partner"),
    ("tariff_lines", "hs6_begins_code", {"hs6": "250490"}, "hs6"),
    ("replications", "recipe_complete", {"recipe": "share", "field": "value", "part": "partner=CHN"}, "recipe"),
    ("replications", "made_or_hindered", {"hindrance": ""}, "hindrance"),
    ("use_shares", "one_target", {"group_id": "rare_earths"}, "material_id"),
    ("use_shares", "mapped_words", {"printed_item": ""}, "mapping"),
    ("material_uses", "mapped_words", {"printed_item": ""}, "mapping"),
    ("use_industries", "digits_of_scheme", {"scheme": "HS2022"}, "code"),
    ("stockpiles", "at_most_one_target", {"group_id": "rare_earths"}, "material_id"),
    ("stockpiles", "units", {"unit": ""}, "unit"),
    ("stockpiles", "units", {"value": "5"}, "unit"),
    ("supply_incidents", "at_most_one_target", {"group_id": "rare_earths"}, "material_id"),
    ("platform_materials", "unit_with_quantity", {"unit": ""}, "unit"),
    ("platform_materials", "unit_with_quantity", {"quantity_of": ""}, "unit"),
    ("platform_materials", "mapped_words", {"printed_item": ""}, "mapping"),
    (
        "platform_materials",
        "range_in_order",
        {"quantity": "", "quantity_low": "9", "quantity_high": "8"},
        "quantity_low",
    ),
    ("platform_materials", "range_in_order", {"quantity_low": "8", "quantity_high": "9"}, "quantity_low"),
    ("claims", "value_matches_type", {"value_date": "2010-09-21"}, "value_type"),
    ("claims", "value_matches_type", {"value_num": ""}, "value_type"),
    ("claims", "value_matches_type", {"value_type": "date", "unit": ""}, "value_type"),
    ("claims", "yes_or_no", {"value_type": "yes_no", "unit": ""}, "value_num"),
    ("claims", "only_changes_below_zero", {"value_num": "-1", "unit": "t"}, "value_num"),
    ("replications", "only_changes_below_zero", {"printed": "-1", "unit": "t"}, "printed"),
    ("claims", "unit_with_number", {"unit": ""}, "unit"),
    ("claims", "unit_with_number", {"value_type": "yes_no", "value_num": "1"}, "unit"),
    ("claims", "ends_after_start", {"last_day": "2010-09-20"}, "last_day"),
]


def problems(table: str, cells: dict[str, str]) -> list[Problem]:
    """Return the problems of one row, which stands on line 2."""
    info = table_info(table)
    sourced = {"source_ids": "mofcom-2024-ann46[para. 1]"}
    row = {column.name: {**sourced, **cells}.get(column.name, "") for column in info.columns}
    parsed = parse_table(TextTable(info, [row], [2]))
    return [*parsed.problems, *row_problems(info, parsed.frame, parsed.lines, parsed.broken)]


def rules(table: str) -> dict[str, str]:
    """Return name and error of each row rule."""
    return {str(check.name): str(check.error) for check in TABLES[table].to_schema().checks}


def test_every_rule_is_tested():
    known = {(info.name, rule) for info in curated_tables() for rule in rules(info.name)}
    assert known == {(table, rule) for table, rule, _, _ in BAD}
    assert len(known) > 25


@pytest.mark.parametrize("table", list(GOOD))
def test_good_row_passes(table: str):
    assert problems(table, GOOD[table]) == []


@pytest.mark.parametrize(("table", "rule", "change", "column"), BAD)
def test_bad_row_is_refused(table: str, rule: str, change: dict[str, str], column: str):
    found = [p for p in problems(table, {**GOOD[table], **change}) if p.found != "is blank"]
    (problem,) = [p for p in found if f"{RULE}{p.column}: {p.found}; {p.instead}" == rules(table)[rule]]
    assert (problem.line, problem.column) == (2, column)
    assert len(found) == 1, found


@pytest.mark.parametrize("table", [info.name for info in curated_tables()])
def test_blank_rows_break_no_rule_and_crash_none(table: str):
    required = {column.name for column in table_info(table).columns if not column.nullable}
    found = problems(table, {"source_ids": ""})
    assert {p.line for p in found} == {2}
    blank = {p.column for p in found if p.found == "is blank"}
    assert blank == required
    allowed = {("instruments", "issued"), ("measure_items", "code"), ("events", "date"), ("use_shares", "material_id")}
    allowed |= {("event_materials", "material_id"), ("wto_steps", "date")}
    assert {(table, p.column) for p in found if p.found != "is blank"} <= allowed


@pytest.mark.parametrize("table", list(GOOD))
def test_empty_tables_pass(table: str):
    info = table_info(table)
    parsed = parse_table(TextTable(info))
    assert row_problems(info, parsed.frame, parsed.lines, parsed.broken) == []
