"""The R package: the same bytes each time, no fault for R's own check, every cell and 200 answers as in Python."""

import csv
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import exportcurbs as ec
import pytest
from exportcurbs import Dataset

from build.editions.formats import write_texts
from build.editions.r_package import write_r_package
from tests.support.project import ROOT, Project, hashes
from tests.support.sampled import Question, drawn

LARGEST = 8_000_000
TOLD = ("regime", "at_least", "strictest", "basis", "since", "measure_ids", "part_measure_ids")
MISSING = "<missing>"


@pytest.fixture(scope="module")
def published(base: Project) -> Dataset:
    return ec.open(base.data)


def packaged(published: Dataset, folder: Path) -> Path:
    for kind in ("csv", "r"):
        (folder / kind).mkdir(parents=True)
    write_texts(published, folder / "csv")
    return write_r_package(published, ROOT, folder)


@pytest.fixture(scope="module")
def package(published: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(published, tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def checked(package: Path) -> Path:
    """The folder in which R has checked the package, which is also the library that holds it."""
    if not shutil.which("R"):
        stop = pytest.fail if os.environ.get("EXPORTCURBS_REQUIRE_R") == "1" else pytest.skip
        stop("R is missing: install r-base-core to test the R package")
    subprocess.run(["R", "CMD", "check", "--no-manual", package], cwd=package.parent, capture_output=True, check=False)
    return package.parent / "exportcurbs.Rcheck"


def test_the_same_bytes_again(package: Path, thinned: Dataset, unpacked: Path, published: Dataset, tmp_path: Path):
    again = packaged(published, tmp_path / "again")
    assert again.read_bytes() == package.read_bytes()
    released = unpacked / "r" / package.name
    assert released.read_bytes() == packaged(thinned, tmp_path / "thinned").read_bytes()


def test_it_holds_the_tables_and_no_trace_of_its_making(package: Path, published: Dataset, tmp_path: Path):
    assert package.stat().st_size < LARGEST
    with tarfile.open(package) as archive:
        entries = archive.getmembers()
        archive.extractall(tmp_path, filter="data")
    assert {(e.uid, e.gid, e.uname, e.gname, e.mode, e.mtime) for e in entries} == {(0, 0, "", "", 0o644, 946684800)}
    assert [e.name for e in entries] == sorted(e.name for e in entries)
    names = set(hashes(tmp_path / "exportcurbs"))
    assert {f"inst/extdata/{name}.csv.gz" for name in published.tables()} < names
    text = (tmp_path / "exportcurbs" / "DESCRIPTION").read_text(encoding="utf-8")
    assert f"\nVersion: {published.version}\n" in text
    exported = re.findall(
        r"\w+", re.search(r"export\(([^)]*)\)", (ROOT / "datasets/r/exportcurbs/NAMESPACE").read_text())[1]
    )  # type: ignore[index]
    assert {f"man/{name}.Rd" for name in exported} == {name for name in names if name.startswith("man/")}


def test_r_finds_no_fault(checked: Path):
    log = (checked / "00check.log").read_text(encoding="utf-8")
    assert re.search(r"^Status: (OK|\d+ NOTEs?)$", log, re.MULTILINE), log
    assert "checking tests" in log and "checking examples" in log


@pytest.fixture(scope="module")
def questions(published: Dataset) -> list[Question]:
    return drawn(published)


@pytest.fixture(scope="module")
def from_r(checked: Path, questions: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder to which one process of R has written its answers and its tables."""
    folder = tmp_path_factory.mktemp("from_r")
    with (folder / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("item", "destination", "day", "end_use"), *questions])
    script = ["Rscript", "--vanilla", Path(__file__).with_name("r_package.R"), checked, folder]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_200_answers_are_those_of_python(from_r: Path, questions: list[Question], published: Dataset):
    answers = lines(from_r / "answers.csv")
    assert len(answers) == len(questions) == 200
    for question, answer in zip(questions, answers, strict=True):
        assert tuple(answer[k] for k in ("item", "destination", "day", "end_use")) == question
        own = published.status(question[0], question[1], question[2], question[3])
        ids = ["|".join(m["measure_id"] for m in measures) for measures in (own.measures, own.part)]
        since = str(own.since) if own.since else MISSING
        assert [answer[k] for k in TOLD] == [own.regime, own.at_least, own.strictest, own.basis, since, *ids], question
    # the draw asks for more than silence
    assert len({a["regime"] for a in answers}) > 3 and len({a["measure_ids"] for a in answers}) > 10


def shown(cell: object) -> str:
    if isinstance(cell, list):
        return "|".join(cell)
    return MISSING if cell is None else str(cell).upper() if isinstance(cell, bool) else str(cell)


def test_every_cell_is_that_of_parquet(from_r: Path, published: Dataset):
    for name, table in published.arrow.items():
        rows = table.to_pylist()[:: 10 if table.num_rows > 5000 else 1]
        found = lines(from_r / f"{name}.csv")
        assert len(found) == len(rows) and list(found[0]) == table.column_names
        numbers = [f.name for f in table.schema if str(f.type) == "double"]
        for own, got in zip(rows, found, strict=True):
            for column, cell in own.items():
                if column in numbers and cell is not None:
                    assert float(got[column]) == pytest.approx(cell, rel=1e-14), (name, column)
                else:
                    optional = isinstance(cell, list) and not cell and got[column] == MISSING
                    assert got[column] == shown(cell) or optional, (name, column, own)
