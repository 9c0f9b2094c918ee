"""A release can be opened from a folder, a zip or memory; several stand side by side."""

import shutil
import zipfile
from pathlib import Path

import exportcurbs as ec
import pyarrow.compute as pc
import pytest

from build.compile import Compiled
from tests.support.project import ROOT, Project, version

RECORDED = ROOT / "datasets" / "releases" / "0.2.0"
QUESTION, LONG = ("Ga", "USA", "2024-12-10"), 100_000


@pytest.fixture(params=["folder", "release", "zip", "zip of files"])
def opened(base: Project, request: pytest.FixtureRequest, tmp_path: Path) -> ec.Dataset:
    """The data compiled now, opened in each way."""
    if request.param == "folder":
        return ec.open(base.data)
    shutil.copytree(base.data, tmp_path / "exportcurbs-1" / "parquet")
    if request.param == "release":
        return ec.open(str(tmp_path / "exportcurbs-1"))
    root = tmp_path if request.param == "zip" else tmp_path / "exportcurbs-1" / "parquet"
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        for file in (tmp_path / "exportcurbs-1").rglob("*.*"):
            archive.write(file, file.relative_to(root))
    return ec.open(tmp_path / "release.zip")


def test_a_release_says_the_same_wherever_it_lies(opened: ec.Dataset, compiled: Compiled, tmp_path: Path):
    built = compiled.dataset
    assert (opened.version, opened.as_of, opened.tables()) == (version(), built.as_of, built.tables())
    assert str(opened.status(*QUESTION)) == str(built.status(*QUESTION))
    assert opened.sources_of("measures", "cn-2024-46-1") == built.sources_of("measures", "cn-2024-46-1")
    assert opened.cite("bibtex") == built.cite("bibtex")
    assert opened.chain("F-35").equals(built.chain("F-35"))
    assert opened.verify() == []
    with opened.connect() as connection, built.connect() as other:
        count = "SELECT count(*) FROM measures JOIN measure_periods USING (measure_id)"
        assert connection.execute(count).fetchone() == other.execute(count).fetchone() != (0,)
    for ending in ("csv", "parquet"):
        assert opened.export("measures", tmp_path / f"a.{ending}").stat().st_size
    assert (tmp_path / "a.csv").read_bytes() == built.export("measures", tmp_path / "b.csv").read_bytes()


def test_memory_holds_what_the_files_hold(base: Project, compiled: Compiled, tmp_path: Path):
    files = ec.open(base.data)
    for name in files.tables():
        same = compiled.dataset.arrow[name].equals(files.arrow[name])
        # as rows the panels would stay in memory, some gigabytes
        assert same if files.arrow[name].num_rows > LONG else compiled.dataset.rows(name) == files.rows(name), name
        assert compiled.dataset.load(name).attrs == files.load(name).attrs
        assert compiled.dataset.describe(name).to_dict() == files.describe(name).to_dict()
        assert compiled.dataset.key(name) == files.key(name)
    compiled.dataset.export("measures", tmp_path / "measures.parquet")
    with pytest.raises(ValueError, match="in memory>: measures has no file of its own"):
        compiled.dataset.path("measures")
    with pytest.raises(ValueError, match="in memory> has no files"):
        compiled.dataset.verify()


def test_two_releases_answer_side_by_side():
    old, new = ec.open(RECORDED), ec.open(ec.path("measures").parent)
    assert (old.version, new.version) == ("0.2.0", ec.__version__)
    assert repr(old) == f"<exportcurbs 0.2.0, record as of {old.as_of}, {RECORDED}>"
    for data in (old, new, old):
        assert data.load("measures").attrs["version"] == data.version
        assert data.path("measures").parent == data.folder
        assert data.cite().count(f"version {data.version}") == 1
    assert old.rows("measures") is old.rows("measures")
    assert old.rows("measures") is not new.rows("measures")


def test_each_release_is_asked_of_its_own_rows(compiled: Compiled):
    tables = {name: compiled.dataset.load(name, engine="arrow") for name in compiled.dataset.tables()}
    items = tables["measure_items"]
    without = items.filter(pc.not_equal(items["measure_id"], "cn-2024-46-2a"))
    less = ec.Dataset.of({**tables, "measure_items": without}, compiled.dataset.manifest)
    assert less.status(*QUESTION).regime == "licence"
    assert compiled.dataset.status(*QUESTION).regime == "denial_in_principle"


def test_what_is_no_release_is_told(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"no such folder or zip: .*nowhere"):
        ec.open(tmp_path / "nowhere")
    (tmp_path / "file.zip").write_text("no zip")
    for path in (tmp_path, tmp_path / "file.zip"):
        with pytest.raises(FileNotFoundError, match=r"no manifest\.json in it; give a folder of Parquet files"):
            ec.open(path)
