"""Facts of goods, conditions and plans known by hand from the notices; each names the notice that says so."""

import exportcurbs as ec
import pytest

Row = dict[str, object]


def rows(name: str, **cells: object) -> list[Row]:
    return [r for r in ec.open(ec.path("measures").parent).rows(name) if all(r[c] == v for c, v in cells.items())]


def reach(goods: str) -> set[tuple[object, str, object]]:
    """Return the codes that reach goods, since when and how far."""
    return {(r["code"], str(r["first_day"]), r["extent"]) for r in rows("goods_codes", goods_id=goods)}


def heads(material: str) -> set[object]:
    return {r["goods_id"] for r in rows("goods_materials", material_id=material, role="heads")}


REACHED = [
    ("antimony-oxide", {("3C003.c", "2024-08-15", "part")}, "33/2024, announced on 15 August"),
    ("antimony-metal", {("3C003.b", "2024-08-15", "whole")}, "33/2024"),
    ("bismuth-metal", {("1C229", "2024-01-01", "part"), ("6C001.a", "2025-02-04", "remainder")}, "10/2025"),
    ("gallium-metal", {("3C001.a", "2023-07-03", "whole")}, "23/2023, announced on 3 July"),
    ("indium-metal", set(), "no entry"),
    ("indium-phosphide", {("3C004.a", "2025-02-04", "whole")}, "10/2025"),
    ("indium-antimonide", {("3C003.f", "2024-08-15", "part")}, "33/2024"),
    ("gallium-indium-arsenide", {("3C001.f", "2023-07-03", "whole")}, "23/2023"),
    ("graphite-natural-flake", {("1C108.c", "2023-10-20", "whole")}, "39/2023, announced on 20 October"),
    ("graphite-furnace-electrode", {("furnace_carbon_electrodes", "2006-12-31", "whole")}, "50/2006"),
    ("holmium-metal", {("1C909.a.1", "2025-10-09", "whole")}, "57/2025"),
    ("neodymium-metal", set(), "no entry"),
    ("magnet-ndfeb-dy", {("1C905.a.4", "2025-04-04", "whole")}, "18/2025"),
    ("titanium-powder", {("1C111.b.1.d", "2002-08-22", "part")}, "Decree 361"),
]


@pytest.mark.parametrize(("goods", "expected", "notice"), REACHED)
def test_entries_that_reach_goods(goods: str, expected: set[tuple[object, str, object]], notice: str):
    assert reach(goods) == expected, notice


def test_limit_of_antimony_oxide():
    (limit,) = rows("goods_code_conditions", goods_id="antimony-oxide")
    assert (limit["property"], limit["operator"], limit["value"]) == ("purity_pct", "ge", "99.99")


def test_indium_heads_what_it_names_and_is_in_the_rest():
    contained = {r["goods_id"] for r in rows("goods_materials", material_id="In", role="contains")}
    assert {"indium-antimonide", "gallium-indium-arsenide"} <= contained
    assert {"indium-metal", "indium-phosphide", "indium-trimethylindium", "indium-triethylindium"} <= heads("In")


@pytest.mark.parametrize("material", ["Cu", "Co", "Sn", "Au", "coking_coal"])
def test_no_entry_reaches_goods_of(material: str):
    assert heads(material)
    assert not {r["goods_id"] for r in rows("goods_codes")} & heads(material)


def test_line_811292_holds_six_metals():
    own = {r["goods_id"] for r in rows("goods") if "811292" in (r["hs6"] or ())}
    assert {"gallium-metal", "germanium-metal", "indium-metal", "niobium-metal", "vanadium-metal"} <= own


@pytest.mark.parametrize("material", ["U", "Th", "Pu"])
def test_nuclear_materials_are_reached_whole(material: str):
    reached = {r["goods_id"] for r in rows("goods_codes", scheme="nuclear", extent="whole")}
    ores = {r["goods_id"] for r in rows("goods") if r["form"] == "concentrate"}
    assert heads(material) - ores
    assert heads(material) - ores <= reached


def test_catch_all_of_the_law():
    (rule,) = rows("measures", measure_id="cn-law-ecl-2020-1")
    assert (rule["effect"], rule["end_use"], rule["item_scope"]) == ("licence", "wmd", "all_items")
    days = {(r["state"], str(r["first_day"])) for r in rows("measure_periods", measure_id="cn-law-ecl-2020-1")}
    assert ("in_force", "2020-12-01") in days
    assert not [r for r in rows("measure_conditions", measure_id="cn-law-ecl-2020-1") if r["effect"] == "required"]
    older = ("cn-decree-245-1998-3", "cn-decree-361-2002-2", "cn-decree-365-2002-2")
    assert all(rows("measure_conditions", measure_id=m, effect="required", kind="use") for m in older)


def test_content_share_of_61_2025():
    (share,) = rows("measure_conditions", measure_id="cn-2025-61-1-1", kind="content_share")
    assert (share["effect"], share["operator"], share["value"]) == ("required", "ge", "0.1")
    planned = [(r["state"], str(r["planned_first"])) for r in rows("measure_plans", measure_id="cn-2025-61-1-1")]
    assert ("in_force", "2025-12-01") in planned
    (stop,) = rows("measure_plans", measure_id="cn-2025-61-1-1", state="suspended_before_effect")
    assert str(stop["planned_last"]) == "2026-11-10"


def test_plan_of_57_2025_was_public_on_its_day():
    (plan,) = rows("measure_plans", measure_id="cn-2025-57-1", state="in_force")
    assert (str(plan["planned_first"]), str(plan["known_day"])) == ("2025-11-08", "2025-10-09")


def test_alternatives_of_chips_are_joined_by_or():
    chips = {r["property"] for r in rows("measure_conditions", measure_id="cn-2025-61-4b", any_of="c")}
    assert chips == {"logic_node_nm", "memory_layers", "chip_equipment_or_material", "military_ai"}


def test_metals_are_banned_for_north_korea():
    (rule,) = rows("measures", measure_id="cn-2018-4-1")
    assert (rule["layer"], rule["effect"], list(rule["destinations"])) == ("un_sanctions", "ban", ["PRK"])  # type: ignore[call-overload]
    lines = {r["hs_prefix"] for r in rows("measure_customs_codes", measure_id="cn-2018-4-1")}
    assert {"72", "76", "81"} <= lines


def test_quotas_that_outlived_the_rare_earths():
    """76/2015 lists antimony, indium and silver under quota for 2016."""
    for rule in ("cn-2004-78-2", "cn-2007-54-2", "cn-2004-78-3"):
        days = {(r["state"], str(r["first_day"])) for r in rows("measure_periods", measure_id=rule)}
        assert ("in_force", "2016-01-01") in days


def test_duties_name_goods():
    """Jmb 2008: 25 percent on dysprosium, europium, terbium and yttrium oxide, not on what they head mixed."""
    covered = {r["goods_id"] for r in rows("measure_items", measure_id="cn-tariff-2008-1")}
    assert covered == {"dysprosium-oxide", "europium-oxide", "terbium-oxide", "yttrium-oxide"}
