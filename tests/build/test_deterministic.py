"""Same inputs, same bytes: whatever the locale, time zone, hash seed, folders, umask or order of the rows."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from build.write.parquet import content_hash
from tests.support.project import CODE, ROOT, Project, hashes
from validation.definitions import TABLES
from validation.definitions.tables import curated_tables

WORLDS = {
    "far east": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"},
    "far west": {"TZ": "Etc/GMT+12", "LC_ALL": "tr_TR.UTF-8", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "4242"},
    "narrow": {"TZ": "Asia/Kathmandu", "LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
}


def build(project: Project, world: dict[str, str], target: Path, umask: int = 0o022) -> None:
    elsewhere = target.parent / "elsewhere"
    elsewhere.mkdir(parents=True, exist_ok=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED"))}
    env = {**clean, "PYTHONPATH": os.pathsep.join(CODE), **world}
    command = [sys.executable, "-m", "build", "--root", str(project.root), "--target", str(target)]
    done = subprocess.run(
        command, cwd=elsewhere, env=env, umask=umask, check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", list(WORLDS))
def test_bytes_do_not_depend_on_the_machine(name: str, base: Project, project: Project, tmp_path: Path):
    target = tmp_path / "ein Ordner" / "data"
    build(project, WORLDS[name], target, umask=0o077)
    assert hashes(target) == hashes(base.data)
    assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {0o644}
    assert target.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("seed", [1, 2])
def test_bytes_do_not_depend_on_the_order_of_rows(seed: int, base: Project, project: Project, tmp_path: Path):
    moved = 0
    for info in curated_tables():
        rows = project.rows(info.name)
        shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
        moved += rows != shuffled
        project.save(info.name, shuffled)
    assert moved > 10
    build(project, {"PYTHONHASHSEED": str(seed)}, tmp_path / "out" / "data")
    assert hashes(tmp_path / "out" / "data") == hashes(base.data)


def test_bytes_do_not_depend_on_the_order_of_columns(base: Project, project: Project, tmp_path: Path):
    for info in curated_tables():
        rows = project.rows(info.name)
        project.save(info.name, rows, sorted((c.name for c in info.columns), reverse=True))
    build(project, {}, tmp_path / "out" / "data")
    assert hashes(tmp_path / "out" / "data") == hashes(base.data)


def test_committed_data_are_what_the_curated_tables_give(base: Project):
    committed = hashes(ROOT / "datasets" / "exportcurbs" / "data")
    built = hashes(base.data)
    assert set(committed) == {"manifest.json", *(f"{name}.parquet" for name in TABLES)}
    changed = [name for name in built if committed[name] != built[name]]
    assert not changed, "run `make dataset` and commit its files"


@pytest.mark.parametrize("settings", [{"compression": "none"}, {"compression": "gzip", "row_group_size": 1000}])
def test_content_hash_does_not_depend_on_the_writer(settings: dict[str, object], base: Project, tmp_path: Path):
    manifest = json.loads((base.data / "manifest.json").read_text(encoding="utf-8"))["tables"]
    for name in TABLES:
        table = pq.read_table(base.data / f"{name}.parquet")
        other = tmp_path / f"{name}.parquet"
        pq.write_table(table, other, **settings)
        assert hashes(tmp_path)[other.name] != hashes(base.data)[other.name]
        assert content_hash(pq.read_table(other)) == manifest[name]["content_sha256"], name


def test_content_hash_sees_a_cell_a_name_a_type_and_an_order(base: Project):
    table = pq.read_table(base.data / "materials.parquet")
    names = table.column_names
    at = names.index("note")
    others = [
        table.set_column(at, table.schema.field("note"), pa.array(["changed"] * table.num_rows, pa.string())),
        table.rename_columns(["renamed" if n == "note" else n for n in names]),
        table.set_column(at, "note", table["note"].cast(pa.large_string())),
        table.take(list(reversed(range(table.num_rows)))),
        table.slice(1),
    ]
    assert len({content_hash(t) for t in [table, *others]}) == 1 + len(others)
