"""Read: the text of the curated CSV files, with the line of every row. Only bytes and shape are judged here."""

import contextlib
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from validation.definitions.tables import TableInfo
from validation.problems import Problem, nearest, shown

BLANKS = {
    "\u00a0": "no-break space",
    "\u2009": "thin space",
    "\u200b": "zero-width space",
    "\u202f": "narrow no-break space",
    "\ufeff": "byte order mark",
    "\t": "tab",
}
# A longer text is a file pasted into a cell, or a quotation mark that was never closed.
LONGEST = 2_000
# Unicode categories of characters that nobody sees: controls, format marks, private and lost ones, line separators.
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
FORMULA_STARTS = ("=", "+", "-", "@")
# Chinese, Japanese and full-width letters, and the columns that may hold them besides names in these languages.
EAST_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
ANY_SCRIPT = re.compile(r".*(_zh|_ja|_zh_printed|/note)|sources/(title|author|url)|corrections/.*")
# What a program writes for a letter that its encoding lacks
MARK_BEFORE_LETTER = re.compile(r"\?[^\W\d_]")
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


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
            continue
        for name, cell in zip(header, cells, strict=True):
            table.problems.extend(_cell_problems(table.info.path, line, name, cell))
        table.rows.append(dict(zip(header, cells, strict=True)))
        table.lines.append(line)


def _cell_problems(path: str, line: int, name: str, cell: str) -> Iterator[Problem]:
    plain = cell.isascii() and cell.isprintable() and cell == cell.strip() and not _lost_letter(cell)
    plain = plain and len(cell) <= LONGEST
    if plain and not cell.startswith(FORMULA_STARTS):
        return
    if cell != cell.strip():
        yield Problem(path, line, name, f"{shown(cell)} has a space at an end", "remove it")
    if cell.startswith(FORMULA_STARTS) and not NEGATIVE.fullmatch(cell):
        yield Problem(
            path, line, name, f"{shown(cell)} begins like a spreadsheet formula", "begin it with another character"
        )
    if len(cell) > LONGEST:
        yield Problem(path, line, name, f"{shown(cell)} has {len(cell):,} characters", f"write at most {LONGEST:,}")
    for mark, kind in BLANKS.items():
        if mark in cell:
            yield Problem(path, line, name, f"{shown(cell)} holds a {kind}", "write a plain space or nothing")
    # U+3000 is the space of Chinese and Japanese text.
    for blank in sorted({c for c in cell if unicodedata.category(c) == "Zs" and c not in {*BLANKS, " ", "\u3000"}}):
        yield Problem(path, line, name, f"holds the blank U+{ord(blank):04X}", "write a plain space")
    for control in sorted({c for c in cell if unicodedata.category(c) in UNSEEN and c not in BLANKS}):
        yield Problem(path, line, name, f"holds the character U+{ord(control):04X}", "remove it")
    yield from _letter_problems(path, line, name, cell)


def _letter_problems(path: str, line: int, name: str, cell: str) -> Iterator[Problem]:
    if "\ufffd" in cell or _lost_letter(cell):
        yield Problem(path, line, name, f"{shown(cell)} holds a replacement character", "type the lost character")
    if EAST_ASIAN.search(cell) and not ANY_SCRIPT.fullmatch(f"{Path(path).stem}/{name}"):
        yield Problem(
            path, line, name, f"{shown(cell)} holds Chinese or full-width letters", "write it in Latin letters"
        )
    if misread := _misread(cell):
        yield Problem(path, line, name, f"{shown(cell)} was read in a wrong encoding", f"write {shown(misread)}")
    if unicodedata.normalize("NFC", cell) != cell:
        yield Problem(path, line, name, f"{shown(cell)} is not in Unicode form NFC", "type the accented letters anew")


def _lost_letter(cell: str) -> bool:
    """Say whether a question mark stands where no sentence ends; an address may hold one."""
    return "?" in cell and ("??" in cell or ("://" not in cell and MARK_BEFORE_LETTER.search(cell) is not None))


def _misread(cell: str) -> str:
    """Return the text whose UTF-8 bytes were read as Western or Chinese text, an empty text if there is none."""
    for encoding in ("cp1252", "latin-1", "gb18030"):
        with contextlib.suppress(UnicodeError):
            text = cell.encode(encoding).decode("utf-8")
            # two bytes of a Chinese letter may be those of an accented one
            if text != cell and (encoding != "gb18030" or EAST_ASIAN.search(text)):
                return text
    return ""
