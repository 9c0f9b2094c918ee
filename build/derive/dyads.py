"""China and each target, by month and by year: rules, goods and customs lines, parties, threats, episodes, claims."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from exportcurbs import Dataset
from exportcurbs.law.periods import days_of
from exportcurbs.law.regimes import EXPORT, NONE, RANK

from build.derive.months import Counted, Matrix, Months
from build.derive.panels import Spans, listed_parties

CHINA, REST, ALL = "CHN", "ROW", "ALL"


def dyads(
    data: Dataset, goods: Mapping[str, Sequence[Any]], lines: Mapping[str, Sequence[Any]], step: int
) -> dict[str, Any]:
    """Return the columns of panel_dyad_month, or with steps of twelve months those of panel_dyad_year.

    goods: the columns of goods_status; lines: those of hs6_status. What holds on any day of the month or year counts.
    """
    months, cow = Months(data.law.book.as_of, step), {r["iso3"]: r["cow_code"] for r in data.rows("countries")}
    targets = [iso3 for iso3 in cow if iso3 not in (CHINA, REST)]
    size, named, counts = len(months.labels), *_rules(data, targets, months)
    for item, spells in (("goods", goods), ("hs6", lines)):
        counts |= _items(data, spells, item, targets, months)
    episodes = ((target, [days_of(row)]) for row in data.rows("episodes") for target in row["targets"])
    claims = ((r["destination"], [days_of(r)]) for r in data.rows("claims") if r["destination"] and r["first_day"])
    parties = {f"listed_{name}": found for name, found in listed_parties(data).items()}
    dated = {"threats": _threats(data), "episodes": episodes, "claims_disputed": claims, **parties}
    counts |= {name: _holding(found, targets, months) for name, found in dated.items()}
    return {
        "sender": [CHINA] * size * len(targets),
        "target": np.repeat(np.array(targets, object), size),
        "sender_cow": [cow[CHINA]] * size * len(targets),
        "target_cow": [cow[target] for target in targets for _ in months.labels],
        "month": months.labels * len(targets),
        "year": [int(label[:4]) for label in months.labels] * len(targets),
        "measure_ids": [own for target in targets for own in named[target]],
        **{name: matrix.ravel() for name, matrix in counts.items()},
    }


def _rules(
    data: Dataset, targets: Sequence[str], months: Months
) -> tuple[dict[str, list[list[str]]], dict[str, Matrix]]:
    """Return by target and month the rules in force that name it, and how many those and all that reach it are."""
    rules = [r for r in data.law.book.rules.values() if r.binding and r.flow == EXPORT]
    force = months.days([[(p.first, p.last) for p in r.periods if p.state == "in_force"] for r in rules]) > 0
    naming = np.array([[t in r.destinations for r in rules] for t in targets], np.int32)
    general = np.array([ALL in r.destinations for r in rules], np.int32)
    ids = np.array([r.measure_id for r in rules], object)
    named = {t: [sorted(ids[(own > 0) & now]) for now in force.T] for t, own in zip(targets, naming, strict=True)}
    count = force.astype(np.int32)
    return named, {"measures_naming": naming @ count, "measures_in_force": naming @ count + general @ count}


def _items(
    data: Dataset, spells: Mapping[str, Sequence[Any]], item: str, targets: Sequence[str], months: Months
) -> dict[str, Matrix]:
    """Return how many goods or customs lines rules reached whole, and how many only in part, for a civil use."""
    book, column = data.law.book, next(iter(spells))
    items = list(dict.fromkeys(spells[column]))
    counted = Counted(spells, column, [(i, place, "civil") for place in book.destinations for i in items], months)
    least, most = (np.array([RANK.get(cell, NONE) for cell in spells[n]]) for n in ("at_least", "strictest"))
    whole, any_of = (
        (counted.days(mask) > 0).reshape(len(book.destinations), len(items), -1).sum(axis=1)
        for mask in (least > NONE, (least > NONE) | (most > NONE))
    )
    at = [book.destinations.index(book.place(target)) for target in targets]
    return {f"{item}_controlled": whole[at], f"{item}_in_part": (any_of - whole)[at]}


def _holding(found: Iterable[tuple[str, Spans]], targets: Sequence[str], months: Months) -> Matrix:
    """Return how many of some things, each with its target and days, hold on any day of each month."""
    at, own = {target: n for n, target in enumerate(targets)}, [pair for pair in found if pair[0] in targets]
    counts = np.zeros((len(targets), len(months.labels)), np.int32)
    np.add.at(counts, [at[target] for target, _ in own], months.days([spans for _, spans in own]) > 0)
    return counts


def _threats(data: Dataset) -> Iterator[tuple[str, Spans]]:
    """Yield the sender's threats, each at the targets that the event names, else at those of its episodes."""
    episodes = data.rows_by_id("episodes")
    for event in data.rows("events"):
        if event["role"] == "threat":
            actors = data.rows_by("event_actors", "event_id", "role").get((event["event_id"], "is_target"), [])
            aimed = {r["country"] for r in actors if r["country"]}
            aimed = aimed or {t for e in event["episode_ids"] or () for t in episodes[e]["targets"]}
            day = (event["date"] or event["date_latest"]).toordinal()
            yield from ((target, [(day, day)]) for target in sorted(aimed))
