"""Faults of a file's shape: each breaks one place of a project and says which message must follow."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.project import Project, Row, key

# A row that every edition of the data holds.
BAN = key(measure_id="cn-2024-46-1")


@dataclass(frozen=True)
class Fault:
    """What `broken` does to a project (it returns the line, 0 for the file) and what must be said of it."""

    broken: Callable[[Project], int]
    table: str
    column: str
    found: str
    instead: str
    problems: int = 1


FAULTS: dict[str, Fault] = {}


def fault(
    table: str, column: str, found: str, instead: str, problems: int = 1
) -> Callable[[Callable[[Project], int]], Callable[[Project], int]]:
    """Register a function that breaks a project."""

    def register(broken: Callable[[Project], int]) -> Callable[[Project], int]:
        assert broken.__name__ not in FAULTS
        FAULTS[broken.__name__] = Fault(broken, table, column, found, instead, problems)
        return broken

    return register


def cell_fault(name: str, cell: str, found: str, instead: str) -> None:
    """Register a fault that is one odd text in a free column."""

    def broken(project: Project) -> int:
        return project.edit("measures", BAN, note=cell)

    FAULTS[name] = Fault(broken, "measures", "note", found, instead)


def bytes_fault(project: Project, table: str, change: Callable[[bytes], bytes]) -> None:
    path = project.file(table)
    path.write_bytes(change(path.read_bytes()))


def _renamed(project: Project, table: str, names: Callable[[list[str]], list[str]]) -> int:
    lines = project.text(table).split("\n")
    lines[0] = ",".join(names(lines[0].split(",")))
    project.file(table).write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return 1


@fault("measures", "clause", "the column is missing", "write the header row: measure_id,instrument_id,")
def missing_column(project: Project) -> int:
    rows = project.rows("measures")
    project.save("measures", rows, [name for name in rows[0] if name != "clause"])
    return 1


@fault("measures", "remarks", "is not a column of this table", "remove the column")
def extra_column(project: Project) -> int:
    rows: list[Row] = [{**row, "remarks": "x"} for row in project.rows("measures")]
    project.save("measures", rows, list(rows[0]))
    return 1


@fault("measures", "efect", "is not a column of this table", 'did you mean "effect"?', problems=2)
def misspelt_column(project: Project) -> int:
    return _renamed(project, "measures", lambda names: ["efect" if n == "effect" else n for n in names])


@fault("measures", "note", "the column stands twice", "remove one of them", problems=2)
def column_twice(project: Project) -> int:
    return _renamed(project, "measures", lambda names: ["note" if n == "clause" else n for n in names])


@fault("entities", "", "the file is UTF-16", "save it as UTF-8")
def utf16(project: Project) -> int:
    bytes_fault(project, "entities", lambda data: data.decode().encode("utf-16"))
    return 0


@fault("measures", "", "byte 0xe9 is not UTF-8", "save it as UTF-8")
def latin1(project: Project) -> int:
    line = project.edit("measures", BAN, note="caf\xe9")
    bytes_fault(project, "measures", lambda data: data.replace("caf\xe9".encode(), "caf\xe9".encode("latin-1")))
    return line


@fault("entities", "", "begins with a byte order mark", "save it as UTF-8 without BOM")
def byte_order_mark(project: Project) -> int:
    bytes_fault(project, "entities", lambda data: b"\xef\xbb\xbf" + data)
    return 1


@fault("listings", "", "holds a carriage return", "LF line ends")
def crlf(project: Project) -> int:
    bytes_fault(project, "listings", lambda data: data.replace(b"\n", b"\r\n"))
    return 1


@fault("measures", "", "holds a NUL byte", "save it as plain text")
def nul(project: Project) -> int:
    line = project.edit("measures", BAN, note="NUL here")
    bytes_fault(project, "measures", lambda data: data.replace(b"NUL here", b"\0"))
    return line


@fault("measures", "", "a quoted cell is not closed", "check the quotes of this row")
def unbalanced_quotes(project: Project) -> int:
    line = project.copy_row("measures", BAN, measure_id="cn-2024-46-9", note="last cell")
    return project.rewrite_line("measures", line, lambda text: text.replace("last cell", '"last cell'))


@fault("measures", "", "cannot be read as CSV: ',' expected after '\"'", "check the quotes of this row")
def quote_closed_early(project: Project) -> int:
    line = project.edit("measures", BAN, note="a, b")
    return project.rewrite_line("measures", line, lambda text: text.replace('"a, b"', '"a," b'))


@fault("measures", "", "cells, the header has", "write one cell per column")
def row_too_short(project: Project) -> int:
    line = project.edit("measures", BAN, note="last cell")
    return project.rewrite_line("measures", line, lambda text: text.removesuffix(",last cell"))


@fault("measures", "", "cells, the header has", "with quotes around commas")
def row_too_long(project: Project) -> int:
    line, _ = project.find("measures", BAN)
    return project.rewrite_line("measures", line, lambda text: text + ", and more")


@fault("measures", "", "the line is blank", "write one cell per column")
def blank_line(project: Project) -> int:
    line, _ = project.find("measures", BAN)
    project.rewrite_line("measures", line, lambda text: "\n" + text)
    return line


@fault("measures", "", "the last line has no line end", "end the file with a newline")
def no_line_end(project: Project) -> int:
    bytes_fault(project, "measures", lambda data: data.removesuffix(b"\n"))
    return len(project.text("measures").split("\n"))


@fault("measures", "", "the file is empty", "write the header row: measure_id,instrument_id,")
def empty_file(project: Project) -> int:
    project.file("measures").write_bytes(b"")
    return 0


@fault("sources", "", "the file is missing", "restore it, with at least its header row")
def missing_file(project: Project) -> int:
    project.file("sources").unlink()
    return 0


cell_fault("not_nfc", "Universita\u0300", "is not in Unicode form NFC", "type the accented letters anew")
cell_fault("no_break_space", "no\u00a0break", "holds a no-break space", "write a plain space or nothing")
cell_fault("zero_width_space", "no\u200bwidth", "holds a zero-width space", "write a plain space or nothing")
cell_fault("tab", "a\tb", "holds a tab", "write a plain space or nothing")
cell_fault("trailing_space", "a space ", '"a space " has a space at an end', "remove it")
cell_fault("leading_space", " a space", '" a space" has a space at an end', "remove it")
cell_fault("line_separator", "a\u2028b", "holds the character U+2028", "remove it")
cell_fault("right_to_left_mark", "a\u200fb", "holds the character U+200F", "remove it")
cell_fault("replacement_character", "caf\ufffd", "holds a replacement character", "type the lost character")
cell_fault("lost_letter", "R?union", "holds a replacement character", "type the lost character")
for start in "=+-@":
    found = f'"{start}A1" begins like a spreadsheet formula'
    cell_fault(f"formula{start}", f"{start}A1", found, "begin it with another character")
