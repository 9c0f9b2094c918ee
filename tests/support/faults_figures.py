"""Faults of figures and of the goods that a rule reaches."""

from tests.support.faults_register import breaks
from tests.support.project import key
from tests.support.sheets import Sheets
from validation.rules import goods, series, together


@breaks(series.one_preferred, "observations", "is_preferred", "rows of this figure are preferred")
def none_preferred(s: Sheets) -> int:
    return s.edit("observations", key(is_preferred="yes"), is_preferred="no")


@breaks(series.one_preferred, "observations", "is_preferred", "1 of 2 rows of this figure are preferred")
def one_of_two_firms(s: Sheets) -> int:
    s.edit("observations", key(indicator_id="firm_output", origin="jl-mag"), is_preferred="no")
    return s.find("observations", key(indicator_id="firm_output", origin="northern-rare-earth", form="magnet"))[0]


@breaks(series.one_unit, "observations", "unit", '"kg", but other figures of this series are in t')
def unit_a_thousand_apart(s: Sheets) -> int:
    return s.edit("observations", key(indicator_id="production_mine", unit="t", reporter="AUS"), unit="kg")


@breaks(series.indicators_observed, "indicators", "indicator_id", 'no observation of "unmeasured"')
def indicator_without_figures(s: Sheets) -> int:
    return s.copy_row("indicators", lambda r: True, indicator_id="unmeasured")


@breaks(goods.materials_have_goods, "materials", "not_traded", '"Sb" has no ordinary goods')
def material_without_goods(s: Sheets) -> int:
    own = {r["goods_id"] for r in s.rows("goods_materials") if r["material_id"] == "Sb" and r["role"] == "heads"}
    for name in sorted(own):
        s.edit("goods_materials", key(goods_id=name, material_id="Sb"), role="contains")
        s.append("goods_materials", goods_id=name, material_id="As", role="heads", source_ids="mofcom-2024-ann46")
    return s.find("materials", key(material_id="Sb"))[0]


@breaks(goods.subjects_reach_goods, "code_materials", "code", '"dual_use/3C003.c" is about Sb but reaches no goods')
def oxide_without_goods(s: Sheets) -> int:
    s.drop("goods_code_conditions", key(code="3C003.c"))
    s.drop("goods_codes", key(code="3C003.c"))
    return s.find("code_materials", key(code="3C003.c", material_id="Sb"))[0]


@breaks(
    goods.entries_held_by_rules, "goods_codes", "first_day", '2024-08-14 is not the first day of a rule on "3C003.b"'
)
def reached_before_the_rule(s: Sheets) -> int:
    return s.edit("goods_codes", key(goods_id="antimony-metal"), first_day="2024-08-14")


@breaks(goods.entries_held_by_rules, "goods_codes", "extent", "a remainder, but no other entry reaches these goods")
def remainder_of_nothing(s: Sheets) -> int:
    s.drop("goods_code_conditions", key(goods_id="bismuth-metal"))
    s.drop("goods_codes", key(goods_id="bismuth-metal", code="1C229"))
    s.copy_row("goods_codes", key(goods_id="bismuth-germanate"), code="1C229", first_day="2025-02-04")
    return s.find("goods_codes", key(goods_id="bismuth-metal", code="6C001.a"))[0]


@breaks(series.steps_are_explained, "observations", "value", "beside")
def figure_in_kilograms(s: Sheets) -> int:
    row = key(indicator_id="production_mine", group_id="rare_earths", reporter="AUS", statistic="sum")
    _, found = s.find("observations", lambda r: row(r) and r["period_start"] == "2018-01-01")
    return s.edit("observations", lambda r: r is found, value=f"{1000 * float(found['value']):.0f}")


@breaks(series.dimensions_fit, "observations", "unit", '"usd", but production_mine is measured in t')
def dollars_of_ore(s: Sheets) -> int:
    return s.edit("observations", key(indicator_id="production_mine"), unit="usd")


@breaks(series.dimensions_fit, "observations", "statistic", "a sum in percent")
def sum_of_shares(s: Sheets) -> int:
    return s.edit("observations", key(unit="percent", statistic="mean"), statistic="sum")


@breaks(series.sides_and_periods, "observations", "partner", '"USA" is the reporter itself')
def trade_with_itself(s: Sheets) -> int:
    return s.edit("observations", key(indicator_id="import_quantity", reporter="USA"), partner="USA")


@breaks(series.sides_and_periods, "observations", "period_end", "is neither whole months nor at most a week")
def year_without_its_last_day(s: Sheets) -> int:
    return s.edit("observations", key(period_end="2018-12-31"), period_end="2018-12-30")


@breaks(series.sides_and_periods, "observations", "hs_edition", '"HS2022" for a figure of')
def edition_to_come(s: Sheets) -> int:
    return s.edit("observations", key(hs_edition="HS2017"), hs_edition="HS2022")


@breaks(series.preferred_once, "observations", "period_start", "lies within the preferred period to")
def periods_that_overlap(s: Sheets) -> int:
    year = {"indicator_id": "production_mine", "reporter": "AUS", "statistic": "sum", "period_start": "2018-01-01"}
    days = {"period_start": "2018-07-01", "period_end": "2019-06-30"}
    return s.copy_row("observations", key(**year), **days)


@breaks(series.shares_add_up, "use_shares", "share_pct", "and the shares of the whole add up to")
def shares_of_more_than_all(s: Sheets) -> int:
    row = {"material_id": "Sb", "year": "2021", "geography": "USA"}
    return s.edit("use_shares", key(application_id="flame_retardants", **row), share_pct="98")


@breaks(series.discrepancies_stand, "discrepancies", "found", "is no figure of that series")
def disagreement_over_no_figure(s: Sheets) -> int:
    return s.edit("discrepancies", lambda r: r["what"].startswith("revision by usgs"), found="123456")


@breaks(together.cells_follow, "applications", "category", "but by parent_id it is magnets")
def category_of_its_own(s: Sheets) -> int:
    return s.edit("applications", lambda r: r["parent_id"] == "permanent_magnets", category="optics")


@breaks(together.cells_follow, "material_uses", "defence", '"civil", but by sector it is defence')
def weapon_called_civil(s: Sheets) -> int:
    return s.edit("material_uses", key(sector="defence"), defence="civil")
