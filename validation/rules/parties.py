"""Rules on listed parties: rules with listings, a name for one party, grounds of notices that list somebody."""

from collections.abc import Iterator

from exportcurbs.law.parties import NAMES, parties, plain

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


def aliases_lead_to_one(tables: Tables) -> Iterator[Problem]:
    """Yield aliases that another party bears."""
    known = parties({name: [row for _, row in tables[name].rows()] for name in NAMES})
    aliases = tables["entity_aliases"]
    for line, row in aliases.rows():
        others = [i for i in known.get(plain(row["alias"] or ""), ()) if i != row["entity_id"]]
        if others and row["entity_id"] is not None:
            found = f"{shown(row['alias'])} also leads to {shown(others[0])}"
            yield Problem(aliases.info.path, line, "alias", found, "remove it, or write the longer name")


def grounds_of_listings(tables: Tables) -> Iterator[Problem]:
    """Yield grounds of notices that list nobody."""
    grounds, named = tables["listing_grounds"], set(by(tables["listings"], "measure_id"))
    listing = {r["instrument_id"] for _, r in tables["measures"].rows() if r["measure_id"] in named}
    listing |= {r["instrument_id"] for _, r in tables["instruments"].rows() if r["kind"] == "list_notice"}
    for line, row in grounds.rows():
        if row["instrument_id"] is not None and row["instrument_id"] not in listing:
            found = f"{shown(row['instrument_id'])} lists nobody"
            yield Problem(grounds.info.path, line, "instrument_id", found, "name the notice that lists the parties")


RULES: tuple[Rule, ...] = (listings_and_rules, aliases_lead_to_one, grounds_of_listings)
