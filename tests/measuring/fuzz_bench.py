"""One corrupted file among valid ones, and what the build says of it (see tests/measuring/fuzz.py)."""

import csv
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from build.compile import checked_table, problems_between
from build.write.parquet import content_hash
from tests.measuring.corruptions import BYTES, PLACES
from tests.support.project import CODE, ROOT, hashes
from validation.definitions.tables import TableInfo, TypedTable, curated_tables
from validation.problems import InvalidDataError, report

SEED = 20261125
SECONDS = 60
MESSAGE = re.compile(
    r"(?P<path>datasets/curated/[a-z_]+/[a-z0-9_]+\.csv)(?::(?P<line>\d+))?: (?:(?P<column>[^ ]+): )?.+; .+"
)
LONGEST = 1000
# Corruptions after which a table may be false and yet well formed, so that no rule can know them.
TRACELESS = (
    "one bit flipped",
    "one byte replaced",
    "one byte deleted",
    "a stretch deleted",
    "one byte inserted",
    "a mark inserted",
    "one digit changed",
    "cut off after a line",
    "a line lost",
    "only the header left",
    "columns renamed crosswise",
    "a very long cell",
)


@dataclass(frozen=True)
class Case:
    """One corruption: its kind, the file, a number that makes the choice of bytes its own."""

    kind: str
    table: str
    number: int


@dataclass
class Result:
    """What came of a case: refused, same or other; what is wrong with that (`faults`); its messages."""

    case: Case
    outcome: str
    faults: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    number: int = 0


def cases(runs: int) -> list[Case]:
    """Return the cases in a fixed order, every kind as often as any other."""
    kinds, names = [*BYTES, *PLACES], [info.name for info in curated_tables()]
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    return [Case(kinds[n % len(kinds)], chance.choice(names), n) for n in range(runs)]


@dataclass
class Held(TypedTable):
    """A valid table that nobody changes: its rows are made once for all cases."""

    @cached_property
    def _held(self) -> list[tuple[int, dict[str, Any]]]:
        return super().rows()

    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        return self._held


class Bench:
    """A copy of the curated files to corrupt one at a time, and the valid tables to check the broken one against."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        shutil.copytree(ROOT / "datasets" / "curated", folder / "datasets" / "curated")
        shutil.copy(ROOT / "datasets" / "VERSION", folder / "datasets")
        self.infos = {info.name: info for info in curated_tables()}
        self.data = {name: (folder / info.path).read_bytes() for name, info in self.infos.items()}
        self.valid: dict[str, TypedTable] = {}
        for name, info in self.infos.items():
            table, problems, _ = checked_table(folder, info)
            assert problems == []
            self.valid[name] = Held(info, table.frame, table.lines)
        committed = ROOT / "datasets" / "exportcurbs" / "data" / "manifest.json"
        self.manifest = json.loads(committed.read_text(encoding="utf-8"))
        self.rows = {name: _text_rows(data) for name, data in self.data.items()}

    def corrupt(self, case: Case) -> None:
        """Corrupt the file of a case."""
        path = self.root / self.infos[case.table].path
        if case.kind in PLACES:
            PLACES[case.kind](path)
            return
        chance = random.Random(f"{SEED} {case.number}")  # noqa: S311
        other = self.data[chance.choice(sorted(set(self.data) - {case.table}))]
        path.write_bytes(BYTES[case.kind](self.data[case.table], other, chance))

    def restore(self) -> None:
        """Put every file back."""
        shutil.rmtree(self.root / "datasets" / "curated")
        for name, info in self.infos.items():
            path = self.root / info.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.data[name])

    def run(self, case: Case) -> Result:
        """Corrupt, judge, restore."""
        self.corrupt(case)
        try:
            with _limit():
                return self.judge(case)
        except Exception as error:
            return Result(case, "crashed", [f"{type(error).__name__}: {error}"])
        finally:
            self.restore()

    def judge(self, case: Case) -> Result:
        """Return what the build says of the corrupted file."""
        info = self.infos[case.table]
        table, problems, whole = checked_table(self.root, info)
        if whole:
            problems += problems_between({**self.valid, case.table: table})
        if problems:
            found = InvalidDataError(problems).problems
            faults = list(self.unclear(case, [str(p) for p in found]))
            return Result(case, "refused", faults, list(report(found)), number=len(found))
        if _content(info, table) == _content(info, self.valid[case.table]):
            return Result(case, "same")
        return self.other(case, table)

    def unclear(self, case: Case, messages: list[str]) -> Iterator[str]:
        """Yield the messages that are not one clean line with a place in a curated file."""
        ends = {i.path: self.data[n].count(b"\n") + 1 for n, i in self.infos.items()}
        broken = self.root / self.infos[case.table].path
        if broken.is_file():
            data = broken.read_bytes()
            ends[self.infos[case.table].path] = data.count(b"\n") + data.count(b"\r") + 1
        for message in messages:
            match = MESSAGE.fullmatch(message)
            clean = message.isprintable() and len(message) < LONGEST and str(self.root) not in message
            if not clean or not match or int(match["line"] or 0) > ends.get(match["path"], -1):
                yield f"unclear message: {message[:300]!r}"

    def other(self, case: Case, table: TypedTable) -> Result:
        """Return the differences of well-formed other data, and whether they are just those of the text."""
        info = self.infos[case.table]
        text = _text_rows((self.root / info.path).read_bytes())
        pairs = zip((row for _, row in table.rows()), text, strict=True)
        true = all(_same_cell(row[c.name], cells[c.name]) for row, cells in pairs for c in info.columns)
        faults = [] if true else ["the table read is not the text of the file"]
        differs = sorted(set(_differences(info, self.rows[case.table], text)))
        faults += [f"a rule could know: {d}" for d in differs if case.kind not in TRACELESS]
        return Result(case, "other", faults, differs=differs)

    def command(self, case: Case, result: Result) -> list[str]:
        """Return in what the real command differs from the result of a case."""
        self.corrupt(case)
        data = self.root / "datasets" / "exportcurbs" / "data"
        before = hashes(self.root)
        try:
            env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE), "PYTHONUTF8": "1"}
            line = [sys.executable, "-m", "build", "--root", str(self.root)]
            done = subprocess.run(
                line, capture_output=True, encoding="utf-8", env=env, cwd=ROOT, check=False, timeout=10 * SECONDS
            )
            if result.outcome == "refused":
                told_in_full = [*result.messages, f"{result.number} problem(s); nothing was written"]
                good = done.returncode == 1 and done.stderr.splitlines() == told_in_full and hashes(self.root) == before
            else:
                good = done.returncode == 0 and not done.stderr
                same = good and json.loads((data / "manifest.json").read_text(encoding="utf-8")) == self.manifest
                good = good and same == (result.outcome == "same")
            return [] if good else [f"the command says something else: {done.returncode} {done.stderr[-300:]!r}"]
        finally:
            shutil.rmtree(data.parent, ignore_errors=True)
            self.restore()


@contextmanager
def _limit() -> Iterator[None]:
    """Raise TimeoutError in the block after SECONDS."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer within {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def _text_rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a well-formed file by a reader that knows nothing of the project's."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def _as_text(cell: object) -> str:
    if isinstance(cell, list):
        return "|".join(cell)
    return "" if cell is None else str(cell)


def _same_cell(read: object, text: str) -> bool:
    return float(text or "nan") == read if isinstance(read, float) else _as_text(read) == text


def _content(info: TableInfo, table: TypedTable) -> str:
    """Return the content hash of a curated table as typed, its rows in the order of the key."""
    typed = pa.Table.from_pandas(table.frame[[c.name for c in info.columns]], preserve_index=False)
    return content_hash(typed.sort_by([(name, "ascending") for name in info.key]))


def _differences(info: TableInfo, before: Iterable[dict[str, str]], after: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yield in words what kinds of cells or rows differ."""
    old, new = ({tuple(r[k] for k in info.key): r for r in rows} for rows in (before, after))
    if set(old) - set(new):
        yield "row gone"
    if set(new) - set(old):
        yield "row with another key"
    for key in set(old) & set(new):
        for column in info.columns:
            if old[key][column.name] != new[key][column.name]:
                known = "other value of a list" if column.values else "other reference" if column.ref else ""
                yield known or ("other text" if column.type == pa.string() else "other number or day")
