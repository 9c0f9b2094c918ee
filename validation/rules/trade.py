"""Rules on the family trade: one preferred figure, one unit a series, no indicator without figures."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables

# Columns by which rival figures differ: one of those that agree in the rest of the key is preferred.
RIVAL = {"unit", "basis", "origin", "vintage"}


def one_preferred(tables: Tables) -> Iterator[Problem]:
    """Yield groups of rival figures without exactly one preferred row."""
    observations = tables["observations"]
    series = [c for c in observations.info.key if c not in RIVAL]
    groups: dict[tuple[Any, ...], list[tuple[int, str]]] = defaultdict(list)
    for line, row in observations.rows():
        groups[tuple(row[c] for c in series)].append((line, row["is_preferred"]))
    for rows in groups.values():
        chosen = [line for line, preferred in rows if preferred == "yes"]
        if len(chosen) != 1:
            line = chosen[1] if chosen else rows[0][0]
            found = f"{len(chosen)} of {len(rows)} rows of this figure are preferred"
            yield Problem(observations.info.path, line, "is_preferred", found, "write yes in exactly one of them")


def one_unit(tables: Tables) -> Iterator[Problem]:
    """Yield figures in a unit a thousand times that of the rest of their series."""
    observations = tables["observations"]
    apart = {"unit", "vintage", "hs_edition", "period_start", "period_end"}
    shared = [c for c in observations.info.key if c not in apart]
    series: dict[tuple[Any, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for line, row in observations.rows():
        series[tuple(row[c] for c in shared)][row["unit"]].append(line)
    pairs = [("t", "kg"), ("usd_per_t", "usd_per_kg"), ("cny_per_t", "cny_per_kg")]
    for lines, units in ((s, pair) for s in series.values() for pair in pairs if set(pair) <= set(s)):
        few, many = sorted(units, key=lambda unit: len(lines[unit]))
        found = f"{shown(few)}, but other figures of this series are in {many}"
        for line in lines[few] + (lines[many] if len(lines[few]) == len(lines[many]) else []):
            yield Problem(observations.info.path, line, "unit", found, "convert one of them")


def indicators_observed(tables: Tables) -> Iterator[Problem]:
    """Yield indicators without an observation."""
    observed = {row["indicator_id"] for _, row in tables["observations"].rows()}
    indicators = tables["indicators"]
    for line, row in indicators.rows():
        if row["indicator_id"] not in observed:
            found = f"no observation of {shown(row['indicator_id'])}"
            yield Problem(indicators.info.path, line, "indicator_id", found, "add its figures or remove it")


RULES: tuple[Rule, ...] = (one_preferred, one_unit, indicators_observed)
