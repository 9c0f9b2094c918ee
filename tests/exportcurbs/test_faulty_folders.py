"""A folder that was mixed, renamed or broken is told, never read as if it were whole."""

import json
import shutil
from pathlib import Path

import exportcurbs as ec
import pytest

from tests.support.project import Project


@pytest.fixture
def folder(base: Project, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base.data, tmp_path / "data"))


def counted(data: ec.Dataset) -> int:
    return data.connect().sql("SELECT count(*) FROM measures").fetchall()[0][0]


def edit(folder: Path, **said: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | said), encoding="utf-8")


def test_a_manifest_of_another_version_does_not_verify(folder):
    edit(folder, version="9.9.9")
    told = ec.open(folder).verify()
    assert len(told) == len(ec.open(folder).tables())
    assert all("and not '9.9.9'" in line for line in told)
    with pytest.raises(
        ValueError, match=r"materials\.parquet: holds version '.*' and not '9\.9\.9'; unpack or install"
    ):
        ec.open(folder).load("materials")


def test_a_manifest_of_another_day_does_not_verify(folder):
    edit(folder, as_of="2031-01-01")
    assert all("and not '2031-01-01'" in line for line in ec.open(folder).verify())


def test_a_file_copied_over_another_is_named(folder):
    shutil.copy(folder / "entities.parquet", folder / "measures.parquet")
    with pytest.raises(ValueError, match=r"measures\.parquet: holds name 'entities' and not 'measures'"):
        ec.open(folder).load("measures")
    assert "measures.parquet: differs from the file that was published" in ec.open(folder).verify()


def test_two_tables_in_one_file_are_no_release(folder):
    tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    tables["measures"]["file"] = tables["entities"]["file"]
    edit(folder, tables=tables)
    with pytest.raises(ValueError, match=r"manifest\.json: is no manifest of a release"):
        ec.open(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"tables"', "{}", '{"tables": []}', '{"tables": {"a": {}}}'])
def test_a_manifest_that_is_none_is_named(folder, text):
    (folder / "manifest.json").write_text(text)
    with pytest.raises(ValueError, match=r"manifest\.json: is no manifest of a release; unpack or install"):
        ec.open(folder)


def test_a_manifest_leads_to_no_file_outside(folder):
    tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    tables["measures"]["file"] = "../secret.parquet"
    edit(folder, tables=tables)
    with pytest.raises(ValueError, match="is no manifest of a release"):
        ec.open(folder)


def test_a_path_that_looks_like_a_pattern_is_one_folder(base, tmp_path):
    for name in ("data", "dat[a]", "d?ta", "d*"):
        shutil.copytree(base.data, tmp_path / name)
    for name in ("dat[a]", "d?ta", "d*"):
        data = ec.open(tmp_path / name)
        assert counted(data) == len(data.rows("measures"))


def test_a_second_copy_of_a_table_is_named_and_not_read(folder):
    shutil.copy(folder / "measures.parquet", folder / "measures (1).parquet")
    data = ec.open(folder)
    assert data.verify() == ["measures (1).parquet: not of this version"]
    assert counted(data) == len(data.rows("measures"))
