"""The engine says of the real rows what a second, plain reading of them says."""

import bisect
import datetime
import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import exportcurbs as ec
import pytest

from tests.support.law_twin import Twin
from tests.support.law_twin_rows import LAYERS, Code
from tests.support.project import Project

SEED = 20261126
QUESTIONS = 1500
PLACES = ("USA", "JPN", "DEU", "PRK", "KOR")
USES = ("civil", "civil", "military", "military", "wmd", "military_capability", "advanced_chips")
FLOWS = (*["export_from_china"] * 5, "re_export_abroad", "re_export_abroad", "foreign_made")
COLUMNS = ("regime", "at_least", "strictest", "basis")
DAY = datetime.timedelta(days=1)


class Question(NamedTuple):
    """One question, with the item as the twin takes it."""

    item: str | Code
    destination: str
    day: datetime.date
    end_use: str
    flow: str
    facts: Mapping[str, Any]


@pytest.fixture(scope="module")
def dataset(base: Project) -> ec.Dataset:
    return ec.open(base.data)


@pytest.fixture(scope="module")
def twin(dataset: ec.Dataset) -> Twin:
    return Twin(dataset)


def edges(twin: Twin) -> list[datetime.date]:
    """Return the days at and around every turn of a measure, of a list read and of an entry that reaches goods."""
    layers = {m["measure_id"]: m["layer"] for m in twin.rows["measures"]}
    periods = [p for p in twin.rows["measure_periods"] if layers[p["measure_id"]] in LAYERS]
    rows = [*periods, *twin.rows["coverage"], *twin.rows["goods_codes"]]
    turns = {r.get(column) for r in rows for column in ("first_day_earliest", "first_day", "last_day")} - {None}
    days = {turn + n * DAY for turn in turns for n in (-1, 0, 1)}
    return sorted(days | {twin.as_of, twin.as_of + DAY, datetime.date(2027, 1, 10)})


def questions(twin: Twin) -> Iterator[Question]:
    """Draw goods, materials and codes of equal weight, and of days more since 2023; every second goods with facts."""
    drawn = random.Random(SEED)  # noqa: S311
    goods, materials = sorted(twin.goods), sorted(r["material_id"] for r in twin.rows["materials"])
    days = edges(twin)
    late = bisect.bisect(days, datetime.date(2023, 1, 1))
    for number in range(QUESTIONS):
        kind: list[Any] = [goods, materials, sorted(twin.codes)][number % 3]
        item = drawn.choice(kind)
        facts = facts_about(twin, item, drawn) if kind is goods and number % 2 else {}
        day = days[number % len(days)] if number % 5 == 0 else drawn.choice(days[late if number % 2 else 0 :])
        yield Question(item, drawn.choice(PLACES), day, drawn.choice(USES), drawn.choice(FLOWS), facts)


def facts_about(twin: Twin, goods: str, drawn: random.Random) -> dict[str, Any]:
    """Return facts that meet, or miss, the limits of goods."""
    facts: dict[str, Any] = {}
    for row in twin.rows["goods_code_conditions"]:
        if row["goods_id"] == goods and drawn.random() < 0.8:
            number = None if row["operator"] == "is" else float(row["value"])
            facts[row["property"]] = row["value"] if number is None else number + drawn.choice((-0.5, 0, 0.5))
    return facts


@pytest.mark.parametrize(
    ("item", "beside", "answer"),
    [
        ("In", {}, ("none", "licence")),
        ("Al", {}, ("none", "licence")),
        ("antimony-oxide", {"day": "2024-10-01"}, ("none", "licence")),
        ("antimony-oxide", {"day": "2024-10-01", "facts": {"purity_pct": 99.995}}, ("licence", "licence")),
        ("antimony-oxide", {"day": "2024-10-01", "facts": {"purity_pct": 99.5}}, ("none", "none")),
        ("bismuth-metal", {}, ("licence", "licence")),
        ("bismuth-metal", {"day": "2025-02-03"}, ("none", "licence")),
        (("class", "rare_earth_magnet_technology"), {}, ("prohibited", "prohibited")),
        ("neodymium-metal", {"end_use": "wmd"}, ("licence", "licence")),
        ("U", {}, ("licence", "licence")),
        ("Cu", {}, ("none", "none")),
        ("holmium-metal", {"day": "2025-12-15"}, ("none", "none")),
        ("carbon-fibre", {"destination": "USA", "end_use": "military"}, ("none", "prohibited")),
        ("Ga", {"destination": "USA", "end_use": "military"}, ("prohibited", "prohibited")),
        ("Fe", {"destination": "PRK"}, ("prohibited", "prohibited")),
    ],
)
def test_twin_reads_the_notices(twin: Twin, item: str | Code, beside: dict[str, Any], answer: tuple[str, str]):
    asked = {"destination": "DEU", "day": "2025-06-01"} | beside
    told = twin.answer(item, **asked | {"day": datetime.date.fromisoformat(asked["day"])})
    assert (told["regime"], told["strictest"]) == answer


def test_engine_agrees_with_the_twin(dataset: ec.Dataset, twin: Twin):
    differ = []
    for asked in questions(twin):
        item = asked.item[1] if isinstance(asked.item, tuple) else asked.item
        plain = twin.answer(*asked)
        found = dataset.status(
            item, asked.destination, asked.day, asked.end_use, flow=asked.flow, facts=dict(asked.facts)
        )
        told = {column: getattr(found, column) for column in COLUMNS}
        if told != plain:
            differ.append((asked, plain, told))
    assert not differ, f"{len(differ)} of {QUESTIONS}, first: {differ[:3]}"
