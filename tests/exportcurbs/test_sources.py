"""What the reader says of the sources of a row."""

import json

import exportcurbs
import pandas as pd
import pytest
from exportcurbs import _sources

from validation.definitions import TABLES
from validation.definitions.tables import row_ids, table_info

CITING = sorted(set(exportcurbs.load("row_sources")["table"]))


@pytest.mark.parametrize("name", list(TABLES))
def test_row_ids_are_those_of_the_dataset(name: str):
    frame = exportcurbs.load(name)
    ids = exportcurbs.row_ids(frame)
    assert ids == row_ids(table_info(name), frame)
    assert len(set(ids)) == len(ids)
    assert exportcurbs.row_ids(frame.iloc[1:2]) == ids[1:2]


@pytest.mark.parametrize("name", CITING)
def test_sources_of_a_row_are_those_of_row_sources(name: str):
    cited = exportcurbs.load("row_sources")
    cited = cited[cited["table"] == name]
    for row_id in cited["row_id"].iloc[[0, len(cited) // 2, -1]]:
        rows = cited[cited["row_id"] == row_id]
        found = exportcurbs.sources_of(name, row_id)
        told = {(item["id"], place["locator"]) for item in found for place in item["custom"]["supports"]}
        expected = {(s, None if pd.isna(x) else x) for s, x in zip(rows["source_id"], rows["locator"], strict=True)}
        assert told == expected
        assert all(p["row_id"] == row_id and p["table"] == name for item in found for p in item["custom"]["supports"])


def test_sources_of_a_row_print_with_place_reading_and_grade():
    told = str(exportcurbs.sources_of("measures", "cn-2024-46-1"))
    grade = exportcurbs.load("measures").set_index("measure_id")["evidence_grade"]["cn-2024-46-1"]
    assert told.startswith(f"measures cn-2024-46-1, evidence grade {grade}\n  [1] ")
    assert "Announcement 46/2024" in told
    assert "Read in part" in told
    assert "Place: para. 1." in told
    assert exportcurbs.sources_of("countries", "JPN").evidence_grade is None


def test_sources_of_a_row_are_small_records():
    found = exportcurbs.sources_of("measures", "cn-2024-46-1")
    assert list(pd.DataFrame(found)["id"]) == sorted(item["id"] for item in found)


def ids(*asked: tuple[str, str]) -> set[str]:
    return {item["id"] for table, row_id in asked for item in exportcurbs.sources_of(table, row_id)}


def periods(measures: list[str]) -> list[tuple[str, str]]:
    known = exportcurbs.row_ids(exportcurbs.load("measure_periods"))
    return [("measure_periods", row_id) for row_id in known if row_id.split("/")[0] in measures]


@pytest.mark.parametrize("name", ["material_status", "code_status"])
def test_a_status_rests_on_the_sources_of_its_rules_and_their_periods(name: str):
    frame = exportcurbs.load(name)
    frame = frame[frame["measure_ids"].map(len) > 1].head(1)
    (row_id,), (measures,) = exportcurbs.row_ids(frame), frame["measure_ids"]
    found = exportcurbs.sources_of(name, row_id)
    assert ids((name, row_id)) == ids(*(("measures", m) for m in measures), *periods(list(measures)))
    assert found.evidence_grade == frame["evidence_grade"].iloc[0]


def test_a_row_taken_over_from_one_document_rests_on_it():
    row = "CHN/JPN/export/2024-01-01/2024-12-31/850511/HS2017"
    assert ids(("trade_flows", row)) == {"cepii-2026-baci-data"}
    flows = exportcurbs.load("trade_flows").query("reporter == 'CHN' and partner == 'JPN'")
    flows.attrs["name"] = "trade_flows"
    assert "BACI" in exportcurbs.bibliography(flows)


def test_no_control_rests_on_a_complete_record():
    frame = exportcurbs.load("material_status")
    (silver,) = exportcurbs.row_ids(frame[(frame["regime"] == "none") & (frame["material_id"] == "Ag")].head(1))
    assert ids(("material_status", silver)) == ids(("coverage", "dual_use/Ag"))
    frame = exportcurbs.load("code_status")
    (code,) = exportcurbs.row_ids(frame[(frame["regime"] == "none") & (frame["code"] == "1C117")].head(1))
    assert ids(("code_status", code)) == ids(("coverage", "dual_use"))


@pytest.mark.parametrize("name", ["material_status", "goods_status", "code_status", "supply_chains"])
def test_every_known_status_rests_on_sources(name: str):
    frame = exportcurbs.load(name)
    known = frame[frame["basis"] != "unknown"] if "basis" in frame else frame
    assert len(known) > 1000
    assert [i for i in exportcurbs.row_ids(known) if not exportcurbs.sources_of(name, i)] == []


def test_a_chain_rests_on_platform_goods_and_rule():
    frame = exportcurbs.chain("F-35")
    tied = exportcurbs.load("platform_materials")
    tied = tied[(tied["platform_id"] == "f-35") & (tied["material_id"] == "Nd")]
    (missing,) = (i for i in exportcurbs.row_ids(frame) if i == "f-35/Nd/neodymium-metal")
    known = [*(("platform_materials", i) for i in exportcurbs.row_ids(tied)), ("goods_materials", "neodymium-metal/Nd")]
    assert ids(("supply_chains", missing)) == ids(*known)
    ruled = next(i for i in exportcurbs.row_ids(frame) if i.endswith("/cn-2024-46-1"))
    _, material, goods, measure = ruled.split("/")
    assert ids(("measures", measure), ("goods_materials", f"{goods}/{material}")) < ids(("supply_chains", ruled))


def test_a_coding_rests_on_its_episode():
    episode = exportcurbs.load("episodes")["episode_id"][0]
    assert ids(("codings", f"{episode}/outcome")) == ids(("episodes", episode))


def test_a_table_that_names_no_sources_is_not_an_empty_bibliography():
    with pytest.raises(ValueError, match="the rows of retired name no sources"):
        exportcurbs.bibliography([exportcurbs.load("retired").head(2), "episodes"])


def test_a_month_of_a_panel_rests_on_the_spells_that_it_counts():
    spells = exportcurbs.load("material_status", dtypes="numpy").query(
        "material_id == 'Ga' and destination == 'USA' and end_use == 'civil'"
    )
    overlap = spells[(spells["first_day"] <= "2024-12-31") & (spells["last_day"] >= "2024-12-01")]
    assert len(overlap) > 1
    expected = ids(*(("material_status", row_id) for row_id in exportcurbs.row_ids(overlap)))
    assert ids(("panel_material_month", "Ga/USA/civil/2024-12")) == expected
    month = exportcurbs.load("panel_material_month", dtypes="numpy").query(
        "material_id == 'Ga' and destination == 'USA' and end_use == 'civil' and month == '2024-12'"
    )
    told = json.loads(exportcurbs.bibliography(month, "csl-json"))
    assert {item["id"] for item in told} == expected
    assert {"measures", "measure_periods"} <= {row["table"] for item in told for row in item["custom"]["supports"]}


def test_a_frame_of_ones_own_is_cited_by_its_measures():
    frame = exportcurbs.load("code_status", joined=True).query("measure_ids == 'cn-2024-46-2a'").head(3)
    merged = pd.DataFrame({"measure_ids": [*frame["measure_ids"], None], "value": range(len(frame) + 1)})
    told = {item["id"] for item in json.loads(exportcurbs.bibliography(merged, "csl-json"))}
    assert told == ids(("measures", "cn-2024-46-2a"), *periods(["cn-2024-46-2a"]))
    lists = exportcurbs.load("code_status").loc[frame.index, ["measure_ids"]].reset_index(drop=True)
    assert {item["id"] for item in json.loads(exportcurbs.bibliography(pd.DataFrame(lists), "csl-json"))} == told


def test_rows_without_a_source_say_so():
    (row_id,) = exportcurbs.row_ids(exportcurbs.load("publishers").head(1))
    found = exportcurbs.sources_of("publishers", row_id)
    assert list(found) == []
    assert str(found).endswith("cites no source")
    assert [item["id"] for item in exportcurbs.sources_of("sources", "mofcom-2024-ann46")] == ["mofcom-2024-ann46"]


def test_addresses_are_those_that_the_issuer_keeps():
    sources = exportcurbs.load("sources").set_index("source_id")
    items = json.loads(exportcurbs.bibliography("sources", "csl-json"))
    assert [item["id"] for item in items] == sorted(sources.index)
    for item in items:
        source = sources.loc[item["id"]]
        own = source["host"] == "issuer" and str(source["url"]).startswith("http")
        assert ("URL" in item) == own
        assert item["custom"]["read_as"] == source["read_as"]
        assert item["note"].startswith(_sources.READ_AS[source["read_as"]])
    foreign = set(sources["url"][sources["host"] != "issuer"].dropna()) - set(
        sources["url"][sources["host"] == "issuer"]
    )
    text = exportcurbs.bibliography("sources")
    assert len(foreign) > 100
    assert not [address for address in foreign if f". {address}. " in text]
