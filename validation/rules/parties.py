"""Rules on listed parties: listings under rules for listed parties, such rules with listings."""

from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, by, one_by


def listings_and_rules(tables: Tables) -> Iterator[Problem]:
    """Yield listings under other rules, and rules for listed parties without listings."""
    listings, measures = tables["listings"], tables["measures"]
    rules = one_by(measures, "measure_id")
    for line, row in listings.rows():
        rule = rules.get(row["measure_id"])
        if rule is not None and rule["end_user"] != "listed":
            found = f"{shown(row['measure_id'])} is not a rule for listed parties"
            yield Problem(listings.info.path, line, "measure_id", found, "name the export rule of the notice")
    named = set(by(listings, "measure_id"))
    instruments_named = {rules[m]["instrument_id"] for m in named if m in rules}
    for line, row in measures.rows():
        by_list = row["end_user"] == "listed" and row["layer"] == "entity"
        if by_list and row["measure_id"] not in named and row["instrument_id"] not in instruments_named:
            found = f"{shown(row['measure_id'])} is for listed parties but lists none"
            yield Problem(measures.info.path, line, "end_user", found, f"add rows to {listings.info.path}")


RULES: tuple[Rule, ...] = (listings_and_rules,)
