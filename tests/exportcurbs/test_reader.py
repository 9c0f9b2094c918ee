"""The package that people install: what it offers and what it costs to import."""

import datetime
import shutil
import subprocess
import sys
from pathlib import Path

import exportcurbs
import pandas as pd
import pytest
import statsmodels.formula.api

from tests.support.project import version
from validation.definitions import TABLES
from validation.definitions.tables import published_columns, table_info

HEAVY = {"pandas", "pyarrow", "numpy", "duckdb", "typer", "rich", "difflib"}


def python(code: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_tables_are_those_of_the_definitions():
    assert exportcurbs.tables() == list(TABLES)


def test_version_is_that_of_the_project():
    assert exportcurbs.__version__ == version()
    assert version() in exportcurbs.cite()
    assert exportcurbs.as_of in exportcurbs.cite()


@pytest.mark.parametrize("name", list(TABLES))
def test_load_gives_true_types_and_says_what_it_is(name: str):
    frame = exportcurbs.load(name)
    types = {c.name: pd.ArrowDtype(c.type) for c in published_columns(table_info(name))}
    assert dict(frame.dtypes) == types
    expected = {"name": name, "title": table_info(name).title, "version": version(), "as_of": exportcurbs.as_of}
    assert frame.attrs == {**expected, "licence": "CC-BY-4.0", "citation": exportcurbs.cite()}


def test_load_gives_dates_lists_and_missing_cells():
    frame = exportcurbs.load("measure_periods").set_index(["measure_id", "first_day"])
    row = frame.loc[("cn-2024-46-2a", datetime.date(2025, 11, 9))]
    assert row["last_day"] == datetime.date(2026, 11, 27)
    measures = exportcurbs.load("measures").set_index("measure_id")
    assert list(measures.loc["cn-2024-46-1", "destinations"]) == ["USA"]
    assert measures.loc["cn-2024-46-1", "duty_pct"] is pd.NA


def test_a_loaded_frame_is_the_callers_own():
    frame = exportcurbs.load("materials")
    frame["name_en"] = "changed"
    frame.attrs["version"] = "changed"
    assert "changed" not in set(exportcurbs.load("materials")["name_en"])
    assert exportcurbs.load("materials").attrs["version"] == version()


@pytest.mark.parametrize("call", [exportcurbs.load, exportcurbs.describe, exportcurbs.path])
def test_unknown_table_is_answered_with_the_known_ones(call):
    with pytest.raises(KeyError) as raised:
        call("measurs")
    told = str(raised.value)
    assert "there is no table 'measurs'" in told
    assert "Did you mean 'measures'?" in told
    assert all(name in told for name in TABLES)


def test_a_table_like_no_other_gets_no_guess():
    with pytest.raises(KeyError) as raised:
        exportcurbs.load("../../../etc/passwd")
    assert "Did you mean" not in str(raised.value)


@pytest.mark.parametrize("name", list(TABLES))
def test_describe_says_what_the_definition_says(name: str):
    info = table_info(name)
    told = exportcurbs.describe(name)
    rests_on = {target: list(columns) for target, columns in info.rests_on.items()}
    own = {"title": info.title, "grain": info.grain, "key": list(info.key)}
    of_release = {said: exportcurbs.installed().manifest[said] for said in ("version", "as_of", "licence", "citation")}
    assert told.attrs == {**own, "rests_on": rests_on, "sums_up": info.sums_up, **of_release}
    for column, row in zip(published_columns(info), told.to_dict("records"), strict=True):
        assert row == {
            "column": column.name,
            "type": str(column.type).replace("<item:", "<element:"),  # the name that Parquet prescribes
            "required": not column.nullable,
            "unit": column.unit,
            "title": column.title,
            "description": column.description,
            "values": list(column.values),
            "references": column.ref,
        }


def test_describe_without_a_name_tells_the_tables():
    assert exportcurbs.describe()["name"].tolist() == exportcurbs.tables()


def test_unknown_attribute_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        _ = exportcurbs.lod
    assert {"__version__", "as_of", "cite", "describe", "load", "path", "tables"} <= set(dir(exportcurbs))
    assert all(hasattr(exportcurbs, name) for name in dir(exportcurbs))


def test_importing_does_no_work(tmp_path: Path):
    code = "import sys, exportcurbs; print(HEAVY & set(sys.modules))".replace("HEAVY", str(HEAVY))
    assert python(code, tmp_path) == "set()"
    code = "import sys, exportcurbs as ec; ec.tables(), ec.cite('bibtex'); print('pandas' in sys.modules)"
    assert python(code, tmp_path) == "False"
    code = "import sys, exportcurbs as ec; ec.load('items'), ec.load('items', 'arrow'); print('duckdb' in sys.modules)"
    assert python(code, tmp_path) == "False"


@pytest.mark.parametrize("name", list(TABLES))
def test_arrow_and_pandas_give_the_same_table(name: str):
    table = exportcurbs.load(name, engine="arrow")
    assert table.schema.metadata[b"name"].decode() == name
    pd.testing.assert_frame_equal(table.to_pandas(types_mapper=pd.ArrowDtype), exportcurbs.load(name))


def test_types_of_numpy_compare_count_and_drop_duplicates():
    panel = exportcurbs.load("panel_material_month", dtypes="numpy")
    some = panel.query("material_id == 'Ga' and destination == 'USA' and end_use == 'civil' and month > '2025-06'")
    fitted = statsmodels.formula.api.ols("days_licence ~ C(month)", some).fit()
    assert len(fitted.params) == some["month"].nunique() > 10
    spells = exportcurbs.load("code_status", dtypes="numpy")
    late = spells["first_day"] > pd.Timestamp("2024-01-01")
    assert 0 < late.sum() < len(spells) and (late == (spells["first_day"] >= "2024-01-02")).all()
    assert len(spells[["regime", "measure_ids"]].drop_duplicates()) < len(spells.drop_duplicates()) == len(spells)
    assert exportcurbs.row_ids(spells.head(3)) == exportcurbs.row_ids(exportcurbs.load("code_status").head(3))


@pytest.mark.parametrize("name", list(TABLES))
def test_types_of_numpy_hold_the_same_cells(name: str):
    arrow, numpy = exportcurbs.load(name, joined=True), exportcurbs.load(name, dtypes="numpy", joined=True)
    assert numpy.attrs == arrow.attrs and not [t for t in numpy.dtypes if isinstance(t, pd.ArrowDtype)]
    for column, kind in zip(numpy, arrow.dtypes, strict=True):
        assert not kind.name.startswith("list")
        found, expected = numpy[column].tolist(), arrow[column].tolist()
        days = [v.date() if isinstance(v, pd.Timestamp) else v for v in found]
        assert [None if pd.isna(v) else v for v in days] == [None if pd.isna(v) else v for v in expected]


def test_unknown_engine_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="unknown engine 'polars'; write pandas or arrow"):
        exportcurbs.load("measures", engine="polars")
    with pytest.raises(ValueError, match="unknown dtypes 'polars'; write arrow or numpy"):
        exportcurbs.load("measures", dtypes="polars")


def test_a_connection_has_every_table_and_reads_the_installed_files():
    with exportcurbs.connect() as connection:
        views = {row[0]: row[1] for row in connection.execute("SELECT view_name, sql FROM duckdb_views()").fetchall()}
        counts = {name: connection.table(name).aggregate("count(*)").fetchall()[0][0] for name in TABLES}
        joined = connection.execute(
            "SELECT s.publisher_id FROM row_sources r JOIN sources s USING (source_id) "
            "WHERE r.\"table\" = 'measures' AND r.row_id = 'cn-2024-46-1' ORDER BY ALL"
        ).fetchall()
    assert set(TABLES) <= set(views)
    assert all(str(exportcurbs.path(name)) in views[name] for name in TABLES)
    assert counts == {name: len(exportcurbs.load(name)) for name in TABLES}
    assert ("mofcom",) in joined


def test_a_connection_is_the_callers_own():
    with exportcurbs.connect() as first, exportcurbs.connect() as second:
        first.execute("DROP VIEW measures")
        assert second.execute("SELECT count(*) FROM measures").fetchone() == (len(exportcurbs.load("measures")),)


def test_verify_names_what_differs(tmp_path: Path):
    package = tmp_path / "exportcurbs"
    shutil.copytree(Path(exportcurbs.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    code = "import sys; sys.path.insert(0, '.')\nimport exportcurbs as ec\nprint(ec.__file__, *ec.verify(), sep='\\n')"
    assert python(code, tmp_path).splitlines() == [str(package / "__init__.py")]
    data = package / "data"
    (data / "claims.parquet").unlink()
    changed = bytearray((data / "events.parquet").read_bytes())
    changed[100] ^= 1
    (data / "events.parquet").write_bytes(changed)
    shutil.copy(data / "items.parquet", data / "old.parquet")
    assert python(code, tmp_path).splitlines()[1:] == [
        "events.parquet: differs from the file that was published",
        "claims.parquet: missing",
        "old.parquet: not of this version",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("galium", "USA", "2024-12-10"), "item: unknown 'galium'. Did you mean 'Ga'?"),
        (("3C001.A", "USA", "2024-12-10"), "Did you mean '3C001.a'?"),
        (("Ga", "Japan", "2024-12-10"), "destination: unknown 'Japan'. Did you mean 'JPN'?"),
        (("Ga", "USA", "10.12.2024"), "day: unknown '10.12.2024'; write YYYY-MM-DD"),
        (("Ga", "USA", "2024-12-10", "cvil"), "end_use: unknown 'cvil'; write one of: advanced_chips, civil"),
    ],
)
def test_status_says_what_is_near(arguments: tuple[str, ...], told: str):
    with pytest.raises(ValueError, match="unknown") as raised:
        exportcurbs.status(*arguments)
    assert told in str(raised.value)


def test_a_day_outside_the_record_is_told():
    inside = str(exportcurbs.status("Ga", "USA", exportcurbs.as_of))
    assert "outside the record" not in inside
    assert exportcurbs.status("Ga", "USA", "1950-01-01").regime == "unknown"
    outside = str(exportcurbs.status("Ga", "USA", "2999-01-01"))
    assert f"outside the record, which goes to {exportcurbs.as_of}" in outside


def test_status_takes_a_day_in_every_form():
    day = datetime.date(2024, 12, 10)
    told = {
        str(exportcurbs.status("Ga", "USA", form))
        for form in (day, "2024-12-10", pd.Timestamp(day), datetime.datetime(2024, 12, 10, 9))
    }
    assert len(told) == 1
