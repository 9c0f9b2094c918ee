"""The real data, built once; each test that breaks something gets its own copy."""

import datetime
import pickle
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exportcurbs as ec
import pandas as pd
import pytest
from exportcurbs import Dataset
from exportcurbs.law.rules import RuleBook

from build.compile import Compiled, compile_dataset, load_curated, write_compiled
from build.editions.release import write_release
from build.editions.to_sqlite import write_sqlite
from tests.support.browsing import ARGUMENTS, CHROMIUM, lacking
from tests.support.payloads import PAST_THE_CHECKS, PAYLOADS, Harmful, plant
from tests.support.planted import TABLES_HERE, doctored
from tests.support.project import ROOT, Project, made_once
from tests.support.released import thin
from tests.support.rule_books import Tables, code_spells, read
from tests.support.status_helpers import Spells
from validation.definitions import TABLES

# What takes minutes begins first, so that at the end no worker waits for another.
LONGEST = ("test_book_harmful", "test_book", "test_status_changes", "test_bad_input", "test_between")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """The compiled dataset of the real curated tables."""
    return compile_dataset(ROOT)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, compiled: Compiled) -> Project:
    """A copy of the project with freshly built data; nobody edits it."""
    folder = tmp_path_factory.mktemp("base")
    project = Project.copied(ROOT, folder)
    write_compiled(compiled, project.data)
    return project


@pytest.fixture(scope="session")
def edition(base: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite edition of that data; a test that breaks it copies it first."""
    path = tmp_path_factory.mktemp("edition") / "release.sqlite"
    write_sqlite(ec.open(base.data), path)
    return path


@pytest.fixture(scope="session")
def harmful(base: Project, tmp_path_factory: pytest.TempPathFactory) -> Harmful:
    """The compiled dataset of curated tables whose every text would do harm if it were taken for more than text."""

    def make(folder: Path) -> None:
        project = Project.copied(base.root, folder / "project")
        columns, compiled = plant(project), compile_dataset(project.root)
        for table, column in PAST_THE_CHECKS:
            cells = compiled.frames[table][column]
            planted = [f"{cell} {PAYLOADS[at % len(PAYLOADS)]}" for at, cell in enumerate(cells)]
            compiled.frames[table][column] = cells.where(cells.isna(), pd.array(planted, cells.dtype))
        (folder / "harmful.pickle").write_bytes(pickle.dumps(Harmful(columns | PAST_THE_CHECKS, compiled)))

    made = made_once("harmful", tmp_path_factory, make) / "harmful.pickle"
    return pickle.loads(made.read_bytes())  # noqa: S301 - written above


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    if not CHROMIUM.exists():
        lacking(f"{CHROMIUM} is missing: install chromium to test the book in a browser")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(headless=True, executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def project(base: Project, tmp_path: Path) -> Project:
    """A copy that the test may break."""
    return Project.copied(base.root, tmp_path)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The rows of the curated tables."""
    return {name: [row for _, row in table.rows()] for name, table in load_curated(ROOT).items()}


@pytest.fixture(scope="module")
def as_of() -> datetime.date:
    return datetime.date.fromisoformat(Project(ROOT).as_of())


@pytest.fixture(scope="module")
def real(tables: Tables, as_of: datetime.date) -> RuleBook:
    return read(tables, as_of)


@pytest.fixture(scope="module")
def real_spells(real: RuleBook) -> Spells:
    return code_spells(real)


@pytest.fixture(scope="session")
def thinned(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The published tables, of long ones some rows."""
    return thin(compiled, tmp_path_factory.mktemp("thin"))


@pytest.fixture(scope="session")
def old(base: Project, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A release of few tables, to compare with copies in which changes are planted."""
    whole = ec.open(base.data)
    edits: dict[str, Any] = {name: None for name in TABLES if name not in TABLES_HERE}
    edits["code_status"] = whole.arrow["code_status"].slice(0, 200)
    return doctored(whole, tmp_path_factory.mktemp("old") / "data", **edits)


@pytest.fixture(scope="session")
def archive(thinned: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a release of the thinned tables, beside its folder."""
    return write_release(thinned, ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the zip alone gives, elsewhere."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder / archive.stem
