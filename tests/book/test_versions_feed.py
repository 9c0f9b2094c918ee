"""The feed of versions: every recorded version, the last first, in the words of the changelog; one more is one more."""

import json
import shutil
import uuid
from pathlib import Path
from xml.etree import ElementTree as Xml

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from book.pages.record.versions import NAMED, VERSIONS, versions_feed
from tests.support.atom import ATOM, checked, links
from tests.support.project import ROOT, Project

RELEASES = ROOT / "datasets" / "releases"


def words(entry: Xml.Element, name: str) -> str:
    return str(entry.find(f"{ATOM}{name}").text)


@pytest.fixture
def elsewhere(base: Project, tmp_path: Path) -> Record:
    """The record in a folder that holds only what the feed reads."""
    for kept in ("CHANGELOG.md", "datasets/exportcurbs/published.json", *(p for p in RELEASES.glob("*.json"))):
        target = tmp_path / Path(kept).relative_to(ROOT) if Path(kept).is_absolute() else tmp_path / kept
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / kept, target)
    return Record(ec.open(base.data), tmp_path)


def test_it_holds_what_is_recorded_and_nothing_that_is_not(base: Project):
    root, entries = checked(versions_feed(Record(ec.open(base.data), ROOT)), VERSIONS)
    recorded = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in RELEASES.glob("*.json")}
    assert [words(e, "title").split()[-1] for e in entries] == sorted(
        recorded, key=lambda v: [int(n) for n in v.split(".")], reverse=True
    )
    for entry in entries:
        kept, text = recorded[words(entry, "title").split()[-1]], words(entry, "content")
        assert f"{len(kept['tables'])} tables" in text and kept["as_of"] in text
        assert f"{sum(t['rows'] for t in kept['tables'].values()):,} rows" in text
        assert words(entry, "updated")[:10] == kept["as_of"] <= words(root, "updated")[:10]
        assert set(links(entry)) == {"alternate"}, "no version has an address yet"
    assert "SQL in the browser" in words(entries[-2], "content") and "row added" not in words(entries[-2], "content")
    assert words(entries[-1], "id") == uuid.uuid5(NAMED, "0.1.0").urn == "urn:uuid:de582b9b-eaf7-5a28-8828-d9bfff9c39fb"


def test_a_version_that_is_recorded_and_published_comes_on_top(elsewhere: Record):
    before = checked(versions_feed(elsewhere), VERSIONS)[1]
    kept = {"version": "10.0.0", "as_of": "2031-02-03", "tables": {"measures": {"rows": 1}}}
    (elsewhere.root / "datasets/releases/10.0.0.json").write_text(json.dumps(kept))
    address = "https://archive.invalid/exportcurbs-10.0.0.zip"
    published = {"10.0.0": {"address": address, "sha256": "0" * 64}}
    (elsewhere.root / "datasets/exportcurbs/published.json").write_text(json.dumps(published))
    log = elsewhere.root / "CHANGELOG.md"
    log.write_text(log.read_text().replace("## 1.0.0", "## 10.0.0\n\n- **More** of `all`,\n  and more.\n\n## 1.0.0", 1))
    root, after = checked(versions_feed(elsewhere), VERSIONS)
    assert words(after[0], "content") == "1 table, 1 row, record as of 2031-02-03.\n- More of all, and more."
    assert links(after[0])["enclosure"] == address and words(root, "updated").startswith("2031-02-03")
    assert [words(e, "id") for e in after[1:]] == [words(e, "id") for e in before]
