"""The page of facts that people who had not seen the record took from other documents, and how many it held."""

from collections import Counter

from exportcurbs._reader import Row

from book.pages.common.markup import Markup, html_link, table
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.common.template import from_template

KINDS = {"numbers": "Numbers", "applications": "Applications", "responses": "Responses", "law": "Law and parties"}
GRADES = ("whole", "part", "missing", "contradicted")
COUNTED = ("Facts", "Number", *map(str.capitalize, GRADES), "Held whole")


def asked_page(record: Record) -> Markup:
    """Return the page of facts that strangers to the record noted."""
    facts = record.measured("facts.csv")
    sets = {name: [f for f in facts if f["set"] == name] for name in dict.fromkeys(f["set"] for f in facts)}
    since = Counter(f["since"] for f in facts if f["since"])
    shown = {name: (own, _counted(own), _listed(own)) for name, own in sets.items()}
    return from_template("asked", record, since=since, sets=shown)


def _counted(facts: list[Row]) -> Markup:
    groups = {"All": facts} | {words: [f for f in facts if f["kind"] == kind] for kind, words in KINDS.items()}
    groups["Central to the subject"] = [f for f in facts if f["core"] == "core"]
    groups["From documents that the record did not cite"] = [f for f in facts if f["cited"] == "no"]
    rows = []
    for words, own in groups.items():
        held = Counter(f["grade"] for f in own)
        rows.append((words, len(own), *(held[g] for g in GRADES), percent(held["whole"], len(own)) if own else ""))
    return table(COUNTED, rows, "wide")


def _listed(facts: list[Row]) -> Markup:
    order = sorted(facts, key=lambda f: (GRADES[::-1].index(f["grade"]), list(KINDS).index(f["kind"])))
    rows = [(f["fact"], html_link(f["address"], "document"), f["grade"], f["lacked"], f["since"]) for f in order]
    return table(("Fact", "Seen in", "Stood", "What lacked", "Since"), rows, "asked")
