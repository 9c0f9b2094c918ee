"""Rules on the family trade: one preferred figure, one unit a series, no indicator without figures."""

from collections import Counter
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, by

# Columns by which rival figures differ: one of those that agree in the rest of the key is preferred.
RIVAL = {"unit", "basis", "assessor", "origin", "vintage"}
# Figures of one series that are a thousand times each other when the unit slips.
MASSES = {"t", "kg"}


def one_preferred(tables: Tables) -> Iterator[Problem]:
    """Yield groups of rival figures without exactly one preferred row; outliers and misprints need none."""
    observations = tables["observations"]
    series = [c for c in observations.info.key if c not in RIVAL]
    for rows in by(observations, *series).values():
        sound = [line for line, row in rows if row["flag"] not in ("outlier", "misprint")]
        chosen = [line for line, row in rows if row["is_preferred"]]
        if len(chosen) != min(len(sound), 1):
            line = chosen[1] if len(chosen) > 1 else rows[0][0]
            found = f"{len(chosen)} of {len(rows)} rows of this figure are preferred"
            yield Problem(observations.info.path, line, "is_preferred", found, "write yes in exactly one of them")


def one_unit(tables: Tables) -> Iterator[Problem]:
    """Yield figures whose unit is not that of the rest of their series: tonnes and kilograms, or any two of a price."""
    observations = tables["observations"]
    apart = {"unit", "vintage", "hs_edition", "period_start", "period_end", "statistic"}
    shared = [c for c in observations.info.key if c not in apart]
    for rows in by(observations, *shared).values():
        price = rows[0][1]["price_terms"] is not None
        units = Counter(row["unit"] for _, row in rows if price or row["unit"] in MASSES)
        lead = [unit for unit, count in units.items() if count == max(units.values())]
        for line, row in rows if len(units) > 1 else ():
            if row["unit"] in units and (row["unit"] not in lead or len(lead) > 1):
                others = " and ".join(sorted(set(units) - {row["unit"]}))
                found = f"{shown(row['unit'])}, but other figures of this series are in {others}"
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
