"""What `exportcurbs.status()` knows, as compact data for the pages that answer in the browser (_static/answers.js)."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from exportcurbs._reader import Row

from book.pages.common.names import called, in_a_sentence
from book.pages.common.record import Record

REGIME_WORDS = {
    "none": "no control",
    "licence": "licence",
    "licence_strict": "licence, stricter review",
    "denial_in_principle": "refused in principle",
    "prohibited": "prohibited",
    "unknown": "unknown",
}
USE_WORDS = {
    "civil": "civil",
    "military": "military",
    "military_capability": "may raise military capability",
    "wmd": "weapons of mass destruction",
    "advanced_chips": "advanced chips",
}
TRADE_WORDS = {"has_quota": "quota", "has_licence": "export licence", "has_state_trading": "state trading"}
TRADE = ("has_quota", "has_licence", "has_state_trading", "duty_pct")


def regime_words(row: Row) -> str:
    """Return the regime of a spell in words; an answer that no source attests to that day is presumed."""
    return REGIME_WORDS[row["regime"]] + (" (presumed)" if row["basis"] == "presumed" else "")


def trade_words(row: Row) -> list[str]:
    """Return what stands in the trade layer beside a status."""
    found = [words for column, words in TRADE_WORDS.items() if row[column]]
    return [*found, f"duty of {row['duty_pct']:g} %"] if row["duty_pct"] else found


class Numbered:
    """Values by the number under which each was first seen."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """Return the number of a value."""
        if value not in self._places:
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


def answers(record: Record, with_codes: bool = True) -> Row:
    """Return the data: subjects, vectors, timelines, measures, claims on practice, contested rules.

    A subject names its vector by number; a vector has the number of a timeline for each destination and end use, in
    the order of `named` and `uses`; a timeline is a list of spells.
    """
    subjects = {m["material_id"]: _subject(m, "material") for m in record.rows("materials")}
    spells: dict[tuple[str, str, str], list[Row]] = {}
    tables = ("material_status", "code_status") if with_codes else ("material_status",)
    if with_codes:
        codes = [c for c in record.rows("control_codes") if c["scheme"] in ("dual_use", "class")]
        subjects = {c["code"]: _subject(c, "code") for c in codes} | subjects
    for name in tables:
        rows = record.rows(name)
        for row in sorted(rows, key=lambda r: r["first_day"]):
            subject = row["material_id"] if name == "material_status" else row["code"]
            spells.setdefault((subject, row["destination"], row["end_use"]), []).append(row)
    named, uses = sorted({p for _, p, _ in spells}), sorted({u for _, _, u in spells})
    measures, timelines, vectors = Numbered(), Numbered(), Numbered()
    for subject, entry in subjects.items():
        # a destination without spells of its own is answered as the rest of the world
        keys = (((subject, place, use), (subject, "ROW", use)) for place in named for use in uses)
        found = (spells.get(own) or spells.get(rest, []) for own, rest in keys)
        numbers = tuple(timelines.of(tuple(_spell(row, measures.of) for row in rows)) for rows in found)
        entry["vector"] = vectors.of(numbers)
    contested = _contested(record, measures.of)
    return {
        "as_of": record.as_of,
        "regimes": REGIME_WORDS,
        "uses": uses,
        "use_words": USE_WORDS,
        "named": named,
        **_places(record),
        "subjects": subjects,
        "vectors": vectors.values,
        "timelines": timelines.values,
        "practice": _practice(record),
        "contested": contested,
        "measures": list(_measures(record, measures.values)),
    }


def _places(record: Record) -> dict[str, dict[str, str]]:
    """Return the names of the destinations, and those that take an article in a sentence."""
    places = {c["iso3"]: c["name"] for c in record.rows("countries") if c["iso3"] != "CHN"}
    within = {key: in_a_sentence(name) for key, name in places.items()}
    return {"places": places, "in_sentence": {key: name for key, name in within.items() if name != places[key]}}


def _subject(row: Row, kind: str) -> Row:
    return {"kind": kind, "name": row["name_en"], "zh": row["name_zh"]}


def _spell(row: Row, number: Callable[[str], int]) -> tuple[Any, ...]:
    """Return first and last day, regime, floor, strictest, basis, measures, those in part, trade (None for a code)."""
    trade = tuple(row[k] for k in TRADE) if "has_quota" in row else None
    rules, part = (tuple(map(number, row[c])) for c in ("measure_ids", "part_measure_ids"))
    days = (row["first_day"].isoformat(), row["last_day"].isoformat())
    return (*days, row["regime"], row["at_least"], row["strictest"], row["basis"], rules, part, trade)


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


def _contested(record: Record, number: Callable[[str], int]) -> list[int]:
    """Return the rules for uses that may raise military capability."""
    return [
        number(m["measure_id"])
        for m in record.rows("measures")
        if m["end_use"] == "military_capability" and m["flow"] == "export_from_china"
    ]


def _measures(record: Record, ids: Iterable[str]) -> Iterable[Row]:
    """Yield what a page says of each measure: title, clause, its notice, and the address where the issuer keeps it."""
    notices = {i["instrument_id"]: i for i in record.rows("instruments")}
    known = {m["measure_id"]: m for m in record.rows("measures")}
    sources = record.sources()
    for key in ids:
        notice = notices[known[key]["instrument_id"]]
        yield {
            "id": key,
            "title": known[key]["title"],
            "clause": known[key]["clause"],
            "notice": called(notice),
            "url": sources.address(notice["source_ids"]),
        }
