"""A copy of the project that a test may break, and what the tests need to find rows and compare files."""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from validation.definitions.tables import curated_tables, table_info

ROOT = Path(__file__).resolve().parents[2]
CODE = [str(ROOT), str(ROOT / "datasets")]
Row = dict[str, str]


def made_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], None]) -> Path:
    """Return a folder that one of the workers of a run makes for all."""
    root = factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            (folder / "made").touch()
    return folder


class Project:
    """A project folder with its own curated tables; rows are found by what they hold, never by their line."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def copied(cls, source: Path, target: Path) -> "Project":
        shutil.copytree(source / "datasets" / "curated", target / "datasets" / "curated")
        shutil.copy(source / "datasets" / "VERSION", target / "datasets")
        data = source / "datasets" / "exportcurbs" / "data"
        if data.is_dir():
            shutil.copytree(data, target / "datasets" / "exportcurbs" / "data")
        return cls(target)

    @property
    def data(self) -> Path:
        return self.root / "datasets" / "exportcurbs" / "data"

    def file(self, table: str) -> Path:
        return self.root / table_info(table).path

    def text(self, table: str) -> str:
        return self.file(table).read_text(encoding="utf-8")

    def rows(self, table: str) -> list[Row]:
        text = self.text(table)
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == text.count("\n") - 1, f"{table}: a row of the curated data takes several lines"
        return rows

    def save(self, table: str, rows: list[Row], header: list[str] | None = None) -> None:
        names = header or next(csv.reader(io.StringIO(self.text(table), newline="")))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([names, *([row[n] for n in names] for row in rows)])
        self.file(table).write_text(text.getvalue(), encoding="utf-8", newline="\n")

    def find(self, table: str, test: Callable[[Row], bool]) -> tuple[int, Row]:
        """Return line and cells of the first row that meets the test."""
        for line, row in enumerate(self.rows(table), start=2):
            if test(row):
                return line, row
        raise AssertionError(f"no row of {table} serves this test")

    def edit(self, table: str, test: Callable[[Row], bool], /, **cells: str) -> int:
        """Overwrite cells of the first row that meets the test; return its line."""
        line, _ = self.find(table, test)
        rows = self.rows(table)
        assert all(rows[line - 2][name] != cell for name, cell in cells.items()), "the edit changes nothing"
        rows[line - 2].update(cells)
        self.save(table, rows)
        return line

    def copy_row(self, table: str, test: Callable[[Row], bool], /, **cells: str) -> int:
        """Append a copy of the first row that meets the test, with some cells changed; return its line."""
        _, row = self.find(table, test)
        return self.append(table, **{**row, **cells})

    def append(self, table: str, /, **cells: str) -> int:
        """Append a row; return its line."""
        names = [c.name for c in table_info(table).columns]
        rows = [*self.rows(table), {n: cells.get(n, "") for n in names}]
        self.save(table, rows)
        return len(rows) + 1

    def rewrite_line(self, table: str, line: int, change: Callable[[str], str]) -> int:
        """Change one line of the file as text; return its number."""
        lines = self.text(table).split("\n")
        assert change(lines[line - 1]) != lines[line - 1], "the edit changes nothing"
        lines[line - 1] = change(lines[line - 1])
        self.file(table).write_text("\n".join(lines), encoding="utf-8", newline="\n")
        return line

    def cited_elsewhere(self, table: str) -> Callable[[Row], bool]:
        """Return a test for rows that may lose their sources without leaving one unused."""
        uses: dict[str, int] = {}
        for info in curated_tables():
            if any(c.name == "source_ids" for c in info.columns):
                for row in self.rows(info.name):
                    for key in {cited.split("[")[0] for cited in row["source_ids"].split("|")}:
                        uses[key] = uses.get(key, 0) + 1
        return lambda row: all(uses[cited.split("[")[0]] > 1 for cited in row["source_ids"].split("|"))

    def as_of(self) -> str:
        return max(row["tracks_notices_to"] for row in self.rows("sources"))


def key(**cells: str) -> Callable[[Row], bool]:
    """Return a test for the row that holds these cells."""
    return lambda row: all(row[name] == cell for name, cell in cells.items())


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder by its relative path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def whole_version(folder: Path) -> str:
    """Return the version of published data; fail if a file is missing, left over, or not the one of the manifest."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {entry["file"]: entry["sha256"] for entry in manifest["tables"].values()}
    told = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert hashes(folder) == {**files, "manifest.json": told}
    return str(manifest["version"])


def version() -> str:
    return (ROOT / "datasets" / "VERSION").read_text(encoding="utf-8").strip()
