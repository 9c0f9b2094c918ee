"""A release: the same bytes anywhere, whole or not at all, from whole files only, its README true."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from exportcurbs import Dataset

from build.cli import main
from build.compile import Compiled
from build.editions.release import ReleaseError, read_committed, write_release
from tests.build.test_deterministic import WORLDS
from tests.support.project import CODE, ROOT, Project, hashes, key
from tests.support.released import doctored


@pytest.mark.parametrize("world", ["far east", "narrow"])
def test_a_release_replaces_the_last_one_by_the_same_bytes_anywhere(
    world: str, thinned: Dataset, archive: Path, tmp_path: Path
):
    script = (
        "import sys; from pathlib import Path; from build.editions.release import write_release; "
        "import exportcurbs; "
        "write_release(exportcurbs.open(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED"))}
    env = {**clean, "PYTHONPATH": os.pathsep.join(CODE), **WORLDS[world]}
    out = tmp_path / "ein Ordner"
    (out / archive.stem).mkdir(parents=True)
    (out / archive.stem / "left.txt").write_text("of an earlier run")
    (out / archive.name).write_text("no zip")
    command = [sys.executable, "-c", script, str(thinned.folder), str(ROOT), str(out)]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, umask=0o077, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stdout
    assert hashes(out) == hashes(archive.parent)
    modes = {path.stat().st_mode & 0o777 for path in (out / archive.stem).rglob("*") if path.is_file()}
    assert modes == {0o644}


def test_the_zip_holds_the_folder(archive: Path, unpacked: Path):
    assert hashes(unpacked) == hashes(archive.parent / archive.stem)
    with zipfile.ZipFile(archive) as file:
        names = file.namelist()
        assert names == sorted(names)
        assert len({entry.date_time for entry in file.infolist()}) == 1
        assert {Path(name).parts[0] for name in names} == {archive.stem}


def test_checksums_hold_and_cover_every_file(unpacked: Path):
    told = dict(reversed(line.split("  ")) for line in (unpacked / "SHA256SUMS").read_text().splitlines())
    assert told == {path: sum_ for path, sum_ in hashes(unpacked).items() if path != "SHA256SUMS"}
    assert list(told) == sorted(told)
    if shutil.which("sha256sum"):
        assert (
            subprocess.run(
                ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=False
            ).returncode
            == 0
        )


def test_parquet_is_copied_as_it_is(thinned: Dataset, unpacked: Path):
    assert hashes(unpacked / "parquet") == hashes(thinned.folder)


def test_a_failed_release_leaves_the_last_one_whole(thinned: Dataset, archive: Path, tmp_path: Path):
    out = tmp_path / "dist"
    shutil.copytree(archive.parent, out)
    before = hashes(out)
    with pytest.raises(ValueError, match="sheet materials, row 2: Excel cannot hold 'xxx"):
        write_release(doctored(thinned, "note", ["x" * 40_000]), ROOT, out)
    assert hashes(out) == before
    assert {path.name for path in out.iterdir()} == {archive.name, archive.stem}


def shown_commands(text: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a README with the lines that it shows below each."""
    found = []
    for block in re.split(r"\n\n", text):
        lines = [line.strip() for line in block.splitlines()]
        if lines and lines[0].startswith("$ grep"):
            found.append((lines[0].removeprefix("$ "), lines[1:]))
    return found


def test_the_example_of_the_readme_is_true(thinned: Dataset, unpacked: Path):
    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    commands = shown_commands(text)
    assert len(commands) == 2
    for command, expected in commands:
        done = subprocess.run(["bash", "-c", command], cwd=unpacked, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.splitlines() == expected and expected
    query, shown = re.search(r"   (SELECT r\..*?;)\n\n(.*?)\n\n", text, re.DOTALL).groups()  # type: ignore[union-attr]
    with sqlite3.connect(unpacked / "sqlite" / "exportcurbs.sqlite") as database:
        rows = database.execute(query).fetchall()
    assert ["|".join(v or "" for v in row) for row in rows] == [line.strip() for line in shown.split("\n")]
    (query,) = re.findall(r"   (SELECT c\..*?;)\n", text, re.DOTALL)
    with sqlite3.connect(unpacked / "sqlite" / "exportcurbs.sqlite") as database:
        behind = database.execute(query).fetchall()
    assert behind and {table for _, _, table, *_ in behind} <= {"measures", "measure_periods"}  # row_sources is thinned
    source = re.search(r"One of them, (.+):", text).group(1)  # type: ignore[union-attr]
    row = next(r for r in thinned.arrow["sources"].to_pylist() if r["source_id"] == source)
    assert f'It is "{row["title"]}"' in text and f"(column read_as): {row['read_as']}." in text
    silent = set(
        re.search(r"counts the rows of \w+\n((?:(?!counts).)*?)\n +say how", text, re.DOTALL)
        .group(1)
        .replace(",", " ")
        .split()
    )  # type: ignore[union-attr]
    assert {"publishers", "sources", "discrepancies"} <= silent < set(thinned.arrow)
    assert not silent & set(thinned.arrow["row_sources"]["table"].to_pylist())
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith('   "'))


def test_the_readme_loads_what_it_says(thinned: Dataset, unpacked: Path, monkeypatch: pytest.MonkeyPatch):
    import duckdb

    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    monkeypatch.chdir(unpacked)
    python = re.search(r"Python +(.+)\n +(.+)\n", text)
    assert python
    names: dict[str, Any] = {}
    exec("\n".join(python.groups()), names)  # noqa: S102
    assert len(names["measures"]) == thinned.arrow["measures"].num_rows
    query = re.search(r"DuckDB +(.+;)", text)
    assert query and len(duckdb.sql(query.group(1)).fetchall()) == thinned.arrow["measures"].num_rows
    for path in re.findall(r"(?:parquet|csv|stata|excel|sqlite)/[a-z_.]+", text):
        assert (unpacked / path).exists(), path


def test_stale_files_are_refused_by_name(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    project.edit("materials", key(material_id="Ga"), note="changed")
    assert main(["release", "--root", str(project.root), "--out", str(tmp_path / "dist")]) == 1
    told = capsys.readouterr().err
    assert "materials" in told and "make dataset" in told and "measures" not in told
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "fault", ["other bytes", "other words", "no manifest", "broken file", "unknown table", "other day"]
)
def test_files_that_are_not_the_build_are_refused(fault: str, project: Project, compiled: Compiled):
    path, manifest = project.data / "materials.parquet", project.data / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    table = pq.read_table(path)
    if fault == "other bytes":
        pq.write_table(table, path)
    elif fault == "other words":
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"title": b"Other"}), path)
        told["tables"]["materials"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    elif fault == "broken file":
        path.write_bytes(b"PAR1")
    elif fault == "other day":
        told["as_of"] = "2020-01-01"
    elif fault == "unknown table":
        told["tables"]["stuff"] = told["tables"]["materials"]
    manifest.write_text(json.dumps(told), encoding="utf-8")
    if fault == "no manifest":
        manifest.unlink()
    with pytest.raises(ReleaseError, match="make dataset") as caught:
        read_committed(project.data, compiled)
    wanted = {
        "no manifest": "manifest.json",
        "other day": "and not '2020-01-01'",
        "unknown table": "manifest.json",
        "broken file": "cannot be read",
    }
    assert wanted.get(fault, "materials") in str(caught.value)


def test_whole_files_are_taken(base: Project, compiled: Compiled):
    assert read_committed(base.data, compiled).version == compiled.release.version
