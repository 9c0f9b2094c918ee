"""DDI Codebook and FollowTheMoney: every column and every listing is there, by the rules of both formats."""

import datetime
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import exportcurbs as ec
import pytest
from exportcurbs import Dataset

from build import about
from build.editions.ddi import ddi_text
from build.editions.followthemoney import write_followthemoney
from tests.support.project import ROOT, Project
from validation.definitions.tables import published_columns, table_info

SPACE = "{ddi:codebook:2_5}"
# The order of the children that a release writes, and how often each may stand, as codebook.xsd of DDI 2.5 has them.
ORDER = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "stdyDscr": "citation+ stdyInfo* method* dataAccs* notes*",
    "citation": "titlStmt rspStmt? prodStmt? distStmt? verStmt* biblCit? holdings* notes*",
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "distStmt": "distrbtr* contact* depositr* depDate* distDate?",
    "verStmt": "version? verResp? notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr*",
    "subject": "keyword* topcClas*",
    "sumDscr": "timePrd* collDate* nation* geogCover* anlyUnit* universe* dataKind*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "restrctn? citReq? conditions?",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCont? fileStrc? dimensns? fileType? format?",
    "dimensns": "caseQnty* varQnty*",
    "dataDscr": "varGrp* var* notes*",
    "var": "location* labl* universe* txt* catgry* concept* varFormat? notes*",
    "catgry": "catValu? labl* txt*",
}
WORDS = {
    "intrvl": {"contin", "discrete"},
    "representationType": {"text", "numeric", "code", "datetime", "other"},
    "type": {"character", "numeric"},
    "category": {"date", "time", "currency", "other"},
    "schema": {"ISO"},
    "event": {"start", "end", "single"},
}
RULES = json.loads((ROOT / "tests/support/schemas/followthemoney-4.11.2.json").read_text(encoding="utf-8"))


def breaches(text: str) -> list[str]:
    """Return where a codebook breaks the rules drawn from the schema."""
    found, ids, refs = [], [], []
    for element in ElementTree.fromstring(text.encode()).iter():  # noqa: S314 - written by the build
        name, children = element.tag.removeprefix(SPACE), "".join(c.tag.removeprefix(SPACE) + " " for c in element)
        pattern = re.sub(r"(\w+)([*+?]?) ?", r"(?:\1 )\2", ORDER.get(name, ""))
        found += [] if re.fullmatch(pattern, children) else [f"{name}: {children}"]
        found += [] if name != "var" or element.get("name") else ["var without name"]
        found += [f"{name} {k}={v}" for k, v in element.attrib.items() if v not in WORDS.get(k, {v})]
        ids += [element.get("ID")] if "ID" in element.attrib else []
        refs += element.get("files", "").split()
    found += [f"not an id: {i}" for i in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", str(i))]
    return found + [f"twice: {i}" for i, n in Counter(ids).items() if n > 1] + sorted(set(refs) - set(ids))


@pytest.fixture(scope="module")
def codebook(unpacked: Path) -> str:
    return (unpacked / "ddi-codebook.xml").read_text(encoding="utf-8")


def test_the_codebook_keeps_the_rules_of_ddi(codebook: str):
    assert codebook.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<codeBook version="2.5"')
    assert breaches(codebook) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<labl>Entity</labl>\n      <universe>", "<universe>x</universe><labl>x</labl><universe>"),
        ('ID="listings"', 'ID="measures"'),
        ('files="listings"', 'files="listing"'),
        ('ID="listings.list"', 'ID="2"'),
        ('name="listed_as" ', ""),
        ('event="start"', 'event="begin"'),
    ],
)
def test_the_rules_find_a_fault(codebook: str, old: str, new: str):
    assert old in codebook
    assert breaches(codebook.replace(old, new, 1))


def test_every_published_column_is_a_variable(thinned: Dataset, unpacked: Path, codebook: str):
    root = ElementTree.fromstring(codebook.encode())  # noqa: S314 - written by the build
    variables = {e.get("ID"): e for e in root.iter(f"{SPACE}var")}
    expected = {f"{n}.{c.name}": (n, c) for n in thinned.tables() for c in published_columns(table_info(n))}
    assert list(variables) == list(expected)
    for name, (table, column) in expected.items():
        found = variables[name]
        assert (found.get("files"), found.get("name")) == (table, column.name)
        assert [e.text for e in found.iter(f"{SPACE}catValu")] == list(column.values)
        assert found.get("measUnit", "") == column.unit
        texts = [found.findtext(f"{SPACE}{part}") for part in ("labl", "universe", "txt")]
        assert texts == [column.title, table_info(table).grain, column.description]
    for file in root.iter(f"{SPACE}fileDscr"):
        header, *lines = (unpacked / file.get("URI", "")).read_text(encoding="utf-8").splitlines()
        quantities = [file.findtext(f".//{SPACE}{part}") for part in ("caseQnty", "varQnty")]
        rows = thinned.arrow[file.get("ID", "")].num_rows
        assert quantities == [str(rows), str(header.count(",") + 1)]
        assert len(lines) >= rows


def test_nothing_is_invented_and_what_is_given_is_told(thinned: Dataset, monkeypatch: pytest.MonkeyPatch):
    places = {"DOI": "IDNo", "ADDRESS": "holdings", "RELEASED": "distDate", "PUBLISHER": "distrbtr"}
    for given in (None, "given"):
        for name in places:
            monkeypatch.setattr(about, name, given)
        text = ddi_text(thinned)
        assert breaches(text) == []
        root = ElementTree.fromstring(text.encode())  # noqa: S314 - written by the build
        assert {root.findtext(f".//{SPACE}{place}") for place in places.values()} == {given}
        assert root.findtext(f".//{SPACE}biblCit") == thinned.manifest["citation"]


Row = dict[str, Any]


def faults(rows: list[Row], iso2: set[str]) -> list[str]:
    """Return where objects break the rules of FollowTheMoney for the properties that a release uses."""
    ids = Counter(row["id"] for row in rows)
    found = [name for name, n in ids.items() if n > 1 or not re.fullmatch(r"[0-9a-zA-Z][0-9a-zA-Z.-]*", name)]

    def good(kind: str, value: object) -> bool:
        if not isinstance(value, str) or not value:
            return False
        if kind == "date":
            return str(datetime.date.fromisoformat(value)) == value
        tests = {"entity": value in ids, "topic": value in RULES["topics"], "country": value in iso2}
        return tests.get(kind, kind != "url" or bool(re.match(r"https?://[^/]+", value)))

    for row in rows:
        types, properties = RULES["schemata"][row["schema"]], row["properties"]
        found += [f"{row['id']}: {name}" for name in {*properties, *RULES["required"][row["schema"]]} - set(types)]
        found += [f"{row['id']}: {name}" for name in RULES["required"][row["schema"]] if not properties.get(name)]
        found += [
            f"{row['id']}: {name}={value!r}"
            for name, values in properties.items()
            for value in values
            if not good(types.get(name, "text"), value)
        ]
    return found


@pytest.fixture(scope="module")
def published(base: Project) -> Dataset:
    return ec.open(base.data)


@pytest.fixture(scope="module")
def objects(published: Dataset, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    path = tmp_path_factory.mktemp("ftm") / "entities.ftm.json"
    write_followthemoney(published, path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_objects_keep_the_rules_of_followthemoney(published: Dataset, objects: list[Row]):
    iso2 = {str(row["iso2"]).lower() for row in published.rows("countries")}
    assert faults(objects, iso2) == []
    sanction = next(row for row in objects if row["schema"] == "Sanction")
    for name, value in {"entity": "nobody", "startDate": "2025-1", "colour": "red", "sourceUrl": "x"}.items():
        try:
            told = faults(
                [*objects, {**sanction, "id": "x", "properties": {**sanction["properties"], name: [value]}}], iso2
            )
        except ValueError as error:
            told = [str(error)]
        assert len(told) == 1


def test_objects_are_the_entities_and_the_listings(published: Dataset, objects: list[Row]):
    by_id = {row["id"]: row for row in objects}
    entities = {f"exportcurbs.{row['entity_id']}" for row in published.rows("entities")}
    listings = published.listings()
    sanctions = {f"exportcurbs.{e}.{m}" for e, m in zip(listings["entity_id"], listings["measure_id"], strict=True)}
    assert by_id.keys() == entities | sanctions
    assert {row["properties"]["entity"][0] for row in objects if row["schema"] == "Sanction"} <= entities
    listed = Counter(row["list"] for row in published.rows("listings"))
    programs = Counter(row["properties"]["program"][0] for row in objects if row["schema"] == "Sanction")
    assert sorted(programs.values()) == sorted(listed.values())


def test_a_listing_tells_dates_state_and_authority_as_the_record_has_them(objects: list[Row]):
    by_id = {row["id"]: row for row in objects}
    ended = by_id["exportcurbs.aerovironment.cn-2025-13-1"]["properties"]
    assert (ended["startDate"], ended["endDate"], ended["status"]) == (["2025-03-04"], ["2025-11-10"], ["ended"])
    assert (ended["authority"], ended["program"]) == (["Ministry of Commerce"], ["Export control list"])
    suspended = by_id["exportcurbs.act1-federal.cn-2025-21-1"]["properties"]
    assert (suspended["status"], suspended.get("endDate")) == (["suspended"], None)
    assert suspended["description"] == [
        "Listed as party; since 2025-05-14 suspended, until 2026-11-10 by its own text."
    ]
    assert by_id["exportcurbs.act1-federal"]["properties"].get("topics") is None
    assert by_id["exportcurbs.acsl"]["properties"]["topics"] == ["export.risk"]
