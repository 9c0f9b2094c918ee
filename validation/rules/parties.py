"""Rules on listed parties: rules with listings, a name for one party, grounds of notices that list somebody."""

import difflib
import re
import unicodedata
from collections.abc import Iterator

from exportcurbs.law.parties import NAMES, parties, plain

from validation.problems import Problem, shown
from validation.rules.common import Rows, Rule, Tables, at, by, one_by

# What the title of a notice says of the parties that it lists, and the country meant.
TITLE = re.compile(r"(?P<count>\d+) (?P<whose>\w+) entit(?:y|ies)\b")
NAMED = {"US": "USA", "Taiwan": "TWN", "Japanese": "JPN", "EU": "EU"}
ALIKE = 0.85


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
    known = parties({name: [r for _, r in tables[name].rows() if r["entity_id"] is not None] for name in NAMES})
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


def lists_fit_rules(tables: Tables) -> Iterator[Problem]:
    """Yield listings on another list than their rule is of."""
    listings, rules = tables["listings"], one_by(tables["measures"], "measure_id")
    for line, row in listings.rows():
        rule = rules.get(row["measure_id"])
        if rule is None or rule["layer"] != "entity":
            continue
        unreliable = "-uel-" in rule["instrument_id"]
        due = "unreliable" if unreliable else "watch" if rule["effect"] == "strict_review" else "control"
        if row["list"] is not None and row["list"] != due:
            found = (
                f"{shown(row['list'])}, but {shown(row['measure_id'])} is a {rule['effect']} of {rule['instrument_id']}"
            )
            yield at(listings, line, "list", found, f"write {due}, or name the rule of that list")


def counted_as_stated(tables: Tables) -> Iterator[Problem]:
    """Yield notices that list more or fewer parties, or others, than their title says."""
    listings, rules = tables["listings"], one_by(tables["measures"], "measure_id")
    seats = {c: row["country"] for c, row in one_by(tables["entities"], "entity_id").items()}
    members = {r["iso3"] for _, r in tables["countries"].rows() if r["eu_member_from"]}
    by_document: dict[str, Rows] = {}
    for measure, rows in by(listings, "measure_id").items():
        if measure in rules:
            by_document.setdefault(rules[measure]["instrument_id"], []).extend(rows)
    for line, row in tables["instruments"].rows():
        stated, rows = TITLE.match(row["title_en"] or ""), by_document.get(row["instrument_id"], [])
        if stated is None or not rows:
            continue
        parties = [(at_line, r) for at_line, r in rows if r["listed_as"] == "party"]
        if len(parties) != int(stated["count"]):
            found = f"{len(parties)} parties are listed under it, not {stated['count']}"
            yield at(tables["instruments"], line, "title_en", found, f"correct the title or {listings.info.path}")
        where = NAMED.get(stated["whose"])
        for at_line, party in parties if where else ():
            seat = seats.get(party["entity_id"])
            if seat is not None and seat != where and not (where == "EU" and seat in members):
                found = f"{shown(party['entity_id'])} sits in {seat}, but the notice lists {stated[0]}"
                yield at(listings, at_line, "entity_id", found, "correct its country, or name the party or rule meant")


def places_once(tables: Tables) -> Iterator[Problem]:
    """Yield parties in a place of a notice that another has, or that the locator denies."""
    listings = tables["listings"]
    first: dict[tuple[str, int], int] = {}
    for line, row in listings.rows():
        place = row["position"]
        if place is None:
            continue
        if row["listed_as"] == "party" and first.setdefault((row["measure_id"], place), line) != line:
            found = f"place {place} of {shown(row['measure_id'])} is that of line {first[row['measure_id'], place]}"
            yield at(listings, line, "position", found, "correct one of them")
        told = {int(n) for n in re.findall(r"\[no\. (\d+)\]", "|".join(row["source_ids"] or ()))}
        if told and place not in told:
            found = f"{place}, but the locator says no. {', '.join(map(str, sorted(told)))}"
            yield at(listings, line, "position", found, "correct the place or the locator")


def printed_names_agree(tables: Tables) -> Iterator[Problem]:
    """Yield printed names that share no word with the name of the party."""
    listings, known = tables["listings"], one_by(tables["entities"], "entity_id")
    others = by(tables["entity_aliases"], "entity_id")
    for line, row in listings.rows():
        party = known.get(row["entity_id"])
        for column in ("name_en", "name_zh") if party else ():
            printed, own = row[f"{column}_printed"], party[column] if party else None
            aliases = [r["alias"] for _, r in others.get(row["entity_id"], ()) if r["alias"]]
            if printed and own and not any(_alike(printed, name) for name in (own, *aliases)):
                found = f"{shown(printed)} is not like {shown(own)}, the name of the party"
                yield at(listings, line, f"{column}_printed", found, "correct one of them, or name the party meant")


def _alike(printed: str, name: str) -> bool:
    """Whether two names are one in spite of blanks, marks, endings and a slip of the printer."""
    a, b = (re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", n)).casefold() for n in (printed, name))
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() > ALIKE


RULES: tuple[Rule, ...] = (
    listings_and_rules,
    lists_fit_rules,
    counted_as_stated,
    places_once,
    printed_names_agree,
    aliases_lead_to_one,
    grounds_of_listings,
)
