"""Rules on listed parties: rules with listings, a name for one party, grounds of notices that list somebody."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from exportcurbs.law.parties import NAMES, parties, plain

from validation.definitions.tables import Row, Rows
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, repeated, rule

# What the title of a notice says of the parties that it lists, and the country meant.
TITLE = re.compile(r"(?P<count>\d+) (?P<whose>\w+) entit(?:y|ies)\b")
NAMED = {"US": "USA", "Taiwan": "TWN", "Japanese": "JPN", "EU": "EU"}
ALIKE = 0.85


@each("listings")
def listings_under_rules(row: Row, tables: Tables) -> Faults:
    """Yield listings under rules that are not for listed parties."""
    user = tables["measures"].row(row["measure_id"])["end_user"]
    if user not in ("listed", None):
        found = f"{shown(row['measure_id'])} is not a rule for listed parties"
        yield "measure_id", found, "name the export rule of the notice"


@rule
def listings_and_rules(tables: Tables) -> Iterator[Problem]:
    """Yield rules for listed parties without listings, unless another rule of the notice has them."""
    listings, measures = tables["listings"], tables["measures"]
    named = listings.by("measure_id")
    notices = {measures.row(m)["instrument_id"] for m in named}
    for line, row in measures.rows():
        by_list = row["end_user"] == "listed" and row["layer"] == "entity"
        if by_list and row["measure_id"] not in named and row["instrument_id"] not in notices:
            found = f"{shown(row['measure_id'])} is for listed parties but lists none"
            yield at(measures, line, "end_user", found, f"add rows to {listings.info.path}")


@rule
def aliases_lead_to_one(tables: Tables) -> Iterator[Problem]:
    """Yield aliases that another party bears."""
    known = parties({name: [r for _, r in tables[name].rows() if r["entity_id"] is not None] for name in NAMES})
    aliases = tables["entity_aliases"]
    for line, row in aliases.rows():
        others = [i for i in known.get(plain(row["alias"] or ""), ()) if i != row["entity_id"]]
        if others and row["entity_id"] is not None:
            found = f"{shown(row['alias'])} also leads to {shown(others[0])}"
            yield at(aliases, line, "alias", found, "remove it, or write the longer name")


@rule
def grounds_of_listings(tables: Tables) -> Iterator[Problem]:
    """Yield grounds of notices that list nobody."""
    grounds, measures = tables["listing_grounds"], tables["measures"]
    listing = {measures.row(m)["instrument_id"] for m in tables["listings"].by("measure_id")}
    for line, row in grounds.rows():
        name = row["instrument_id"]
        if name not in (*listing, None) and tables["instruments"].row(name)["kind"] != "list_notice":
            found = f"{shown(name)} lists nobody"
            yield at(grounds, line, "instrument_id", found, "name the notice that lists the parties")


@rule
def grounds_by_own_words(tables: Tables) -> Iterator[Problem]:
    """Yield grounds mapped from words that also stand for another ground of the notice."""
    grounds, advice = tables["listing_grounds"], "keep the words that name this ground"
    for line, _, first in repeated(grounds, "instrument_id", "entity_id", "printed_words"):
        yield at(grounds, line, "printed_words", f"also stand for the ground on line {first}", advice)


@rule
def counted_as_stated(tables: Tables) -> Iterator[Problem]:
    """Yield notices that list more or fewer parties, or others, than their title says."""
    listings, entities, instruments = (tables[name] for name in ("listings", "entities", "instruments"))
    by_document: dict[str, Rows] = defaultdict(list)
    for measure, rows in listings.by("measure_id").items():
        by_document[tables["measures"].row(measure)["instrument_id"]] += rows
    for line, row in instruments.rows():
        stated, rows = TITLE.match(row["title_en"] or ""), by_document[row["instrument_id"]]
        if stated is None or not rows:
            continue
        parties = [(at_line, r["entity_id"]) for at_line, r in rows if r["listed_as"] == "party"]
        if len(parties) != int(stated["count"]):
            found = f"{len(parties)} parties are listed under it, not {stated['count']}"
            yield at(instruments, line, "title_en", found, f"correct the title or {listings.info.path}")
        where = NAMED.get(stated["whose"])
        for at_line, party in parties if where else ():
            seat = entities.row(party)["country"]
            member = where == "EU" and tables["countries"].row(seat)["eu_member_from"]
            if seat not in (where, None) and not member:
                found = f"{shown(party)} sits in {seat}, but the notice lists {stated[0]}"
                yield at(listings, at_line, "entity_id", found, "correct its country, or name the party or rule meant")


@rule
def places_once(tables: Tables) -> Iterator[Problem]:
    """Yield parties in a place of a notice that another has."""
    listings = tables["listings"]
    placed = repeated(listings, "measure_id", "position", where=lambda r: r["position"] and r["listed_as"] == "party")
    for line, row, first in placed:
        found = f"place {row['position']} of {shown(row['measure_id'])} is that of line {first}"
        yield at(listings, line, "position", found, "correct one of them")


@each("listings")
def printed_names_agree(row: Row, tables: Tables) -> Faults:
    """Yield printed names that share no word with the name of the party."""
    party, others = tables["entities"].row(row["entity_id"]), tables["entity_aliases"].by("entity_id")
    aliases = [r["alias"] for _, r in others.get(row["entity_id"], ()) if r["alias"]]
    for column in ("name_en", "name_zh"):
        printed, own = row[f"{column}_printed"], party[column]
        if printed and own and not any(_alike(printed, name) for name in (own, *aliases)):
            found = f"{shown(printed)} is not like {shown(own)}, the name of the party"
            yield f"{column}_printed", found, "correct one of them, or name the party meant"


def _alike(printed: str, name: str) -> bool:
    """Whether two names are one in spite of blanks, marks, endings and a slip of the printer."""
    a, b = (re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", n)).casefold() for n in (printed, name))
    return a in b or b in a or difflib.SequenceMatcher(None, a, b).ratio() > ALIKE
