"""Read: the text of the curated CSV files, with the line of every row. Only bytes and shape are judged here."""

import csv
import io
from collections.abc import Iterator
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

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        return [row[name] for row in self.rows]


def read_table(root: Path, info: TableInfo) -> TextTable:
    """Return the text of one curated table; faults of the file are in its `problems`, never raised."""
    table = TextTable(info)
    text = _text(root / info.path, table)
    if text is None:
        table.whole = False
    else:
        _rows(text, table)
    return table


def _text(path: Path, table: TextTable) -> str | None:
    shown_path = table.info.path

    def fail(line: int, found: str, instead: str) -> None:
        table.problems.append(Problem(shown_path, line, "", found, instead))

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


def _rows(text: str, table: TextTable) -> None:
    path, names = table.info.path, [c.name for c in table.info.columns]
    if not text.strip():
        table.problems.append(Problem(path, 0, "", "the file is empty", f"write the header row: {','.join(names)}"))
        table.whole = False
        return
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        table.problems.append(Problem(path, last, "", "the last line has no line end", "end the file with a newline"))
    records = _records(text, table)
    for _, header in records:
        table.problems.extend(_header_problems(path, header, names))
        if sorted(header) == sorted(names):
            _body(records, header, table)
        else:
            table.whole = False
        return


def _records(text: str, table: TextTable) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its first line; a record that is no CSV is reported and ends the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        fault = "a quoted cell is not closed" if "unexpected end" in str(error) else str(error)
        found = f"cannot be read as CSV: {fault}"
        table.problems.append(Problem(table.info.path, line, "", found, "check the quotes of this row"))
        table.whole = False


def _header_problems(path: str, header: list[str], names: list[str]) -> Iterator[Problem]:
    if len(header) == 1:
        yield Problem(path, 1, "", "the header is one cell", f"separate the cells by commas: {','.join(names)}")
        return
    for name in header:
        if name not in names:
            guess = nearest(name, set(names) - set(header))
            label = shown(name)[1:-1] or "(no name)"
            yield Problem(path, 1, label, "is not a column of this table", guess or "remove the column")
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield Problem(path, 1, shown(name)[1:-1], "the column stands twice", "remove one of them")
    for name in names:
        if name not in header:
            yield Problem(path, 1, name, "the column is missing", f"write the header row: {','.join(names)}")


def _body(records: Iterator[tuple[int, list[str]]], header: list[str], table: TextTable) -> None:
    for line, cells in records:
        if len(cells) != len(header):
            found = "the line is blank" if not cells else f"has {len(cells)} cells, the header has {len(header)}"
            table.problems.append(
                Problem(table.info.path, line, "", found, "write one cell per column, with quotes around commas")
            )
            table.whole = table.whole and not cells
            if len(table.problems) >= MOST_MISSHAPEN:
                unread = "the rest of the file was not read"
                table.problems.append(Problem(table.info.path, line, "", unread, "mend the lines before it first"))
                table.whole = False
                return
            continue
        table.rows.append(dict(zip(header, cells, strict=True)))
        table.lines.append(line)
    for column in table.info.columns:
        table.problems.extend(_letters(column, table))


def _letters(column: ColumnInfo, table: TextTable) -> Iterator[Problem]:
    """Yield what is wrong with the letters of a column; each different cell is looked at once."""
    cells = table.column(column.name)
    wrong = {cell: faults for cell in dict.fromkeys(cells) if (faults := list(letter_faults(column, cell)))}
    if wrong:
        for line, cell in zip(table.lines, cells, strict=True):
            yield from (Problem(table.info.path, line, column.name, *fault) for fault in wrong.get(cell, ()))
