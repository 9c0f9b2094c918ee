"""A dataset many times the size of the real one: the curated tables beside renamed copies of themselves.

Copy k stands beside the first with all its keys, and all that refers to them, renamed (`c7-cn-2024-46`), so that it is
a valid dataset of its own. What a rule of form forbids to prefix gets an unused value of the same form: dual-use codes
another base of the same letter, HS codes other digits, materials a word (their symbol and number go, since there are
only 118 elements). Three things cannot grow and stand once:

- closed lists of the world: countries, coding_rules, the whole-list rows of coverage, corrections;
- groups of materials, whose names the definition closes: in a copy each group is one more material;
- rules for all dual-use or all other items: a code of every copy would fall under those of every other, and the answer
  itself would grow by the square. In a copy they speak of all goods; those of the first reach the codes of all copies.

Destinations are those that rules name, so their number stays, and the parties listed there add up over the copies.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.project import ROOT, Project, Row
from validation.citations import source_key
from validation.definitions.tables import ColumnInfo, TableInfo, curated_tables, table_info

SINGLE = ("countries", "coding_rules", "material_groups", "corrections", "retired")
HS6 = ("hs6", "hs6_2022")
LETTERS = "ABCDE"
Rows = dict[str, list[Row]]


def real_rows(root: Path = ROOT) -> Rows:
    """Return the curated tables as text cells."""
    project = Project(root)
    return {info.name: project.rows(info.name) for info in curated_tables()}


class Copies:
    """The renamed copies of the curated tables, counted from 1."""

    def __init__(self, real: Rows) -> None:
        self.real = real
        self.groups = {r["group_id"]: r for r in real["material_groups"]}
        self.sources = self._cited()
        self.publishers = {r["publisher_id"] for r in real["sources"] if r["source_id"] in self.sources}
        dual_use = [r["code"] for r in real["control_codes"] if r["scheme"] == "dual_use"]
        bases = sorted({code.partition(".")[0] for code in dual_use})
        self._bases = {letter: [b for b in bases if b[1] == letter] for letter in LETTERS}
        taken = set(bases)
        self._free_bases = {
            letter: [b for n in range(10_000) if (b := f"{n // 1000}{letter}{n % 1000:03d}") not in taken]
            for letter in LETTERS
        }
        named = {cell for rows in real.values() for r in rows for c in HS6 if (cell := r.get(c))}
        self._lines = sorted({line for cell in named for line in cell.split("|")})
        known = set(self._lines)
        self._free_lines = [line for n in range(1_000_000) if (line := f"{n:06d}") not in known]

    def _cited(self) -> set[str]:
        """Return the sources that a copy cites: those of its rows and what these repeat or are quoted by."""
        cited = {
            source_key(text)
            for name, rows in self.real.items()
            if name not in SINGLE or name == "material_groups"
            for row in rows
            for text in row.get("source_ids", "").split("|")
        }
        behind = {r["source_id"]: (r["quoted_by_id"], r["origin_id"]) for r in self.real["sources"]}
        waiting = [key for key in cited if key]
        found: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += [k for k in behind[key] if k]
        return found

    def rows(self, name: str, copy: int) -> Iterator[Row]:
        """Yield the rows of one table in one copy."""
        info = table_info(name)
        for row in () if name in SINGLE else self.real[name]:
            if self._grows(name, row):
                renamed = {c.name: self._cell(info, c, row, copy) for c in info.columns}
                yield _adapted(name, renamed)
        if name == "materials":
            yield from self._stand_ins(info, copy)

    def _grows(self, name: str, row: Row) -> bool:
        if name == "sources":
            return row["source_id"] in self.sources
        if name == "publishers":
            return row["publisher_id"] in self.publishers
        return name != "coverage" or bool(row["material_id"] or row["group_id"])

    def _cell(self, info: TableInfo, column: ColumnInfo, row: Row, copy: int) -> str:
        cell = row[column.name]
        if column.name == "material_id":
            return self._material(cell or row.get("group_id", ""), copy)
        if not cell or column.name == "group_id":
            return ""
        if column.name in ("code", "parent", "to_code"):
            return self._code(row["to_scheme" if column.name == "to_code" else "scheme"], cell, copy)
        if column.name in (*HS6, "customs_code"):
            return "|".join(self._line(line[:6], copy) + line[6:] for line in cell.split("|"))
        if info.name == "discrepancies":
            return f"{cell} (copy {copy})" if column.name == "what" else cell
        return self._name(info, column, cell, copy)

    def _name(self, info: TableInfo, column: ColumnInfo, cell: str, copy: int) -> str:
        own = info.key == (column.name,) or column.name in ("check_id", "measure_id")
        if not own and (not column.ref or column.ref in SINGLE):
            return cell
        return "|".join(f"c{copy}-{element}" for element in cell.split("|"))

    def _material(self, cell: str, copy: int) -> str:
        return f"c{copy}_{cell.lower()}" if cell else ""

    def _line(self, hs6: str, copy: int) -> str:
        return self._free_lines[(copy - 1) * len(self._lines) + self._lines.index(hs6)]

    def _code(self, scheme: str, code: str, copy: int) -> str:
        if scheme != "dual_use":
            return f"c{copy}-{code}"
        base, dot, below = code.partition(".")
        bases = self._bases[base[1]]
        return self._free_bases[base[1]][(copy - 1) * len(bases) + bases.index(base)] + dot + below

    def _stand_ins(self, info: TableInfo, copy: int) -> Iterator[Row]:
        """Yield one material for each group."""
        for group, row in self.groups.items():
            cited = self._cell(table_info("material_groups"), info.column("source_ids"), row, copy)
            cells = {"material_id": self._material(group, copy), "name_en": group, "source_ids": cited}
            cells["not_traded"] = "It stands for a group."
            yield {c.name: cells.get(c.name, "") for c in info.columns}


def _adapted(name: str, row: Row) -> Row:
    """Return a renamed row without what cannot be true of a copy."""
    if name == "materials":
        return {**row, "symbol": "", "atomic_number": ""}
    if name == "measures" and row["item_scope"] in ("all_dual_use", "all_items"):
        return {**row, "item_scope": "all_goods"}
    return row


def write_copies(real: Rows, times: int, root: Path) -> dict[str, int]:
    """Write a project folder with the real tables and times - 1 copies; return the rows of each table."""
    copies, counts = Copies(real), {}
    for info in curated_tables():
        path = root / info.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [c.name for c in info.columns], lineterminator="\n")
            writer.writeheader()
            counts[info.name] = _write(writer, real[info.name])
            for copy in range(1, times):
                counts[info.name] += _write(writer, copies.rows(info.name, copy))
    (root / "datasets" / "VERSION").write_bytes((ROOT / "datasets" / "VERSION").read_bytes())
    return counts


def _write(writer: "csv.DictWriter[str]", rows: Iterable[Row]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the count
        writer.writerow(row)
    return count
