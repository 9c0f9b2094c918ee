"""The same call on Spark gives what DuckDB gives; `make test-spark` runs it, in an environment of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import exportcurbs as ec
import numpy as np
import pandas as pd
import pytest

pytest.importorskip("pyspark", reason="Spark has an environment of its own: make test-spark")

SEED = 20261126
LINES = [811292, 811010, 811299, 850511, 250410, 640399, 10121, 8112]
SETTINGS = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.driver.host": "127.0.0.1"}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config(map=SETTINGS | {"spark.driver.bindAddress": "127.0.0.1"})
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield ibis.pyspark.connect(session)
    session.stop()


def baci(rows: int) -> pd.DataFrame:
    """Return figures as BACI has them: known and unknown importers, odd codes, values that are negative or missing."""
    random = np.random.default_rng(SEED)
    value = np.round(random.lognormal(3, 2, rows), 3) * random.choice([1, 1, 1, -1], rows)
    return pd.DataFrame(
        {
            "t": random.integers(2007, 2028, rows),
            "i": random.choice([156, 156, 842, 4], rows),
            "j": random.choice([392, 842, 276, 408, 490, 757, 999], rows),
            "k": random.choice(LINES, rows),
            "v": np.where(random.random(rows) < 0.05, np.nan, value),
            "q": random.random(rows),
        }
    )


def assert_same(found: ec.Exposure, expected: ec.Exposure) -> None:
    assert (expected.table["total"] > 0).any()
    pd.testing.assert_frame_equal(found.table, expected.table)
    pd.testing.assert_frame_equal(found.unmatched, expected.unmatched)


def test_one_file(spark: Any, tmp_path: Path):
    path = tmp_path / "BACI_HS17.parquet"
    baci(20_000).to_parquet(path)
    assert_same(ec.exposure(spark.read_parquet(str(path)), edition="HS2017"), ec.exposure(path))


def test_a_folder_parted_by_year_with_weight_hs_and_mended_codes(spark: Any, tmp_path: Path):
    baci(20_000).to_parquet(tmp_path / "trade", partition_cols=["t"])
    asked: dict[str, Any] = {
        "edition": "HS2022",
        "by": ("year", "hs6"),
        "weight": "quantity",
        "hs": ["81", "01"],
        "mend": True,
    }
    assert_same(
        ec.exposure(spark.read_parquet(str(tmp_path / "trade")), **asked), ec.exposure(tmp_path / "trade", **asked)
    )


def test_months_for_military_use(spark: Any, tmp_path: Path):
    random = np.random.default_rng(SEED)
    months = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    frame = pd.DataFrame(
        {
            "exporter": "CHN",
            "importer": random.choice(["JPN", "USA", "DEU", "XXX"], 3000),
            "period": random.choice(months, 3000),
            "hs": random.choice(["811292", "81101010", "850511", "640399"], 3000),
            "value": np.round(random.lognormal(3, 2, 3000), 4),
        }
    )
    frame.to_parquet(tmp_path / "trade.parquet")
    asked: dict[str, Any] = {"by": ("importer", "month"), "end_use": "military", "edition": "HS2022"}
    table = spark.read_parquet(str(tmp_path / "trade.parquet"))
    assert_same(
        ec.exposure(table.filter(table.importer != "DEU"), **asked),
        ec.exposure(frame[frame["importer"] != "DEU"], **asked),
    )
