"""The pipeline: read -> parse -> validate -> derive -> validate -> write."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from exportcurbs import Dataset

from build.curated.parse import apply_corrections, parse_table
from build.curated.read import read_table
from build.derive.grades import add_grades, row_sources
from build.derive.replications import add_replications
from build.derive.status_tables import STATUS_TABLES, status_frames
from build.write.parquet import Release, in_memory, write_dataset
from build.write.swap import replacing
from validation.definitions.tables import TableInfo, TypedTable, curated_tables, table_info
from validation.problems import InvalidDataError, Problem, shown, stop_on
from validation.rules.between import problems_between
from validation.rules.common import as_of
from validation.rules.rows import row_problems

Progress = Callable[[str], object]


@dataclass(frozen=True)
class Compiled:
    """The compiled tables by name, the release they make, and the grades of each table."""

    frames: dict[str, pd.DataFrame]
    release: Release

    @cached_property
    def dataset(self) -> Dataset:
        """The tables as the reader reads them."""
        return in_memory(self.frames, self.release)

    def grades(self, name: str) -> Counter[str]:
        """Return how many rows of a table have each evidence grade; empty for ungraded tables."""
        frame = self.frames[name]
        return Counter(frame["evidence_grade"].tolist()) if "evidence_grade" in frame else Counter()


def project_version(root: Path) -> str:
    """Return the version in datasets/VERSION, the only place where it stands; InvalidDataError if it is none."""
    path = "datasets/VERSION"
    try:
        version = (root / path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise InvalidDataError([Problem(path, 0, "", "cannot be read", "write the version in it, as 1.4.0")]) from None
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        found = f"{shown(version)} is no version"
        raise InvalidDataError([Problem(path, 1, "", found, "write three numbers, as 1.4.0")])
    return version


def load_curated(root: Path, progress: Progress = lambda _: None) -> dict[str, TypedTable]:
    """Return the curated tables with true types; InvalidDataError with every problem of every file otherwise."""
    tables: dict[str, TypedTable] = {}
    problems: list[Problem] = []
    whole = []
    for info in curated_tables():
        progress(f"reading {info.name}")
        tables[info.name], found, complete = checked_table(root, info)
        problems += found
        whole.append(complete)
    if all(whole):  # rows that could not be read would look like dangling references to them
        progress("checking the tables against each other")
        problems += problems_between(tables)
    stop_on(problems)
    return tables


def checked_table(root: Path, info: TableInfo) -> tuple[TypedTable, list[Problem], bool]:
    """Return one curated table, the problems within it, and whether every row of its file could be read."""
    text = read_table(root, info)
    table = parse_table(text)
    rows = row_problems(info, table.frame, table.lines, table.broken)
    return table, [*text.problems, *table.problems, *rows], text.whole


def compile_dataset(root: Path, progress: Progress = lambda _: None) -> Compiled:
    """Return the compiled dataset of a project folder; InvalidDataError if the curated tables have problems."""
    tables = load_curated(root, progress)
    end = as_of(tables)
    release = Release(project_version(root), end.isoformat() if end else "unknown")
    apply_corrections(tables)
    progress("deriving")
    frames = add_grades(tables)
    add_replications(tables, frames)
    frames["row_sources"] = row_sources(tables)
    if end:
        progress("computing the status of every code and material")
        frames |= status_frames(in_memory(frames, release))
    progress("validating what was derived")
    derived = ("row_sources", *STATUS_TABLES) if end else ("row_sources",)
    problems: list[Problem] = []
    for info in map(table_info, derived):
        own = frames[info.name][[c.name for c in info.columns]]
        problems += row_problems(info, own, range(1, len(own) + 1), set())
    stop_on(problems)
    return Compiled(frames, release)


def write_compiled(compiled: Compiled, target: Path) -> dict[str, dict[str, object]]:
    """Write the dataset in place of the last one; return the manifest's entries by table."""
    with replacing(target) as folder:
        return write_dataset(compiled.frames, compiled.release, folder)
