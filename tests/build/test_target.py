"""The build writes only where nothing of anybody else can be lost, and says what to give instead."""

import shutil
from pathlib import Path

import pytest

import build.cli
from build.cli import main
from build.write.target import DATA, TargetError, alone
from tests.support.project import ROOT, Project, hashes


@pytest.fixture(autouse=True)
def once(compiled, monkeypatch):
    """These tests are on where is written: what is written is compiled once for all of them."""
    monkeypatch.setattr(build.cli, "compile_dataset", lambda root, progress: compiled)


def thesis(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "thesis.docx").write_text("three years of work")
    return folder


def thesis_beside_a_dataset(folder: Path) -> Path:
    shutil.copytree(ROOT / DATA, folder)
    (folder / "thesis.docx").write_text("three years of work")
    return folder


def parquet_of_others(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "own.parquet").write_bytes(b"own")
    return folder


def manifest_of_others(folder: Path) -> Path:
    parquet_of_others(folder)
    (folder / "manifest.json").write_text('{"name": "another"}')
    return folder


def a_file(path: Path) -> Path:
    path.write_text("a file")
    return path


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (thesis, "holds thesis.docx, which is no part of a dataset; name a new folder"),
        (thesis_beside_a_dataset, "holds thesis.docx"),
        (parquet_of_others, "is not empty and has no manifest.json of this dataset; name a new folder"),
        (manifest_of_others, "is not empty and has no manifest.json of this dataset"),
        (a_file, "is a file; name a folder"),
    ],
)
def test_a_target_that_holds_anything_else_is_refused_and_kept(make, told, base, tmp_path, capsys):
    place = make(tmp_path / "place")
    before = hashes(tmp_path)
    assert main(["all", "--root", str(base.root), "--target", str(place)]) == 1
    assert told in capsys.readouterr().err
    assert hashes(tmp_path) == before


@pytest.mark.parametrize(
    "place",
    [
        *(".", "..", "datasets", "datasets/curated", "datasets/curated/law", "datasets/exportcurbs/data/new"),
        *("build", "validation/new", "tests/new", "book/new", ".git/new", "link"),
    ],
)
def test_the_project_what_is_above_it_and_its_sources_are_refused(place, base, tmp_path, capsys):
    project = Project.copied(base.root, tmp_path / "project")
    (project.root / "link").symlink_to(project.root / "datasets", target_is_directory=True)
    before = hashes(project.root)
    for option in ("--target", "--out"):
        step = "all" if option == "--target" else "release"
        assert main([step, "--root", str(project.root), option, str(project.root / place)]) == 1, option
        told = capsys.readouterr().err
        assert "holds the project; name a" in told or "among the project's sources; name a" in told
        assert "Traceback" not in told
    assert hashes(project.root) == before


def test_a_release_takes_the_place_of_a_release_only(base, tmp_path, capsys):
    project = Project.copied(base.root, tmp_path / "project")
    for name in ("LICENSE", "LICENSE-DATA", "CHANGELOG.md"):
        shutil.copy(ROOT / name, project.root)
    version = (ROOT / "datasets" / "VERSION").read_text().strip()
    place = thesis(tmp_path / "dist" / f"exportcurbs-{version}")
    assert main(["release", "--root", str(project.root), "--out", str(place.parent)]) == 1
    assert "is no release of this dataset" in capsys.readouterr().err
    assert (place / "thesis.docx").read_text() == "three years of work"


def test_new_empty_and_own_folders_are_written(base, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (tmp_path / "new" / "data", empty, empty):
        assert main(["all", "--root", str(base.root), "--target", str(place)]) == 0
        assert hashes(place) == hashes(base.data)


def test_a_folder_that_is_a_link_stays_one(base, tmp_path):
    project = Project.copied(base.root, tmp_path / "project")
    real = tmp_path / "elsewhere"
    project.data.rename(real)
    project.data.symlink_to(real, target_is_directory=True)
    for _ in range(2):
        assert main(["all", "--root", str(project.root), "--target", str(project.data)]) == 0
    assert project.data.is_symlink()
    assert hashes(real) == hashes(base.data)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith((".elsewhere.new", ".elsewhere.old"))] == []


def test_two_builds_do_not_write_one_folder(base, tmp_path, capsys):
    target = tmp_path / "data"
    with alone(target):
        assert main(["all", "--root", str(base.root), "--target", str(target)]) == 1
        assert "another build is writing it; wait until it has ended" in capsys.readouterr().err
        with pytest.raises(TargetError, match="another build"), alone(target):
            pass
    assert main(["all", "--root", str(base.root), "--target", str(target)]) == 0
