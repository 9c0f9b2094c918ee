"""What the reader says of sources: of one row, of all rows that a paper used, of the dataset itself."""

import datetime
import json
import re

import exportcurbs
import pandas as pd
import pytest
from exportcurbs import _cite, _sources
from pybtex.database import parse_string

from build import about
from tests.support.project import version
from validation.definitions import TABLES
from validation.definitions.tables import row_ids, table_info

# Names and types of the CSL data schema 1.0.2, as far as the reader writes them.
CSL_TEXT = {"id", "type", "title", "publisher", "language", "DOI", "URL", "note", "version"}
CSL_NAMES, CSL_DAYS = {"author"}, {"issued", "accessed"}
CSL_TYPES = {"document", "dataset"}
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


def test_a_bibliography_gives_each_source_once_with_its_rows():
    events = exportcurbs.load("events").head(40)
    pairs = ("claims", exportcurbs.load("claims")["claim_id"].tolist()[:15])
    items = json.loads(exportcurbs.bibliography([events, pairs], "csl-json"))
    used = {("events", i) for i in exportcurbs.row_ids(events)} | {("claims", i) for i in pairs[1]}
    cited = exportcurbs.load("row_sources")
    expected: dict[str, set[tuple[str, str]]] = {}
    for row in cited.to_dict("records"):
        if (row["table"], row["row_id"]) in used:
            expected.setdefault(row["source_id"], set()).add((row["table"], row["row_id"]))
    found = {i["id"]: {(p["table"], p["row_id"]) for p in i["custom"]["supports"]} for i in items}
    assert found == expected
    assert len(items) == len(found)
    lines = exportcurbs.bibliography([events, pairs]).splitlines()
    assert len(lines) == len(items)
    assert all(" Supports: " in line for line in lines)


def test_a_bibliography_takes_what_people_have():
    frame = exportcurbs.load("episodes")
    ids = exportcurbs.row_ids(frame)
    told = exportcurbs.bibliography(frame)
    assert exportcurbs.bibliography("episodes") == told
    assert exportcurbs.bibliography(("episodes", ids)) == told
    assert exportcurbs.bibliography([("episodes", ids[:2]), ("episodes", ids[2:]), ("episodes", ids[0])]) == told
    assert exportcurbs.bibliography(frame.iloc[0:0]) == ""


def test_wrong_rows_are_answered_with_what_is_near():
    frame = exportcurbs.load("measures")
    with pytest.raises(KeyError, match=r"there is no row 'cn-2024-46-1x' in measures. Did you mean 'cn-2024-46-1'?"):
        exportcurbs.sources_of("measures", "cn-2024-46-1x")
    with pytest.raises(KeyError, match=r"Did you mean 'measures'?"):
        exportcurbs.sources_of("measurs", "cn-2024-46-1")
    with pytest.raises(KeyError, match="the key of measures is measure_id; the frame lacks measure_id"):
        exportcurbs.bibliography(frame[["title"]])
    with pytest.raises(ValueError, match="does not say which table it is"):
        exportcurbs.bibliography(pd.DataFrame({"measure_id": ["cn-2024-46-1"]}))
    for call in (exportcurbs.cite, lambda style: exportcurbs.bibliography("episodes", style)):
        with pytest.raises(ValueError, match="unknown style 'apa'; write one of: text, bibtex, csl-json"):
            call("apa")


def csl_faults(item: dict[str, object]) -> list[str]:
    """Return what an item has that the CSL data schema forbids."""
    faults = [k for k in item if k not in CSL_TEXT | CSL_NAMES | CSL_DAYS | {"custom"}]
    faults += [k for k in CSL_TEXT & set(item) if not isinstance(item[k], str) or not item[k]]
    faults += [
        k for k in CSL_NAMES & set(item) if any(set(name) != {"literal"} or not name["literal"] for name in item[k])
    ]
    for name in CSL_DAYS & set(item):
        ((*parts,),) = item[name]["date-parts"]
        datetime.date(*[*parts, 1, 1][:3])
    return faults + ([] if item["type"] in CSL_TYPES else ["type"])


def test_csl_json_is_well_formed():
    items = json.loads(exportcurbs.bibliography(["sources", *CITING[:20]], "csl-json"))
    assert len(items) == len(exportcurbs.load("sources"))
    assert not [(item["id"], csl_faults(item)) for item in items if csl_faults(item)]
    (own,) = json.loads(exportcurbs.cite("csl-json"))
    assert csl_faults(own) == []
    assert own["author"] == [{"literal": "Export Curbs contributors"}]
    assert own["version"] == version()
    assert exportcurbs.as_of in own["note"]


LATEX = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
}


def plain(text: str) -> str:
    """Return what LaTeX prints for a text, and fail on anything that it would take for a command."""
    pattern = "|".join(map(re.escape, LATEX)) + r"|\\([$&#%_])|[{}]|([\\$&#%_~^])"
    return re.sub(pattern, lambda m: _printed(m, text), text)


def _printed(match: re.Match[str], text: str) -> str:
    assert not match[2], f"{match[2]} has a meaning in LaTeX: {text}"
    return LATEX.get(match[0], match[1] or "")


def test_bibtex_survives_a_round_trip():
    items = json.loads(exportcurbs.bibliography("sources", "csl-json"))
    entries = parse_string(exportcurbs.bibliography("sources", "bibtex"), "bibtex").entries
    assert list(entries) == [item["id"] for item in items]
    for item, entry in zip(items, entries.values(), strict=True):
        assert plain(entry.fields["title"]) == item["title"]
        assert plain(entry.fields["howpublished"]) == item["publisher"]
        assert plain(entry.fields["note"]) == item["note"]
        assert [plain(str(p)) for p in entry.persons.get("author", [])] == [
            a["literal"] for a in item.get("author", [])
        ]
        assert entry.fields.get("url") == item.get("URL")
        assert entry.fields.get("year", "") == str(item["issued"]["date-parts"][0][0] if "issued" in item else "")


def test_bibtex_escapes_what_has_a_meaning():
    hostile = 'a {b} }{ {{ 5 % & $x$ #1 _y_ ~z ^c \\textbf "q" 中文 é'
    item = {"id": "a", "title": hostile, "author": [{"literal": "Lehman, Lee and Xu"}], "note": hostile}
    (entry,) = parse_string(_cite.styled([item], "bibtex"), "bibtex").entries.values()
    assert plain(entry.fields["title"]) == hostile
    assert plain(entry.fields["note"]) == hostile
    assert [str(p) for p in entry.persons["author"]] == ["{Lehman, Lee and Xu}"]


def test_the_dataset_is_cited_with_what_is_known():
    (key, entry), *rest = parse_string(exportcurbs.cite("bibtex"), "bibtex").entries.items()
    assert not rest
    assert key == f"exportcurbs-{version()}"
    assert plain(entry.fields["title"]) == about.TITLE
    assert [str(p) for p in entry.persons["author"]] == ["{Export Curbs contributors}"]
    assert entry.fields["version"] == version()
    assert exportcurbs.as_of in entry.fields["note"]
    assert exportcurbs.cite() == exportcurbs.cite("text")


@pytest.mark.parametrize("style", ["text", "bibtex", "csl-json"])
def test_a_citation_has_the_doi_and_day_of_release_once_they_are_assigned(style: str):
    told = exportcurbs.cite(style)
    assert (about.DOI is None) == ("doi" not in told.casefold())
    assert about.DOI is None or about.DOI in told
    assert about.RELEASED is None or {"text": f"Released {about.RELEASED}"}.get(style, about.RELEASED[:4]) in told
