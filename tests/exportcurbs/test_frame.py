"""A table with the answers of `status` added: the same answers, rows kept, what is not known counted."""

import datetime
import random
import warnings

import pandas as pd
import pyarrow as pa
import pytest
from exportcurbs import Dataset

from build.compile import Compiled

SEED = 20260929
NAMES = ["regime", "strictest", "at_least", "basis", "since"]


@pytest.fixture(scope="module")
def data(compiled: Compiled) -> Dataset:
    return compiled.dataset


def drawn_rows(data: Dataset, number: int) -> pd.DataFrame:
    draw = random.Random(SEED)  # noqa: S311
    items = [r["code"] for r in data.rows("control_codes") if r["scheme"] == "dual_use"]
    items += [r["goods_id"] for r in data.rows("goods")] + [r["material_id"] for r in data.rows("materials")]
    items += ["811292", "280530", "8112.92.90.10", "rare_earths"]
    places = [r["iso3"] for r in data.rows("countries") if r["iso3"] != "CHN"]
    first = datetime.date(2005, 1, 1).toordinal()
    rows = [
        {
            "item": draw.choice(items),
            "destination": draw.choice([*places, "USA", "JPN", "PRK", "ROW"]),
            "day": datetime.date.fromordinal(first + draw.randrange(8200)),
            "use": draw.choice(["civil", "military", "wmd"]),
        }
        for _ in range(number)
    ]
    return pd.DataFrame(rows, index=range(number, 2 * number))


def test_every_row_has_the_answer_of_status(data: Dataset):
    frame = drawn_rows(data, 300)
    found = data.add_status(frame, end_use="use")
    assert found.index.equals(frame.index)
    pd.testing.assert_frame_equal(found[list(frame.columns)], frame)
    for row in found.itertuples():
        one = data.status(row.item, row.destination, row.day, row.use)
        since = None if pd.isna(row.since) else row.since
        own = (row.regime, row.strictest, row.at_least, row.basis, since)
        assert own == (one.regime, one.strictest, one.at_least, one.basis, one.since), row
    assert found["regime"].nunique() >= 4
    assert found.attrs["not_answered"] == {}


def test_arrow_and_polars_tables_come_back_as_they_are(data: Dataset):
    frame = drawn_rows(data, 50)
    wanted = data.add_status(frame)[NAMES].astype(str).to_dict("list")
    table = data.add_status(pa.Table.from_pandas(frame, preserve_index=False))
    assert isinstance(table, pa.Table)
    assert table.select(NAMES).to_pandas(types_mapper=pd.ArrowDtype).astype(str).to_dict("list") == wanted
    polars = pytest.importorskip("polars")
    found = data.add_status(polars.DataFrame(frame.to_dict("list")))
    assert isinstance(found, polars.DataFrame)
    assert found.select(NAMES).to_arrow().to_pandas(types_mapper=pd.ArrowDtype).astype(str).to_dict("list") == wanted


def test_what_is_not_known_is_counted_and_kept(data: Dataset):
    frame = pd.DataFrame(
        {
            "hs": ["Ga", "Gallium ore", "Gallium ore", None, "Ga", "Ga", "Ga"],
            "to": ["USA", "USA", "DEU", "USA", "XYZ", "CHN", "USA"],
            "when": ["2024-12-10"] * 6 + [None],
        }
    )
    with pytest.warns(
        UserWarning, match=r"hs: 3 rows: 'Gallium ore' \(2\), empty \(1\); to: 2 rows.*; when: 1 rows"
    ) as told:
        found = data.add_status(frame, item="hs", destination="to", day="when", prefix="law_")
    assert len(told) == 1
    assert found["law_regime"].tolist() == ["denial_in_principle", *["unknown"] * 6]
    assert found["law_basis"].tolist()[1:] == ["unknown"] * 6
    counts = {"hs": {"Gallium ore": 2, "": 1}, "to": {"XYZ": 1, "CHN": 1}, "when": {"": 1}}
    assert found.attrs["not_answered"] == counts


def test_days_come_as_dates_times_or_text(data: Dataset):
    day = datetime.date(2024, 12, 10)
    for days in ([day], [str(day)], [datetime.datetime(2024, 12, 10, 23, 59)], [pd.Timestamp(day)]):
        found = data.add_status(pd.DataFrame({"item": ["Ga"], "destination": ["USA"], "day": days}))
        assert found["regime"].tolist() == ["denial_in_principle"]
        assert found["since"].tolist() == [datetime.date(2024, 12, 3)]
    after = data.add_status(pd.DataFrame({"item": ["Ga"], "destination": ["USA"], "day": ["2031-01-01"]}))
    assert after[NAMES[:4]].iloc[0].tolist() == ["unknown", "unknown", "none", "unknown"]


def test_an_empty_table_gains_the_columns(data: Dataset):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = data.add_status(pd.DataFrame({"item": [], "destination": [], "day": []}, dtype=object))
    assert list(found.columns) == ["item", "destination", "day", *NAMES]
    assert len(found) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"item": "hs"}, "item: there is no column 'hs'; the columns are: item, destination, day"),
        ({"end_use": "peace"}, "end_use: there is no column 'peace'"),
        ({"end_use": "item"}, "end_use: unknown 'Ga'; write one of: civil, military"),
        ({"flow": "import"}, "flow: unknown 'import'"),
        ({"day": "item"}, "day: column 'item' holds what is no day"),
    ],
)
def test_errors_name_the_argument(data: Dataset, arguments: dict[str, str], words: str):
    frame = pd.DataFrame({"item": ["Ga"], "destination": ["USA"], "day": ["2024-12-10"]})
    with pytest.raises(ValueError, match=words):
        data.add_status(frame, **arguments)


def test_the_frame_cites_the_release_and_the_rules_behind_its_answers(data: Dataset):
    frame = pd.DataFrame({"item": ["Ga", "Cu"], "destination": ["USA", "DEU"], "day": ["2024-12-10", "2025-06-01"]})
    found = data.add_status(frame)
    assert (found.attrs["citation"], found.attrs["as_of"]) == (data.cite(), data.as_of)
    assert found.attrs["measure_ids"] == ["cn-2024-46-2a"]
    assert "cn-2024-46-2a" in data.bibliography(found)


def test_a_column_is_never_overwritten(data: Dataset):
    frame = pd.DataFrame({"item": ["Ga"], "destination": ["USA"], "day": ["2024-12-10"], "regime": ["mine"]})
    with pytest.raises(ValueError, match="prefix: the table has columns regime"):
        data.add_status(frame)
    assert data.add_status(frame, prefix="law_")["regime"].tolist() == ["mine"]
    with pytest.raises(ValueError, match="frame: list is no table"):
        data.add_status([1])
