"""What `exportcurbs.status()` knows, as compact data for the pages that answer in the browser (_static/answers.js)."""

import functools

from exportcurbs._reader import Row

from book.pages.ask.rules import measures, parties, twins
from book.pages.ask.subjects import USES, Answers, subjects
from book.pages.ask.words import LETTERS, LISTS, REGIME_WORDS, REST_WORDS, USE_WORDS
from book.pages.common.names import in_a_sentence
from book.pages.common.record import Record
from book.pages.law.important import important

KINDS = ("line", "code", "goods", "group", "party")


@functools.lru_cache(maxsize=2)
def answers(record: Record, kinds: tuple[str, ...] = KINDS) -> Row:
    """Return the data: subjects, vectors, timelines, measures, parties, claims on practice, contested rules.

    A subject names its vector by number; a vector has the number of a timeline for each destination and end use, in
    the order of `named` and `uses`; a timeline is a list of spells. Its `reach` names in the same order the rules at
    rest on some day that reach it.
    """
    found, asked = Answers(record, kinds), subjects(record, kinds)
    for key, entry in asked.items():
        found.tell(key, entry)
    number = found.measures.of
    contested = [number(m) for m in _contested(record)]
    listed = parties(record, number) if "party" in kinds else {}
    beside = twins(record, number) if "party" in kinds else {}
    rules = list(measures(record, found.measures.values, important(record)))
    return {
        "as_of": record.as_of,
        "regimes": REGIME_WORDS,
        "letters": LETTERS,
        "rest_words": REST_WORDS,
        "uses": USES,
        "use_words": USE_WORDS,
        "lists": LISTS,
        "named": found.named,
        **_places(record),
        "subjects": asked,
        "vectors": found.vectors.values,
        "reaches": found.reaches.values,
        "spells": found.spells.values,
        "trades": found.trades.values,
        "timelines": found.timelines.values,
        "practice": _practice(record),
        "contested": contested,
        "measures": rules,
        "parties": listed,
        "twins": beside,
        "parts": _parts(record) if "goods" in kinds else {},
        "sources": _attesting(record, rules),
    }


def _parts(record: Record) -> dict[str, list[str]]:
    """Return the goods that each material heads or that contain it, and those that each customs line holds."""
    found: dict[str, list[str]] = {}
    for row in sorted(record.rows("goods_materials"), key=lambda r: (r["role"] != "heads", r["goods_id"])):
        found.setdefault(row["material_id"], []).append(row["goods_id"])
    for row in record.rows("goods"):
        for digits in row["hs6"] or ():
            found.setdefault(digits, []).append(row["goods_id"])
    return found


def _contested(record: Record) -> list[str]:
    """Return the rules for uses that may raise military capability."""
    rules = (m for m in record.rows("measures") if m["end_use"] == "military_capability")
    return [m["measure_id"] for m in rules if m["flow"] == "export_from_china"]


def _attesting(record: Record, rules: list[Row]) -> dict[str, str]:
    """Return title and publisher of each source that attests a rule."""
    cited = sorted({key for rule in rules for *_, keys in rule["attested"] for key in keys})
    found = {key: record.one("sources", "source_id", key) for key in cited}
    return {key: f"{row['title']} ({record.sources().keeper(row)})" for key, row in found.items()}


def _places(record: Record) -> dict[str, dict[str, str]]:
    """Return the names of the destinations, and those that take an article in a sentence."""
    places = {c["iso3"]: c["name"] for c in record.rows("countries") if c["iso3"] != "CHN"}
    within = {key: in_a_sentence(name) for key, name in places.items()}
    return {"places": places, "in_sentence": {key: name for key, name in within.items() if name != places[key]}}


def _practice(record: Record) -> list[Row]:
    members: dict[str, list[str]] = {}
    for row in record.rows("material_groups"):
        members.setdefault(row["group_id"], []).append(row["material_id"])
    begun = {m["measure_id"]: record.periods(m["measure_id"])[0]["first_day"] for m in record.rows("measures")}
    return [
        {
            "id": c["claim_id"],
            "materials": [c["material_id"]] if c["material_id"] else members.get(c["group_id"], []),
            "to": c["destination"],
            "first": max(c["first_day"], begun.get(c["measure_id"], c["first_day"])),
            "last": c["last_day"],
            "position": c["position"],
            "by": c["claimed_by"],
        }
        for c in record.rows("claims")
        if c["first_day"] and c["last_day"] and (c["material_id"] or c["group_id"])
    ]
