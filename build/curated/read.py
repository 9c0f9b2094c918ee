"""Read: the text of the curated CSV files, with the line of every row. Only bytes and shape are judged here."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from validation.definitions.tables import ColumnInfo, TableInfo
from validation.problems import Problem, nearest, shown
from validation.rules.letters import letter_faults

# After so many lines of a wrong shape the file is another one, and reading on would only fill the memory.
MOST_MISSHAPEN = 1_000


@dataclass
class TextTable:
    """A curated table as text: one dict per row (column -> cell), the line of each row, the problems met.

    `whole` is False when some row of the file could not be read.
    """

    info: TableInfo
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def fail(self, line: int, found: str, instead: str, column: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(self.info.path, line, column, found, instead))

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        return [row[name] for row in self.rows]


def read_table(root: Path, info: TableInfo) -> TextTable:
    """Return the text of one curated table; faults of the file are in its `problems`, never raised."""
    table = TextTable(info)
    text = _text(root / info.path, table)
    table.whole = text is not None and _rows(text, table)
    return table


def _text(path: Path, table: TextTable) -> str | None:
    fail = table.fail
    if not path.is_file():
        fail(0, "the file is missing", "restore it, with at least its header row")
        return None
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        fail(0, "the file is UTF-16", "save it as UTF-8")
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        fail(1, "the file begins with a byte order mark", "save it as UTF-8 without BOM")
        data = data[3:]
    for mark, name in ((b"\0", "NUL byte"), (b"\r", "carriage return")):
        if mark in data:
            line = data[: data.index(mark)].count(b"\n") + 1
            fail(line, f"holds a {name}", "save it as plain text with LF line ends")
            if mark == b"\0":
                return None
    try:
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        fail(data[: error.start].count(b"\n") + 1, f"byte 0x{data[error.start]:02x} is not UTF-8", "save it as UTF-8")
        return None


def _rows(text: str, table: TextTable) -> bool:
    """Read header and rows; return whether all could be read. A record that is no CSV ends the table."""
    names, line = [c.name for c in table.info.columns], 1
    if not text.strip():
        table.fail(0, "the file is empty", f"write the header row: {','.join(names)}")
        return False
    if not text.endswith("\n"):
        table.fail(text.count("\n") + 1, "the last line has no line end", "end the file with a newline")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    whole = True
    try:
        for cells in reader:
            if header:
                whole = _row(line, cells, header, table) and whole
            else:
                header = cells
                _header(header, names, table)
                if sorted(header) != sorted(names):
                    return False
            if len(table.problems) >= MOST_MISSHAPEN:
                table.fail(line, "the rest of the file was not read", "mend the lines before it first")
                return False
            line = reader.line_num + 1
    except csv.Error as error:
        fault = "a quoted cell is not closed" if "unexpected end" in str(error) else str(error)
        table.fail(line, f"cannot be read as CSV: {fault}", "check the quotes of this row")
        whole = False
    for column in table.info.columns:
        _letters(column, table)
    return whole


def _header(header: list[str], names: list[str], table: TextTable) -> None:
    if len(header) == 1:
        table.fail(1, "the header is one cell", f"separate the cells by commas: {','.join(names)}")
        return
    for name in (name for name in header if name not in names):
        guess = nearest(name, set(names) - set(header)) or "remove the column"
        table.fail(1, "is not a column of this table", guess, shown(name)[1:-1] or "(no name)")
    for name in (name for name in dict.fromkeys(header) if header.count(name) > 1):
        table.fail(1, "the column stands twice", "remove one of them", shown(name)[1:-1])
    for name in (name for name in names if name not in header):
        table.fail(1, "the column is missing", f"write the header row: {','.join(names)}", name)


def _row(line: int, cells: list[str], header: list[str], table: TextTable) -> bool:
    """Keep a row with the cells of the header; return whether nothing was lost: a blank line is nothing."""
    if len(cells) == len(header):
        table.rows.append(dict(zip(header, cells, strict=True)))
        table.lines.append(line)
        return True
    found = "the line is blank" if not cells else f"has {len(cells)} cells, the header has {len(header)}"
    table.fail(line, found, "write one cell per column, with quotes around commas")
    return not cells


def _letters(column: ColumnInfo, table: TextTable) -> None:
    """Say what is wrong with the letters of a column; each different cell is looked at once."""
    cells = table.column(column.name)
    wrong = {cell: faults for cell in dict.fromkeys(cells) if (faults := list(letter_faults(column, cell)))}
    for line, cell in zip(table.lines, cells, strict=True) if wrong else ():
        for fault in wrong.get(cell, ()):
            table.fail(line, *fault, column.name)
