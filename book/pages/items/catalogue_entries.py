"""The entries of the page of dual-use items, one element per code, and the rules they point to."""

from collections import defaultdict
from collections.abc import Iterator

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.common.markup import Markup, html_link, joined, md
from book.pages.common.measures import rule_in_words
from book.pages.common.names import called, spaced, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from validation.citations import source_key
from validation.definitions.items.codes import ITEM_TYPES

TYPES = {letter: spaced(kind) for letter, kind in ITEM_TYPES.items()}
REASONS = words_of("reason")
WITHOUT = {"none": "no equivalent"}
NAMES = words_of("basis of a name")


def entries(record: Record, sources: Sources) -> Iterator[tuple[Row, Iterator[tuple[str, object]]]]:
    """Yield each code with what is said of it; some of it may be empty."""
    customs: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in record.rows("item_customs_codes"):
        customs[_serial(row)].append(row)
    for row in sorted(record.rows("control_codes"), key=lambda c: (c["scheme"] != "dual_use", c["scheme"], c["code"])):
        own = record.by("items", "code", row["code"])
        lines = [k for item in own for k in customs[_serial(item)]]
        yield row, _facts(record, sources, row, own, lines)


def _serial(row: Row) -> tuple[str, ...]:
    return row["edition_id"], row["section"], row["direction"], str(row["serial"])


def _facts(
    record: Record, sources: Sources, row: Row, own: list[Row], lines: list[Row]
) -> Iterator[tuple[str, object]]:
    key, equivalents = row["code"], record.by("code_equivalents", "code", row["code"])
    yield "Threshold", row["parameters_en"]
    yield "Customs codes", ", ".join(dict.fromkeys(map(_customs, lines)))
    yield "Other lists", ", ".join(dict.fromkeys(map(_equivalent, equivalents)))
    yield "Materials", joined(_material(record, c) for c in record.by("code_materials", "code", key))
    ids = (m["measure_id"] for m in record.measures_of({key, *_ancestors(record, row)}))
    yield "Rules", joined(html_link(f"#rule-{m}", m) for m in ids)
    yield "Printed", ", ".join(f"{i['edition_id']} {spaced(i['section'])} {i['serial']}" for i in own)
    yield "Name", NAMES[row["name_basis"]]
    yield "Note", row["note"]
    if row["scheme"] in ("dual_use", "class"):
        yield "On a day", html_link(f"status.html#code={key}", "what an export of it needs")
    cited = {source_key(s): None for r in (row, *own, *lines, *equivalents) for s in r["source_ids"]}
    yield "Sources", sources.numbers(cited)


def _material(record: Record, row: Row) -> Markup:
    page = html_link(f"material-{row['material_id']}.html", record.material(row["material_id"]))
    return md("{} ({})", page, spaced(row["role"]))


def _customs(row: Row) -> str:
    doubt = "" if row["confidence"] == "verified" else f", {row['confidence']}"
    part = "" if row["coverage"] == "whole" else f", {row['coverage']} of the line"
    return f"{row['customs_code']} ({row['basis']}{doubt}{part})"


def _equivalent(row: Row) -> str:
    regime = spaced(row["regime"]).replace("ANNEX", "Annex")
    if row["foreign_code"] is None:
        return f"{regime}: {WITHOUT.get(row['relation'], row['relation'])}"
    return f"{regime} {row['foreign_code']} ({spaced(row['relation'])})"


def _ancestors(record: Record, row: Row) -> Iterator[str]:
    while row["parent"]:
        row = record.one("control_codes", "code", row["parent"])
        yield row["code"]


def rules(record: Record, sources: Sources) -> Iterator[Row]:
    """Yield each rule that covers a code, with its state on the last day of the record."""
    ids = set()
    for row in record.rows("control_codes"):
        ids |= record.deciding.get(row["code"], set())
    for key in sorted(ids):
        measure = record.one("measures", "measure_id", key)
        notice = record.one("instruments", "instrument_id", measure["instrument_id"])
        yield {
            "id": key,
            "title": measure["title"],
            "notice": called(notice),
            "url": sources.address(notice["source_ids"]),
            "says": rule_in_words(measure, record.destinations(measure["destinations"])),
            "state": STATE_WORDS[record.state(key)],
            "cited": sources.numbers(dict.fromkeys(map(source_key, measure["source_ids"]))),
        }
