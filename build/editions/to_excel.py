"""Excel: one workbook with a sheet per table, a codebook and a page that says how to read it."""

import datetime
import unicodedata
from pathlib import Path
from typing import Any

import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._frames import joined_lists
from exportcurbs._plurals import counted
from exportcurbs._stata import STAMP

from build.editions.codebook import codebook_table
from validation.definitions.tables import table_info

NARROW, WIDE = 8, 60
SAMPLE = 200
# A sheet holds 1,048,576 rows; long before that the workbook takes minutes to open.
MOST_ROWS = 50_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HOW_TO_READ = (
    "An empty cell is a missing value, never 0 and never an empty text; a column that the codebook calls a list "
    "and requires is empty where the list has no element.",
    "Lists are text, their elements joined by | . Dates are Excel dates, numbers are numbers of 16 digits (the other "
    "formats keep the last bit), codes are text so that no leading zero is lost.",
    "No cell is a formula. Text that begins with = + - @ or a tab or line break, which a spreadsheet might run as a "
    "formula when the cell is edited, is stored as text and marked as such, as if typed after an apostrophe. Its value "
    "is unchanged. The CSV files hold such text unmarked: open them as text, not by a double click.",
)


def write_excel(published: Dataset, path: Path) -> None:
    """Write the workbook; ValueError for a cell that Excel could not hold whole."""
    import xlsxwriter  # type: ignore[import-untyped]  # which only a release needs

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    book.set_properties({"title": f"Export Curbs {published.version}", "created": STAMP})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "marked": book.add_format({"quote_prefix": True}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _write_about(book.add_worksheet("README"), published, formats)
    for name, table in {"codebook": codebook_table(), **published.arrow}.items():
        if table.num_rows <= MOST_ROWS:
            _write_table(book.add_worksheet(name), joined_lists(table), formats)
    book.close()


def _write_about(sheet: Any, published: Dataset, formats: dict[str, Any]) -> None:
    lines = [str(published.manifest["citation"]), *HOW_TO_READ, "Sheets:", "codebook: what each column means"]
    counts = {name: counted(table.num_rows, "row") for name, table in published.arrow.items()}
    left_out = {name for name, table in published.arrow.items() if table.num_rows > MOST_ROWS}
    lines += [f"{name}: {table_info(name).grain}, {counts[name]}" for name in counts if name not in left_out]
    if left_out:
        lines.append(f"Tables of more than {MOST_ROWS:,} rows are no sheets; the release has them as CSV:")
    lines += [f"csv/{name}.csv: {table_info(name).grain}, {counts[name]}" for name in counts if name in left_out]
    sheet.set_column(0, 0, 110)
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line, formats["head" if at == 0 else "wrapped"])


def _write_table(sheet: Any, table: pa.Table, formats: dict[str, Any]) -> None:
    columns = [column.to_pylist() for column in table.columns]
    writes = [_writer(sheet, field.type, formats) for field in table.schema]
    for at, name in enumerate(table.column_names):
        sheet.set_column(at, at, _width([name, *columns[at][:SAMPLE]]))
        sheet.write_string(0, at, name, formats["head"])
    for line, row in enumerate(zip(*columns, strict=True), start=1):
        for at, value in enumerate(row):
            # what cannot be held whole is refused: the library itself would drop it and go on
            if value is not None and value != "" and writes[at](line, at, value):
                raise ValueError(f"sheet {sheet.get_name()}, row {line + 1}: Excel cannot hold {str(value)[:60]!r}")
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes are text on purpose
    sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)


def _writer(sheet: Any, kind: pa.DataType, formats: dict[str, Any]) -> Any:
    if pa.types.is_date(kind):
        return lambda line, at, day: sheet.write_datetime(line, at, day, formats["day"])
    if pa.types.is_boolean(kind):
        return sheet.write_boolean
    if pa.types.is_string(kind):
        marked = formats["marked"]
        return lambda y, x, text: sheet.write_string(y, x, text, marked if text.startswith(FORMULA_STARTS) else None)
    return sheet.write_number


def _width(values: list[Any]) -> int:
    """Return a column's width in characters; those of Chinese and Japanese take two."""
    texts = [str(v) for v in values if isinstance(v, str | int | float | datetime.date)]
    widest = max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text) for text in texts)
    return min(max(widest + 2, NARROW), WIDE)
