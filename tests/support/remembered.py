"""The checks as they are, but what has not changed since the real tables passed is not read and judged again.

A rule is a function of the tables that it asks for. Where these are the real ones, which break no rule (a test asserts
it of the checks themselves), it finds nothing again.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import build.compile
from build.compile import checked_table
from tests.support.project import ROOT
from validation.definitions.tables import TableInfo, TypedTable, curated_tables
from validation.problems import Problem
from validation.rules.between import RULES, problems_between
from validation.rules.common import Tables


class _Watched(dict[str, TypedTable]):
    """Tables that note which of them were asked for."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> TypedTable:
        self.asked.add(name)
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        self.asked.update(self.keys())
        return super().__iter__()

    def get(self, name: str, default: TypedTable | None = None) -> TypedTable | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)

    def values(self):  # type: ignore[no-untyped-def]
        self.asked.update(super().keys())
        return super().values()

    def items(self):  # type: ignore[no-untyped-def]
        self.asked.update(super().keys())
        return super().items()


@cache
def real_tables() -> dict[str, TypedTable]:
    """Return the real tables, not to be changed."""
    return {info.name: checked_table(ROOT, info)[0] for info in curated_tables()}


@cache
def _asked() -> list[frozenset[str]]:
    """Return the tables that each rule asks for."""
    found = []
    for rule in RULES:
        watched = _Watched(real_tables())
        for _ in rule(watched):
            pass
        found.append(frozenset(watched.asked))
    return found


def problems_again(tables: Tables) -> list[Problem]:
    """Return what `problems_between` does, of the rules that ask for a table that is not the real one."""
    changed = {name for name, table in tables.items() if table is not real_tables()[name]}
    asking = (rule for rule, asked in zip(RULES, _asked(), strict=True) if asked & changed)
    return problems_between(tables, tuple(asking))


def remember(patch: pytest.MonkeyPatch) -> None:
    """Let builds that a fault stops take the files that are the real ones as read and judged."""

    def again(root: Path, info: TableInfo) -> tuple[TypedTable, list[Problem], bool]:
        same = (root / info.path).is_file() and (root / info.path).read_bytes() == (ROOT / info.path).read_bytes()
        return (real_tables()[info.name], [], True) if same else checked_table(root, info)

    patch.setattr(build.compile, "checked_table", again)
    patch.setattr(build.compile, "problems_between", problems_again)
