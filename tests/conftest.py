"""The real data, built once; each test that breaks something gets its own copy."""

from pathlib import Path

import pytest

from build.compile import Compiled, compile_dataset, write_compiled
from tests.project import ROOT, Project


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


@pytest.fixture
def project(base: Project, tmp_path: Path) -> Project:
    """A copy that the test may break."""
    return Project.copied(base.root, tmp_path)
