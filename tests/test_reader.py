"""The package that people install: what it offers, what it costs to import, what is in its wheel."""

import datetime
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import exportcurbs
import pandas as pd
import pytest

from tests.project import ROOT, version
from validation.schemas import TABLES
from validation.tables import published_columns, table_info

NEEDED = ("pandas", "pyarrow", "numpy", "python-dateutil", "six", "tzdata")


def python(code: str, cwd: Path, executable: str = sys.executable) -> str:
    done = subprocess.run([executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_tables_are_those_of_the_definitions():
    assert exportcurbs.tables() == list(TABLES)


def test_version_is_that_of_the_project():
    assert exportcurbs.__version__ == version()
    assert version() in exportcurbs.cite()
    assert exportcurbs.as_of in exportcurbs.cite()


@pytest.mark.parametrize("name", list(TABLES))
def test_load_gives_true_types_and_says_what_it_is(name: str):
    frame = exportcurbs.load(name)
    types = {c.name: pd.ArrowDtype(c.type) for c in published_columns(table_info(name))}
    assert dict(frame.dtypes) == types
    expected = {"name": name, "title": table_info(name).title, "version": version(), "as_of": exportcurbs.as_of}
    assert frame.attrs == {**expected, "licence": "CC-BY-4.0", "citation": exportcurbs.cite()}


def test_load_gives_dates_lists_and_missing_cells():
    frame = exportcurbs.load("measure_periods").set_index(["measure_id", "first_day"])
    row = frame.loc[("cn-2024-46-2a", datetime.date(2025, 11, 9))]
    assert row["last_day"] == datetime.date(2026, 11, 27)
    measures = exportcurbs.load("measures").set_index("measure_id")
    assert list(measures.loc["cn-2024-46-1", "destinations"]) == ["USA"]
    assert measures.loc["cn-2024-46-1", "duty_pct"] is pd.NA


def test_a_loaded_frame_is_the_callers_own():
    frame = exportcurbs.load("materials")
    frame["name_en"] = "changed"
    frame.attrs["version"] = "changed"
    assert "changed" not in set(exportcurbs.load("materials")["name_en"])
    assert exportcurbs.load("materials").attrs["version"] == version()


@pytest.mark.parametrize("call", [exportcurbs.load, exportcurbs.describe, exportcurbs.path])
def test_unknown_table_is_answered_with_the_known_ones(call):
    with pytest.raises(KeyError) as raised:
        call("measurs")
    told = str(raised.value)
    assert "there is no table 'measurs'" in told
    assert "Did you mean 'measures'?" in told
    assert all(name in told for name in TABLES)


def test_a_table_like_no_other_gets_no_guess():
    with pytest.raises(KeyError) as raised:
        exportcurbs.load("../../../etc/passwd")
    assert "Did you mean" not in str(raised.value)


@pytest.mark.parametrize("name", list(TABLES))
def test_describe_says_what_the_definition_says(name: str):
    info = table_info(name)
    told = exportcurbs.describe(name)
    assert told.attrs == {"title": info.title, "grain": info.grain, "key": list(info.key)}
    for column, row in zip(published_columns(info), told.to_dict("records"), strict=True):
        assert row == {
            "column": column.name,
            "type": str(column.type).replace("<item:", "<element:"),  # the name that Parquet prescribes
            "required": not column.nullable,
            "unit": column.unit,
            "title": column.title,
            "description": column.description,
            "values": list(column.values),
            "references": column.ref,
        }


def test_unknown_attribute_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        _ = exportcurbs.lod
    assert {"__version__", "as_of", "cite", "describe", "load", "path", "tables"} <= set(dir(exportcurbs))
    assert all(hasattr(exportcurbs, name) for name in dir(exportcurbs))


def test_importing_does_no_work(tmp_path: Path):
    code = "import sys, exportcurbs; print({'pandas', 'pyarrow', 'numpy'} & set(sys.modules))"
    assert python(code, tmp_path) == "set()"
    code = "import sys, exportcurbs; exportcurbs.tables(), exportcurbs.cite(); print('pandas' in sys.modules)"
    assert python(code, tmp_path) == "False"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the real project."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.iterdir()
    return built


def test_wheel_holds_the_package_and_nothing_else(wheel: Path):
    assert wheel.name == f"exportcurbs-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = archive.read(f"exportcurbs-{version()}.dist-info/METADATA").decode()
        info = [name for name in archive.namelist() if ".dist-info/" in name]
    package = ROOT / "datasets" / "exportcurbs"
    code = {f"exportcurbs/{path.name}" for path in package.iterdir() if path.suffix in (".py", ".typed")}
    data = {"exportcurbs/data/manifest.json", *(f"exportcurbs/data/{name}.parquet" for name in TABLES)}
    assert files == code | data
    assert all(name.startswith(f"exportcurbs-{version()}.dist-info/") for name in info)
    assert any(name.endswith("/LICENSE-DATA") for name in info)
    needs = {line.split(": ")[1] for line in metadata.splitlines() if line.startswith("Requires-Dist: ")}
    assert {re.split(r"[<>=]", need)[0] for need in needs} == {"pandas", "pyarrow"}


def pinned() -> str:
    """Return the part of requirements.lock that the wheel needs, with its hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.findall(r"^[A-Za-z0-9].*(?:\n    .*)*", lock, flags=re.MULTILINE)
    return "\n".join(block for block in blocks if re.split(r"==| ", block)[0] in NEEDED) + "\n"


def test_wheel_works_in_a_clean_environment(wheel: Path, tmp_path: Path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    clean = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    (tmp_path / "pinned.txt").write_text(pinned(), encoding="utf-8")
    install = [clean, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "-r", tmp_path / "pinned.txt"], check=True, cwd=tmp_path)
    subprocess.run([*install, "--no-index", wheel], check=True, cwd=tmp_path)
    code = (
        "import exportcurbs as ec, pathlib, sys\n"
        "assert pathlib.Path(ec.__file__).is_relative_to(sys.prefix), ec.__file__\n"
        "print({name: ec.load(name).shape for name in ec.tables()})"
    )
    shapes = {name: exportcurbs.load(name).shape for name in exportcurbs.tables()}
    assert python(code, tmp_path, str(clean)) == str(shapes)
