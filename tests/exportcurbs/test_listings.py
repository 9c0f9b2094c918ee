"""Listings as one flat table, the same in the package and in the SQLite edition."""

import datetime
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from exportcurbs import Dataset

from build.compile import Compiled


@pytest.fixture(scope="module")
def data(compiled: Compiled) -> Dataset:
    return compiled.dataset


def test_one_row_a_listing_with_all_that_is_asked(data: Dataset):
    found = data.listings()
    assert len(found) == len(data.rows("listings")) == len(found[["entity_id", "measure_id"]].drop_duplicates())
    (row,) = found[(found["entity_id"] == "act1-federal") & (found["list"] == "control")].to_dict("records")
    assert (row["country"], row["notice"], row["measure_id"]) == ("USA", "Announcement 21/2025", "cn-2025-21-1")
    assert (row["state"], row["effective"]) == ("suspended", datetime.date(2025, 4, 4))
    assert (row["state_since"], row["state_until"]) == (datetime.date(2025, 5, 14), datetime.date(2026, 11, 10))
    assert found.attrs["name"] == "listings" and found.attrs["citation"] == data.cite()
    assert "listings act1-federal/cn-2025-21-1" in data.bibliography(found[found["entity_id"] == "act1-federal"])
    assert "株式会社ACSL" in set(found["name_ja"])
    assert found["state"].isin(["in_force", "suspended", "ended", "announced_not_effective", "unknown"]).all()


def test_the_state_is_that_of_the_day(data: Dataset):
    found = data.listings("2025-05-01").set_index(["entity_id", "measure_id"])
    assert found.loc[("act1-federal", "cn-2025-21-1"), "state"] == "in_force"
    assert found.loc[("acsl", "cn-2026-28-1"), "state"] == "absent"
    with pytest.raises(ValueError, match="day: 'May' is no day; write YYYY-MM-DD"):
        data.listings("May")


def test_the_sqlite_edition_says_the_same(data: Dataset, edition: Path):
    database = sqlite3.connect(edition)
    there = pd.read_sql("SELECT * FROM listings_now ORDER BY entity_id, measure_id", database)
    database.close()
    here = data.listings().sort_values(["entity_id", "measure_id"])
    for column in ("aliases", "identifiers", "grounds"):
        here[column] = ["|".join(sorted(own)) for own in here[column]]
        there[column] = ["|".join(sorted(own.split("|"))) if own else "" for own in there[column].fillna("")]
    same = [c for c in there.columns if c in here.columns]
    assert set(here.columns) == set(same)
    for column in same:
        mine = [None if pd.isna(v) else str(v) for v in here[column]]
        other = [None if pd.isna(v) else str(v) for v in there[column]]
        assert mine == other, column
