"""Rules on the family trade: one preferred figure, one unit a series, no indicator without figures."""

from collections import Counter
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Tables, at, rule, unnamed

# Columns by which rival figures differ: one of those that agree in the rest of the key is preferred.
RIVAL = {"unit", "basis", "assessor", "origin", "vintage"}
# Columns by which figures of one series differ, and units that are a thousand times each other.
APART = {"unit", "vintage", "hs_edition", "period_start", "period_end", "statistic"}
MASSES = {"t", "kg"}


@rule
def one_preferred(tables: Tables) -> Iterator[Problem]:
    """Yield groups of rival figures without exactly one preferred row; outliers and misprints need none."""
    figures = tables["observations"]
    for rows in figures.by(*(c for c in figures.info.key if c not in RIVAL)).values():
        sound = [line for line, row in rows if row["flag"] not in ("outlier", "misprint")]
        chosen = [line for line, row in rows if row["is_preferred"]]
        if len(chosen) != min(len(sound), 1):
            line = chosen[1] if len(chosen) > 1 else rows[0][0]
            found = f"{len(chosen)} of {len(rows)} rows of this figure are preferred"
            yield at(figures, line, "is_preferred", found, "write yes in exactly one of them")


@rule
def one_unit(tables: Tables) -> Iterator[Problem]:
    """Yield figures whose unit is not that of the rest of their series: tonnes and kilograms, or any two of a price."""
    figures = tables["observations"]
    for rows in figures.by(*(c for c in figures.info.key if c not in APART)).values():
        price = rows[0][1]["price_terms"] is not None
        units = Counter(row["unit"] for _, row in rows if price or row["unit"] in MASSES)
        lead = [unit for unit, count in units.items() if count == max(units.values())]
        for line, row in rows if len(units) > 1 else ():
            if row["unit"] in units and (row["unit"] not in lead or len(lead) > 1):
                others = " and ".join(sorted(set(units) - {row["unit"]}))
                found = f"{shown(row['unit'])}, but other figures of this series are in {others}"
                yield at(figures, line, "unit", found, "convert one of them")


@rule
def indicators_observed(tables: Tables) -> Iterator[Problem]:
    """Yield indicators without an observation."""
    observed = tables["observations"].by("indicator_id")
    yield from unnamed(tables["indicators"], observed, "no observation of {}", "add its figures or remove it")
