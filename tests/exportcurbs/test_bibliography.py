"""The bibliography of all rows that a paper used, and of the dataset itself."""

import datetime
import json
import re

import exportcurbs
import pandas as pd
import pytest
from exportcurbs import _cite
from pybtex.database import parse_string

from build import about
from tests.support.project import version

# Names and types of the CSL data schema 1.0.2, as far as the reader writes them.
CSL_TEXT = {"id", "type", "title", "publisher", "language", "DOI", "URL", "note", "version"}
CSL_NAMES, CSL_DAYS = {"author"}, {"issued", "accessed"}
CSL_TYPES = {"document", "dataset"}


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
    citing = sorted(set(exportcurbs.load("row_sources")["table"]))
    items = json.loads(exportcurbs.bibliography(["sources", *citing[:20]], "csl-json"))
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
