"""Try a fault: the checks run again with one row of one table changed, all else as it is."""

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from build.compile import compile_dataset
from build.curated.parse import parse_table
from build.curated.read import TextTable, read_table
from build.write.parquet import content_hash, to_arrow
from tests.measuring.mutation_rows import Plan, Row, line_of, read_rows
from tests.support.project import Project
from validation.definitions.tables import TypedTable, curated_tables, table_info
from validation.problems import InvalidDataError, Problem
from validation.rules.between import RULES
from validation.rules.common import Rule
from validation.rules.rows import row_problems


@dataclass(frozen=True)
class Fault:
    """A fault that was tried: whether some check found it and whether a message named its place."""

    plan: Plan
    caught: bool
    named: bool
    silent: bool = False


class _Seen(dict[str, TypedTable]):
    """The tables, with a note of those that a rule looks at."""

    def __init__(self, tables: dict[str, TypedTable]) -> None:
        super().__init__(tables)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> TypedTable:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def values(self) -> Any:
        self.names.update(self)
        return super().values()

    def items(self) -> Any:
        self.names.update(self)
        return super().items()


class Rules:
    """The rules between tables, each with those that it looks at: if one table changes, the others say the same."""

    def __init__(self, valid: dict[str, TypedTable]) -> None:
        self.looks: list[tuple[Rule, set[str]]] = []
        for rule in RULES:
            seen = _Seen(valid)
            assert not list(rule(seen)), "the tables are not valid"
            self.looks.append((rule, seen.names))

    def problems(self, tables: dict[str, TypedTable], changed: str) -> Iterator[Problem]:
        """Yield what the rules find that look at the changed table, but for rows whose parsing reported a cell."""
        path, broken = tables[changed].info.path, {line for line, _ in tables[changed].broken}
        for rule, names in self.looks:
            if changed in names:
                yield from (p for p in rule(tables) if p.path != path or p.line not in broken)


class Bench:
    """The valid tables as text and typed; one row at a time is read, parsed and put in its place."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text_rows = read_rows(root)
        self.valid: dict[str, TypedTable] = {}
        self.arrow: dict[str, pa.Table] = {}
        for info in curated_tables():
            table = parse_table(read_table(root, info))
            schema = pa.schema([pa.field(c.name, c.type) for c in info.columns])
            self.arrow[info.name] = pa.Table.from_pandas(table.frame, schema=schema, preserve_index=False)
            self.valid[info.name] = table
        self.rules = Rules(self.valid)

    def text(self, plan: Plan) -> str:
        """Return the text of the changed line, empty if the line goes."""
        names = [c.name for c in table_info(plan.table).columns]
        if plan.change in ("drop", "line"):
            return plan.text
        before: Row = {} if plan.change == "append" else self.text_rows[plan.table][plan.line - 2]
        return line_of([{**before, **plan.cells}[n] for n in names])

    def problems(self, plan: Plan) -> list[Problem]:
        """Return what the checks find, in the order of the build; once a message names the place no more are asked."""
        info = table_info(plan.table)
        read = self._read(plan)
        read.lines[:] = [plan.line] * len(read.lines)
        found = [dataclasses.replace(p, line=plan.line) for p in read.problems]
        if names_place(plan, found) or not read.whole:
            return found
        one = parse_table(read)
        found += one.problems
        if names_place(plan, found):
            return found
        frame, lines = self._changed(plan, one)
        found += row_problems(info, frame, lines, one.broken)
        if names_place(plan, found):
            return found
        tables = {**self.valid, info.name: TypedTable(info, frame, lines, [], one.broken)}
        return found + list(self.rules.problems(tables, info.name))

    def _changed(self, plan: Plan, one: TypedTable) -> tuple[pd.DataFrame, list[int]]:
        """Return the whole table with the row in its place, and the line of every row."""
        old, at = self.arrow[plan.table], plan.line - 2
        new = pa.Table.from_pandas(one.frame, schema=old.schema, preserve_index=False)
        rest = old.slice(at + (plan.change != "append"))
        arrow = pa.concat_tables([old.slice(0, at), new, rest]).combine_chunks()
        return arrow.to_pandas(types_mapper=pd.ArrowDtype), list(range(2, 2 + len(arrow)))

    def _read(self, plan: Plan) -> TextTable:
        info = table_info(plan.table)
        if plan.change == "drop":
            return TextTable(info)
        header = line_of([c.name for c in info.columns])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / info.path
            path.parent.mkdir(parents=True)
            path.write_text(header + self.text(plan), encoding="utf-8", newline="\n")
            return read_table(Path(folder), info)

    def tried(self, plan: Plan) -> Fault:
        """Return what became of a fault; one that a rule could know and none knew is compiled to the end."""
        found = self.problems(plan)
        if found or plan.unknowable:
            return Fault(plan, bool(found), names_place(plan, found))
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder))
            shutil.copytree(self.root / "datasets" / "curated", project.root / "datasets" / "curated")
            shutil.copy(self.root / "datasets" / "VERSION", project.root / "datasets")
            break_file(project, plan, self.text(plan))
            try:
                return Fault(plan, False, False, hashes(project.root) != self.valid_output)
            except InvalidDataError as error:
                return Fault(plan, True, names_place(plan, error.problems))

    @cached_property
    def valid_output(self) -> dict[str, str]:
        return hashes(self.root)


def break_file(project: Project, plan: Plan, text: str) -> None:
    """Put the changed line into the file of a copied project."""
    path = project.file(plan.table)
    lines = [f"{line}\n" for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    at = plan.line - 1
    lines[at : at + (plan.change != "append")] = [text]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def hashes(root: Path) -> dict[str, str]:
    """Return the content hash of every compiled table."""
    compiled = compile_dataset(root)
    frames = compiled.frames.items()
    return {name: content_hash(to_arrow(table_info(name), frame, compiled.release)) for name, frame in frames}


def names_place(plan: Plan, found: list[Problem]) -> bool:
    """Whether a message gives file, line and column of a changed cell, or of the row that misses what was lost.

    A comma too few or many shifts a whole line: its message gives the line.
    """
    path = table_info(plan.table).path
    for problem in found:
        here = problem.path == path and problem.line == plan.line
        if here and (problem.column in plan.cells or plan.change in ("line", "append")):
            return True
        misses = plan.change == "drop" or (plan.lost and plan.lost in problem.found)
        if misses and problem.line and problem.column:
            return True
    return False
