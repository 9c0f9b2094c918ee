"""Text that does harm where a page, a figure or a spreadsheet takes it for more than text, and curated tables of it.

`python -m tests.support.payloads` writes anew which columns the checks refuse it in (some minutes).
"""

import csv
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from build.compile import Compiled, load_curated
from tests.support.project import ROOT, Project, Row
from validation.definitions.tables import ColumnInfo, TableInfo, curated_tables, table_info
from validation.problems import InvalidDataError

# A file of the machine that builds the book, beside the book.
UNSHARED = "unshared.txt"
ABOVE = "../" * 12
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    f"a {{download}}`../../{UNSHARED}` b {{download}}`{ABOVE}etc/passwd`",
    "5 $5 to $10 $x^2$ $$y$$ \\frac{a}{b} \\(z\\) \\input{../unshared.txt} $\\unknown{x$",
    "# h ```{include} ../../unshared.txt ``` {{ 7*7 }} {% raw %} {# c #} ${7*7} %(x)s %d",
    '"}]}</script><script>alert(2)</script><!-- --><style>*{display:none}</style>',
    '1. x" onmouseover="alert(3)" autofocus onfocus=\'alert(4)\' y="',
    "[l](javascript:alert(5)) ![i](https://off.invalid/x.png) <https://off.invalid/y> [r]: https://off.invalid/z",
    ":::{note} x | y \\| **b** _i_ ~~s~~ [^1] {ref}`nowhere` {math}`x` {eval-rst}`.. raw:: html`",
    "(anchor)= x, !main; `code` ``` ~~~ &lt;img src=x onerror=alert(6)&gt; &amp; &#60;b&#62; \\",
    "> q <svg onload=alert(7)><a href=javascript:alert(8)>z</a></td></table></div></main><base href=//off.invalid/>",
    "% c ::: :::: `````` +++ --- === : d <iframe src=https://off.invalid/></iframe> </h1><b>bold</b>",
    'x =1+1 =HYPERLINK("https://off.invalid") "=1+1" \'=1+1\' |=1+1',
)
IN_AN_ADDRESS = "#\"><img/src=x/onerror=alert(9)>)>`'|{}*"
# What a browser would make of them, were they more than text.
MADE = (
    "[onerror], [onload], [onmouseover], [autofocus], [href^='javascript:' i], "
    # but for links to the parties of a document, whose number stands in them percent-encoded
    "[href*='off.invalid']:not([href^='parties.html#word='], [href^='generated/parties.html#word=']), "
    "[src*='off.invalid'], [src='x'], [href$='unshared.txt'], iframe, base, h1 b"
)
LONGEST = 2_000
REFUSED = Path(__file__).with_name("refused.csv")
Place = tuple[str, str]  # a table and its column
# A recipe of `replications` finds its figures by the first three; a page leaves out what is the main clause.
FILTERS = {("replications", "part"), ("replications", "base"), ("observations", "printed_item"), ("measures", "clause")}
# The checks refuse other names there than ISO 3166, the periodic table, the notices have; pages must not rely on that.
PAST_THE_CHECKS = {
    ("countries", "name"),
    ("materials", "name_en"),
    ("measures", "title"),
    ("listings", "name_en_printed"),
}


@dataclass(frozen=True)
class Harmful:
    """A dataset of such text, and the curated columns that hold it: (table, column)."""

    columns: set[tuple[str, str]]
    compiled: Compiled


def plant(project: Project) -> set[Place]:
    """Write payloads into every text column of a project's curated tables; return the columns that now hold them.

    A column stays as it was where the checks of the dataset refuse a payload in it, a long and a short one. Most of
    these are known from an earlier run, which saves asking the checks many times.
    """
    with REFUSED.open(encoding="utf-8", newline="") as file:
        known = {(row["table"], row["column"]): row["refused"] for row in csv.DictReader(file)}
    return _planted_in(project, {c for c, how in known.items() if how == "both"}, known.keys())[0]


def _planted_in(
    project: Project, refused_both: set[Place], refused_long: Iterable[Place]
) -> tuple[set[Place], set[Place]]:
    """Plant in all other columns, briefly where the long is refused; return what holds text, and which of it short."""
    true = {info.name: project.rows(info.name) for info in curated_tables()}
    columns = {(info.name, column.name) for info in curated_tables() for column in info.columns if _free(info, column)}
    columns -= FILTERS | refused_both
    corrected = {row["printed"] for row in true["corrections"]}
    short = set(refused_long)

    def refused(planted: set[Place]) -> list[Place]:
        for name, rows in true.items():
            info = table_info(name)
            own = {info.column(c): (t, c) in short for t, c in sorted(planted) if t == name}
            project.save(name, [{**row, **_cells(info, row, own, corrected)} for row in rows])
        try:
            load_curated(project.root)
        except InvalidDataError as error:
            return [(Path(p.path).stem, p.column) for p in error.problems]
        return []

    while columns and (found := refused(columns)):
        culprits = set(found) & columns
        columns -= culprits & short or (set() if culprits else _behind(found, columns, refused))
        short |= culprits
    assert columns, "the checks refuse every payload"
    return columns, short & columns


def _behind(found: list[Place], columns: set[Place], refused: Callable[[set[Place]], list[Place]]) -> set[Place]:
    """Return the planted column without which fewer problems are found of columns that hold no payload."""
    own = {table for table, _ in found}
    near = {c.ref for table in own for c in table_info(table).columns if c.ref}
    for table in sorted({t for t, _ in columns}, key=lambda t: (t not in own, t not in near, t)):
        there = {c for c in columns if c[0] == table}
        if len(refused(columns - there)) < len(found):
            return next(({c} for c in sorted(there) if len(refused(columns - {c})) < len(found)), there)
    raise AssertionError(f"no one table of payloads is behind {found}")


def _free(info: TableInfo, column: ColumnInfo) -> bool:
    """Say whether the definition of a column lets it hold anything but keys and closed lists."""
    if column.names or column.place or any(column.name in names for names, _ in info.references):
        return False
    text = pa.types.is_string(column.type) or column.each
    tried = [f"x:{payload} 镓" for payload in PAYLOADS] + [f"https://example.org{IN_AN_ADDRESS}"]
    pattern = not column.pattern or any(re.match(column.pattern, cell) for cell in tried)
    return text and not column.values and pattern and (not column.ref or column.name == "source_ids")


def _cells(info: TableInfo, row: Row, columns: dict[ColumnInfo, bool], corrected: set[str]) -> Row:
    """Return the planted cells of a row; equal ones stay equal, as pages put together what is alike."""
    found = {}
    for place, (column, short) in enumerate(columns.items()):
        cell = row[column.name]
        turn = zlib.crc32(cell.encode()) + place
        if cell and cell not in corrected:
            small = f"{cell[:100]} {PAYLOADS[turn % 2]}"
            found[column.name] = small if short else _planted(column, cell, turn, column.name in info.key)
    return found


def _planted(column: ColumnInfo, cell: str, turn: int, own_key: bool) -> str:
    """Return a cell with two payloads in it: one where it begins, but for a key, and one where it ends."""
    before, after = PAYLOADS[turn % len(PAYLOADS)], PAYLOADS[(turn + len(PAYLOADS) // 2) % len(PAYLOADS)]
    if column.name == "source_ids":
        return "|".join(map(_located, cell.split("|")))
    if column.name == "url":
        return cell + IN_AN_ADDRESS
    if column.each:
        return "|".join(f"{part} {after.replace('|', ' ').strip()}" for part in cell.split("|"))
    if len(cell) > LONGEST - 400:
        return cell
    tried = ([] if own_key else [f"{before} {cell} {after}"]) + [f"{cell} {p}" for p in (after, *PAYLOADS)]
    return next((t for t in tried if not column.pattern or re.match(column.pattern, t)), cell)


def _located(cited: str) -> str:
    """Return a citation with a payload in its locator; equal ones stay equal."""
    key, _, place = cited.partition("[")
    payload = PAYLOADS[zlib.crc32(cited.encode()) % len(PAYLOADS)]
    return f"{key}[{' '.join((place[:-1] + ' ' + re.sub(r'[][|]', ' ', payload)).split())}]"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        planted, short = _planted_in(Project.copied(ROOT, Path(folder)), set(), set())
    free = {(info.name, c.name) for info in curated_tables() for c in info.columns if _free(info, c)} - FILTERS
    rows = [(*place, "long" if place in short else "both") for place in sorted(free - planted | short)]
    with REFUSED.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("table", "column", "refused"), *rows])


if __name__ == "__main__":
    main()
