"""Files that the reader exports lose no cell and are those of the release."""

import json
import re
from pathlib import Path

import exportcurbs
import numpy as np
import pandas as pd
import pytest

from build.editions.formats import write_stata, write_texts
from tests.support.project import version
from validation.definitions.tables import published_columns, table_info


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl", "dta"])
@pytest.mark.parametrize(
    "name", ["measures", "measure_periods", "observations", "platform_materials", "material_status"]
)
def test_export_loses_no_cell(name: str, ending: str, tmp_path: Path):
    file = exportcurbs.export(name, tmp_path / f"{name}.{ending}")
    loaded = exportcurbs.load(name)
    if ending == "parquet":
        assert file.read_bytes() == exportcurbs.path(name).read_bytes()
        return
    read = {"csv": read_csv, "jsonl": read_jsonl, "dta": read_dta}[ending](file)
    expected = [[as_text(cell) for cell in row] for row in loaded.itertuples(index=False)]
    assert [column.removesuffix("_") for column in read.columns] == list(loaded.columns)
    assert [[as_text(cell) for cell in row] for row in read.itertuples(index=False)] == expected


def read_csv(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def read_jsonl(file: Path) -> pd.DataFrame:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return pd.DataFrame(rows, dtype=object)


def read_dta(file: Path) -> pd.DataFrame:
    """Read a file of Stata; .u, which pandas takes for an empty cell, becomes its word again."""
    read = pd.read_stata(file)
    raw = pd.read_stata(file, convert_categoricals=False, convert_missing=True, convert_dates=False)
    for column in read:
        unknown = raw[column].map(str) == ".u"
        if unknown.any():
            read[column] = read[column].astype(object).where(~unknown, "unknown")
    return read


def as_text(cell: object) -> str:
    """Return a cell as every format has it: lists joined, days in ISO form, whole numbers without a point."""
    if isinstance(cell, list) or hasattr(cell, "tolist"):
        return "|".join(cell)
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:  # noqa: PLR0124
        return ""
    if isinstance(cell, bool):
        return str(float(cell)).removesuffix(".0")
    if cell in ("true", "false"):
        return "1" if cell == "true" else "0"
    # exponents: as Arrow writes tens of billions
    if isinstance(cell, float) or re.fullmatch(r"[\d.]+e[+-]\d+", str(cell)):
        return np.format_float_positional(float(str(cell)), trim="-")
    return str(cell).removesuffix(" 00:00:00").removesuffix(".0")


@pytest.mark.parametrize("name", ["measures", "panel_material_month", "material_uses"])
def test_an_exported_file_is_that_of_the_release(name: str, tmp_path: Path):
    (tmp_path / "csv").mkdir()
    write_texts(exportcurbs.installed(), tmp_path / "csv")
    write_stata(exportcurbs.installed(), tmp_path / "csv")
    for ending in ("csv", "dta"):
        own = exportcurbs.export(name, tmp_path / f"{name}.{ending}").read_bytes()
        assert own == (tmp_path / "csv" / f"{name}.{ending}").read_bytes()


def test_stata_files_carry_labels_and_depend_on_nothing_else(tmp_path: Path):
    first, second = (exportcurbs.export("measures", tmp_path / f"{n}.dta") for n in "ab")
    assert first.read_bytes() == second.read_bytes()
    with pd.read_stata(first, iterator=True) as reader:
        labels = reader.variable_labels()
        assert reader.data_label.startswith(f"Export Curbs {version()}: {table_info('measures').title[:40]}")
    columns = published_columns(table_info("measures"))
    assert labels == {c.name: f"{c.title} ({c.unit})" if c.unit else c.title for c in columns}


def test_export_names_the_formats_that_it_knows(tmp_path: Path):
    with pytest.raises(ValueError, match=r"cannot write 'x.xls'; .* \.csv, \.parquet, \.jsonl, \.dta"):
        exportcurbs.export("measures", tmp_path / "x.xls")
    assert not list(tmp_path.iterdir())
