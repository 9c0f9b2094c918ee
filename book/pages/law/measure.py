"""A page for each of the largest measures: clause, days, plans, conditions, items, parties, sources."""

from collections.abc import Iterator

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.common.markup import Markup, bullets, facts, html_link, md, section, table
from book.pages.common.names import spaced, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.law.important import important
from book.pages.law.measures import LAYERS, document_link, items_of, said
from book.pages.law.provisions import provisions

EFFECTS = {"required": "applies only if", "exempts": "does not apply if", "procedure": "how to apply and report"}
KNOWN = words_of("basis of a day")


def measure_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of the pages of the largest measures."""
    for key in important(record):
        yield f"measure-{key}", measure_page(record, record.one("measures", "measure_id", key))


def measure_page(record: Record, row: Row) -> Markup:
    """Return the page of one measure."""
    key = row["measure_id"]
    sources = record.sources(f"measure-{key}")
    notice = record.one("instruments", "instrument_id", row["instrument_id"])
    cells = said(record, row, sources)
    about = {
        "Rule": cells["Rule"],
        "Document": md("{}, {}", document_link(record, row["instrument_id"]), notice["title_en"] or notice["title_zh"]),
        "Issued": notice["issued"],
        "Part of the law": LAYERS[row["layer"]],
        f"State on {record.as_of}": STATE_WORDS[record.state(key)],
        **{name: cells[name] for name in ("Evidence grade of the rule", "Note")},
        "Address": html_link(f"measures.html#measure-{key}", cells["Id"]),
        "Sources": sources.cite(row["source_ids"]),
    }
    return record.page(
        row["title"],
        facts(about.items()),
        section("Days", _periods(record, key, sources)),
        section("What its documents planned", _plans(record, key, sources)),
        section("Conditions", _conditions(record, key, sources)),
        section("What its document says besides", provisions(record, sources, notice)),
        section("Items", bullets(items_of(record, key, 400))),
        section("Listed parties", _parties(record, key, sources)),
        sources.foot(),
    )


def _periods(record: Record, key: str, sources: Sources) -> Markup:
    rows = [
        [
            STATE_WORDS[p["state"]],
            f"{p['first_day_earliest']} or later, at the latest {p['first_day']}"
            if p["first_day_earliest"]
            else p["first_day"],
            p["last_day"],
            p["last_confirmed"],
            p["evidence_grade"],
            document_link(record, p["by_instrument_id"]) if p["by_instrument_id"] else "",
            md("{} {}", p["note"], sources.cite(p["source_ids"])),
        ]
        for p in record.periods(key)
    ]
    return table(("State", "From", "To", "Attested to", "Grade", "By", "Note and sources"), rows, "days")


def _plans(record: Record, key: str, sources: Sources) -> Markup:
    rows = [
        [
            STATE_WORDS[p["state"]],
            p["planned_first"],
            p["planned_last"],
            f"{p['known_day']} ({KNOWN[p['known_basis']]})",
            document_link(record, p["instrument_id"]),
            md("{} {}", p["note"], sources.cite(p["source_ids"])),
        ]
        for p in sorted(record.by("measure_plans", "measure_id", key), key=lambda p: p["number"])
    ]
    return table(("State", "From", "To", "Known on", "By", "Note and sources"), rows, "days")


def _conditions(record: Record, key: str, sources: Sources) -> Markup:
    rows = [
        [EFFECTS[c["effect"]], spaced(c["kind"]), c["text_en"], sources.cite(c["source_ids"])]
        for c in sorted(record.by("measure_conditions", "measure_id", key), key=lambda c: (c["effect"], c["number"]))
    ]
    return table(("The rule", "About", "In our words", "Sources"), rows, "wide")


def _parties(record: Record, key: str, sources: Sources) -> Markup:
    rows = []
    for listing in sorted(record.by("listings", "measure_id", key), key=lambda x: x["position"] or 0):
        party = record.one("entities", "entity_id", listing["entity_id"])
        name = html_link(f"parties.html#word={listing['entity_id']}", party["name_en"] or party["name_zh"])
        country = record.country(party["country"]) if party["country"] else ""
        rows.append([name, party["name_zh"], country, listing["listed_as"], sources.cite(listing["source_ids"])])
    return table(("Party", "Chinese", "Country", "As", "Sources"), rows, "wide")
