"""What is released: the wheel that people install and the source archive that rebuilds the same data."""

import ast
import itertools
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import exportcurbs
import pandas as pd
import pytest

from tests.support.project import ROOT, hashes, version
from validation.definitions import TABLES

LARGEST_WHEEL = 6_000_000
PACKAGE = ROOT / "datasets" / "exportcurbs"


def run(command: list[object], cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(kind: str, folder: Path, source: Path = ROOT) -> Path:
    """Build a wheel or sdist of a project folder with the build backend that pyproject.toml names."""
    code = f"import hatchling.build, sys; print(hatchling.build.build_{kind}(sys.argv[1]))"
    return folder / run([sys.executable, "-c", code, folder], source).splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the source archive unpacks to."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", folder)) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"exportcurbs-{version()}"


def test_wheel_holds_the_package_and_nothing_else(wheel: Path):
    assert wheel.name == f"exportcurbs-{version()}-py3-none-any.whl"
    assert wheel.stat().st_size < LARGEST_WHEEL
    info = f"exportcurbs-{version()}.dist-info/"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    code = {
        f"exportcurbs/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".typed", ".sql", ".toml")
    }
    code.add("exportcurbs/published.json")
    data = {"exportcurbs/data/manifest.json", *(f"exportcurbs/data/{name}.parquet" for name in TABLES)}
    about = {info + name for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    licences = {info + f"licenses/{name}" for name in ("LICENSE", "LICENSE-DATA")}
    assert names == code | data | about | licences


def test_wheel_asks_for_what_the_package_imports(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"exportcurbs-{version()}.dist-info/METADATA").decode()
    needs = {
        re.split(r"[<>=[]", n)[0].replace("ibis-framework", "ibis")
        for n in re.findall(r"^Requires-Dist: (.*)$", metadata, flags=re.MULTILINE)
    }
    trees = (ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in PACKAGE.rglob("*.py"))
    nodes = list(itertools.chain(*trees))
    imported = {name.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    optional = {"polars", "sqlglot"}  # whoever hands over such a frame has it; ibis brings it
    assert needs == imported - sys.stdlib_module_names - {"exportcurbs"} - optional


def test_wheels_are_the_same_each_time(wheel: Path, tmp_path: Path):
    assert built("wheel", tmp_path).read_bytes() == wheel.read_bytes()


def test_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path):
    run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    (site,) = (tmp_path / "venv").rglob("site-packages")
    # what the package needs comes from this environment, so that nothing is downloaded; the package does not
    (site / "shared.pth").write_text(f"{Path(pd.__file__).parent.parent}\n")
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--quiet", "--no-deps", "--no-index"]
    run([*pip, wheel], tmp_path)
    assert "Commands:" in run([scripts / "exportcurbs", "--help"], tmp_path)
    assert version() in run([scripts / "exportcurbs", "verify"], tmp_path)
    code = (
        "import exportcurbs as ec, pathlib, sys\n"
        "assert pathlib.Path(ec.__file__).is_relative_to(sys.prefix), ec.__file__\n"
        "print({name: ec.load(name).shape for name in ec.tables()})"
    )
    shapes = {name: exportcurbs.load(name).shape for name in exportcurbs.tables()}
    assert run([scripts / "python", "-c", code], tmp_path).strip() == str(shapes)


def test_source_archive_holds_what_is_needed_and_no_product(unpacked: Path):
    files = {path.relative_to(unpacked) for path in unpacked.rglob("*") if path.is_file()}
    folders = {str(path.parts[0]) for path in files if len(path.parts) > 1}
    assert folders == {".github", "book", "build", "datasets", "tests", "validation"}
    assert {Path(n) for n in ("Makefile", "README.md", "CITATION.cff", "requirements.lock", "LICENSE-DATA")} <= files
    strays = {"__pycache__", "_build", "generated", "dist", ".venv", ".hypothesis", ".ci", "scratch"}
    assert not [path for path in files if strays & set(path.parts)]
    for folder in ("datasets/curated", "validation", "build"):
        kept = {p.relative_to(ROOT) for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts}
        assert kept == {path for path in files if path.is_relative_to(folder)}


def test_source_archive_rebuilds_the_same_data(unpacked: Path, wheel: Path, tmp_path: Path):
    run([sys.executable, "-m", "build", "--target", tmp_path / "data"], unpacked)
    assert hashes(tmp_path / "data") == hashes(PACKAGE / "data")
    assert built("wheel", tmp_path, unpacked).read_bytes() == wheel.read_bytes()
