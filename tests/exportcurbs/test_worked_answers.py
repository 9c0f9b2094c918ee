"""Worked answers: one question of each kind that the law puts, from the notices; each row names the notice."""

import exportcurbs as ec
import pytest

# item, destination, day, end use: regime, strictest, since, measures that decide, notice
WORKED = [
    ("In", "DEU", "2025-06-01", "civil", "none", "licence", None, (), "10/2025: phosphide and two alkyls of indium"),
    ("indium-metal", "DEU", "2025-06-01", "civil", "none", "none", None, (), "10/2025 does not name the metal"),
    (
        "indium-phosphide",
        "DEU",
        "2025-06-01",
        "civil",
        "licence",
        "licence",
        "2025-02-04",
        ("cn-2025-10-1",),
        "10/2025",
    ),
    (
        *("indium-trimethylindium", "DEU", "2025-06-01", "civil"),
        *("licence", "licence", "2025-02-04", ("cn-2025-10-1",), "10/2025"),
    ),
    (
        *("gallium-indium-arsenide", "DEU", "2025-06-01", "civil"),
        *("licence", "licence", "2023-08-01", ("cn-2024-51-1",), "23/2023, carried over by 51/2024"),
    ),
    ("antimony-oxide", "DEU", "2024-10-01", "civil", "none", "licence", None, (), "33/2024: 99.99 percent and more"),
    (
        *("bismuth-metal", "DEU", "2025-06-01", "civil", "licence", "licence", "2025-02-04"),
        *(("cn-2024-51-1", "cn-2025-10-1"), "10/2025 (6C001.a, the remainder) and 51/2024 (1C229) together"),
    ),
    ("bismuth-metal", "DEU", "2025-02-03", "civil", "none", "licence", None, (), "51/2024: 1C229 alone"),
    (
        *("rare_earth_magnet_technology", "USA", "2025-03-01", "civil"),
        *("prohibited", "prohibited", "2023-12-21", ("cn-2023-57-1",), "57/2023"),
    ),
    (
        *("neodymium-metal", "DEU", "2025-06-01", "wmd", "licence", "licence", "2020-12-01"),
        *(("cn-decree-792-2024-1", "cn-law-ecl-2020-1"), "Export Control Law art. 12(3), Decree 792 art. 14"),
    ),
    ("neodymium-metal", "DEU", "2025-06-01", "civil", "none", "none", None, (), "18/2025 names seven others"),
    (
        *("U", "FRA", "2026-03-01", "civil", "licence", "licence", "1997-09-10"),
        *(("cn-decree-230-1997-1",), "Decree 230 of 1997"),
    ),
    (
        *("graphite-spherical", "KOR", "2023-11-30", "civil"),
        *("licence", "licence", "2006-12-31", ("cn-2006-50-1",), "50/2006, as the ministry said on 20 October 2023"),
    ),
    ("graphite-natural-flake", "KOR", "2023-11-30", "civil", "unknown", "unknown", None, (), "50/2006 was not seen"),
    (
        *("graphite-natural-flake", "KOR", "2023-12-01", "civil"),
        *("licence", "licence", "2023-12-01", ("cn-2023-39-1",), "39/2023"),
    ),
    (
        *("graphite-furnace-electrode", "KOR", "2023-11-30", "civil"),
        *("licence", "licence", "2006-12-31", ("cn-2006-50-2",), "50/2006"),
    ),
    ("graphite-furnace-electrode", "KOR", "2023-12-01", "civil", "none", "none", None, (), "39/2023 paras. 2 and 9"),
    ("Cu", "JPN", "2026-03-01", "civil", "none", "none", None, (), "51/2024 and every later notice name no copper"),
    ("811292", "USA", "2024-12-10", "civil", "none", "denial_in_principle", None, (), "46/2024: gallium and germanium"),
    (
        *("copper-refined", "PRK", "2018-06-01", "civil"),
        *("prohibited", "prohibited", "2018-01-06", ("cn-2018-4-1",), "4/2018: metals of chapters 72 to 83"),
    ),
]


@pytest.mark.parametrize("row", WORKED, ids=["-".join(row[:4]) for row in WORKED])
def test_worked_answer(row):
    item, destination, day, end_use, regime, strictest, since, measures, notice = row
    answer = ec.status(item, destination, day, end_use)
    told = tuple(m["measure_id"] for m in answer.measures)
    assert (answer.regime, answer.strictest, told) == (regime, strictest, measures), notice
    assert since is None or str(answer.since) == since, notice


def goods(answer, role):
    return {g["goods_id"]: g for g in answer.goods if g["role"] == role}


def test_indium_lists_what_it_heads_and_what_contains_it():
    # 23/2023 and 33/2024 for what contains it, 10/2025 for what it heads.
    answer = ec.status("In", "DEU", "2025-06-01")
    heads, contains = goods(answer, "heads"), goods(answer, "contains")
    controlled = {g: str(row["since"]) for g, row in heads.items() if row["regime"] == "licence"}
    assert controlled == dict.fromkeys(
        ("indium-phosphide", "indium-triethylindium", "indium-trimethylindium"), "2025-02-04"
    )
    assert str(contains["gallium-indium-arsenide"]["since"]) == "2023-08-01"
    assert (contains["indium-antimonide"]["strictest"], contains["indium-antimonide"]["regime"]) == ("licence", "none")
    text = str(answer)
    assert "indium-phosphide: licence since 2025-02-04" in text
    assert "contains it: gallium-indium-arsenide: licence since 2023-08-01" in text


def test_antimony_is_printed_goods_by_goods_with_conditions():
    # 33/2024: metal and ore whole, oxide from 99.99 percent.
    lines = str(ec.status("Sb", "DEU", "2025-06-01")).splitlines()
    assert any(line.strip().startswith("antimony-metal: licence since 2024-09-15") for line in lines)
    assert any("antimony-oxide: none" in line and "99.99" in line for line in lines)


def test_a_customs_line_is_controlled_in_part():
    # 46/2024: gallium and germanium refused in principle; indium, niobium and vanadium metal stand on no list.
    answer = ec.status("811292", "USA", "2024-12-10")
    assert (answer.coverage, answer.at_least) == ("part", "none")
    found = {g["goods_id"]: g["regime"] for g in answer.goods}
    assert found["gallium-metal"] == found["germanium-metal"] == "denial_in_principle"
    assert found["indium-metal"] == found["niobium-metal"] == found["vanadium-metal"] == "none"


def test_copper_has_no_contested_reach():
    # 1/2026 reaches dual-use items only.
    assert ec.status("Cu", "JPN", "2026-03-01").contested == []
    assert ec.status("Cu", "JPN", "2026-03-01").basis == "presumed"
    assert [m["measure_id"] for m in ec.status("Dy", "JPN", "2026-03-01").contested] == ["cn-2026-1-1b"]


@pytest.mark.parametrize("day", ["2008-10-31", "2008-11-01", "2015-06-01", "2023-12-20", "2023-12-21", "2026-03-01"])
@pytest.mark.parametrize("code", ["rare_earth_separation_technology", "053302J"])
def test_separation_technology_was_prohibited_without_a_hole(code, day):
    # Catalogues of 2001, 2008 and 2023.
    answer = ec.status(code, "MYS", day, flow="technology_transfer")
    assert (answer.regime, str(answer.since)) == ("prohibited", "2002-01-01")
    assert ec.status(code, "MYS", day).regime == "prohibited"  # as an export, too


def test_technology_that_overlaps_the_catalogue_is_never_free():
    # 62/2025 licensed 1E902 from 9 October 2025 to 6 November; the catalogue of 2023 bans much of it.
    during, after = (ec.status("1E902.a", "MYS", day) for day in ("2025-10-20", "2025-12-20"))
    assert (during.regime, during.strictest) == ("licence", "prohibited")
    assert (after.regime, after.strictest) == ("unknown", "prohibited")


@pytest.mark.parametrize("material", ["In", "Al", "Ce", "Mg", "Zn", "Ti", "Zr", "Ca", "B", "Mo", "H"])
def test_a_narrow_entry_does_not_stand_for_the_metal(material):
    # Each has one narrow entry (indium phosphide, aluminium powder, zirconium free of hafnium, ...).
    answer = ec.status(material, "DEU", "2026-03-01")
    assert (answer.regime, answer.strictest) == ("none", "licence")


@pytest.mark.parametrize("material", ["Co", "Cu", "Fe", "Mn", "Pt", "Si", "Sn", "Ta", "cubic_boron_nitride"])
def test_materials_that_no_entry_heads_are_free_where_the_list_was_read(material):
    answer = ec.status(material, "DEU", "2026-03-01")
    assert (answer.regime, answer.basis) == ("none", "presumed")


def test_uranium_is_never_free():
    goods = goods_of_uranium()
    assert len(goods) > 4
    for to in ("DEU", "USA", "PRK"):
        assert "none" not in {ec.status(item, to, "2026-03-01").regime for item in ("U", *goods)}


def goods_of_uranium():
    return list(goods(ec.status("U", "DEU", "2026-03-01"), "heads"))


def test_a_group_is_asked_with_a_line_for_each_material():
    # 33/2024: windows of diamond; cubic boron nitride stands in no entry.
    answer = ec.status("superhard_materials", "DEU", "2025-06-01")
    assert {g["material_id"] for g in answer.goods} == {"diamond", "cubic_boron_nitride"}
    assert (answer.regime, answer.strictest) == ("none", "licence")


def test_north_korea_is_answered_with_a_floor_only():
    # Measures of the Security Council are in the record in part.
    answer = ec.status("Co", "PRK", "2015-06-01")
    assert (answer.regime, answer.at_least) == ("unknown", "none")
    assert ec.status("Co", "PRK", "2026-03-01").regime == "prohibited"  # 4/2018, chapter 81


def test_graphite_is_treated_in_december_2023():
    # 39/2023 from 1 December 2023 brings flake under licence.
    assert ec.status("graphite", "DEU", "2023-12-01").regime == "licence"
    assert str(ec.status("graphite", "DEU", "2023-12-15").since) == "2023-12-01"


@pytest.mark.parametrize(
    ("code", "day", "regime"),
    [
        ("9B001", "2024-06-30", "none"),  # 21/2024 from 1 July 2024
        ("9B001", "2024-07-01", "licence"),
        ("1C901.a", "2024-06-30", "none"),
        ("consumer_drones", "2024-09-01", "none"),  # 31/2024 lifts 28/2023
        ("consumer_drones", "2024-11-30", "none"),
    ],
)
def test_days_that_the_documents_settle(code, day, regime):
    assert ec.status(code, "DEU", day).regime == regime
