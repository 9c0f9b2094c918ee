"""A table that is written and read again, as CSV or Parquet, holds what it held."""

import csv
import io
import json
import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.curated.parse import parse_table
from build.curated.read import read_table
from build.write.parquet import content_hash, write_parquet
from tests.support.project import Project, key
from tests.support.strategies import LOCATOR, SLOW, WORD
from validation.definitions import TABLES
from validation.definitions.tables import arrow_schema, curated_tables, table_info

CURATED = [info.name for info in curated_tables()]


@pytest.mark.parametrize("name", CURATED)
def test_a_table_written_again_is_read_the_same(name: str, base: Project, tmp_path: Path):
    info, chance = table_info(name), random.Random(name)  # noqa: S311 - a sample, no secret
    first = read_table(base.root, info)
    names = chance.sample([c.name for c in info.columns], len(info.columns))
    order = chance.sample(range(len(first.rows)), len(first.rows))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n", quoting=chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    writer.writeheader()
    writer.writerows(first.rows[i] for i in order)
    path = tmp_path / info.path
    path.parent.mkdir(parents=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    again = read_table(tmp_path, info)
    assert again.problems == []
    assert [dict(sorted(row.items())) for row in again.rows] == [dict(sorted(first.rows[i].items())) for i in order]
    rows, typed = ([row for _, row in parse_table(table).rows()] for table in (again, first))
    assert rows == [typed[i] for i in order]


@SLOW
@given(element=WORD, other=WORD, locator=LOCATOR)
def test_a_list_cell_is_read_as_it_was_written(element: str, other: str, locator: str, base: Project, tmp_path: Path):
    info = table_info("measures")
    row = base.find("measures", key(measure_id="cn-2024-46-1"))[1]
    cited = list(dict.fromkeys([element, f"{other}[{locator}]"]))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow({**row, "source_ids": "|".join(cited)})
    path = tmp_path / info.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    ((_, read),) = parse_table(read_table(tmp_path, info)).rows()
    assert read["source_ids"] == cited
    assert {k: v for k, v in read.items() if k != "source_ids"}["effect"] == row["effect"]


@pytest.mark.parametrize("name", list(TABLES))
def test_parquet_to_frame_and_back_keeps_the_content(name: str, base: Project, tmp_path: Path):
    manifest = json.loads((base.data / "manifest.json").read_text(encoding="utf-8"))["tables"]
    frame = pq.read_table(base.data / f"{name}.parquet").to_pandas(types_mapper=pd.ArrowDtype)
    schema = arrow_schema(table_info(name))
    again = tmp_path / f"{name}.parquet"
    write_parquet(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), again)
    assert content_hash(pq.read_table(again)) == manifest[name]["content_sha256"]


CELLS = st.fixed_dictionaries(
    {
        "text": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "texts": st.none() | st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1),
        "day": st.none() | st.dates(),
        "whole": st.none() | st.integers(-(2**31), 2**31 - 1),
        "real": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "truth": st.none() | st.booleans(),
    }
)
KINDS = pa.schema(
    {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "day": pa.date32(),
        "whole": pa.int32(),
        "real": pa.float64(),
        "truth": pa.bool_(),
    }
)


@SLOW
@given(rows=st.lists(CELLS, max_size=5))
def test_any_cell_survives_parquet_and_pandas(rows: list[dict[str, object]], tmp_path: Path):
    table = pa.Table.from_pylist(rows, schema=KINDS)
    write_parquet(table, tmp_path / "a.parquet")
    frame = pq.read_table(tmp_path / "a.parquet").to_pandas(types_mapper=pd.ArrowDtype)
    again = pa.Table.from_pandas(frame, schema=KINDS, preserve_index=False)
    assert again.to_pylist() == rows
    write_parquet(again, tmp_path / "b.parquet")
    assert content_hash(pq.read_table(tmp_path / "b.parquet")) == content_hash(table)
