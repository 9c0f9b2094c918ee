"""The entries of the page of dual-use items, one element per code, and the rules they point to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from exportcurbs.law.words import STATE_WORDS

from book.pages.common.markup import esc
from book.pages.common.record import Record
from book.pages.common.rules import rule_in_words
from book.pages.common.text import Documents, Row
from book.pages.common.words import called
from validation.citations import source_key
from validation.definitions.items.codes import ITEM_TYPES

TYPES = {letter: words.replace("_", " ") for letter, words in ITEM_TYPES.items()}
REASONS = {
    "0": "not explained by any text that was read",
    "1": "missiles",
    "2": "nuclear",
    "3": "biological and chemical",
    "4": "monitored chemicals",
    "5": "not explained by any text that was read, China's own numbers",
    "9": "national controls",
}
WITHOUT = {"none": "no equivalent"}
NAMES = {
    "official": "printed by the issuer",
    "read": "read from a copy of the catalogue",
    "reconstructed": "our words: the printed name was not read",
}


def entries(record: Record, documents: Documents) -> Iterator[str]:
    """Yield each code as a list element with a stable address, `item-` and the code."""
    printed: dict[str, list[Row]] = defaultdict(list)
    for row in record.rows("items"):
        printed[row["code"]].append(row)
    customs: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in record.rows("item_customs_codes"):
        customs[_serial(row)].append(row)
    for row in sorted(record.rows("control_codes"), key=lambda c: (c["scheme"] != "dual_use", c["scheme"], c["code"])):
        own = printed[row["code"]]
        lines = [k for item in own for k in customs[_serial(item)]]
        facts = [(term, told) for term, told in _facts(record, documents, row, own, lines) if told]
        listed = "".join(f"<dt>{term}</dt><dd>{told}</dd>" for term, told in facts)
        place = f'data-industry="{row["industry"]}" data-type="{row["code"][1]}" data-reason="{row["control_reason"]}" '
        dual = place if row["scheme"] == "dual_use" else ""
        yield (
            f'<li id="item-{esc(row["code"])}" data-scheme="{row["scheme"]}" {dual}><details><summary>'
            f'<code>{esc(row["code"])}</code> <span lang="zh">{esc(row["name_zh"])}</span> '
            f"<span>{esc(row['name_en'])}</span></summary><dl>{listed}</dl></details></li>"
        )


def _serial(row: Row) -> tuple[str, ...]:
    return row["edition_id"], row["section"], row["direction"], str(row["serial"])


def _facts(
    record: Record, documents: Documents, row: Row, own: list[Row], lines: list[Row]
) -> Iterator[tuple[str, str]]:
    key, equivalents = row["code"], record.by("code_equivalents", "code", row["code"])
    yield "Threshold", esc(row["parameters_en"])
    yield "Customs codes", ", ".join(dict.fromkeys(map(_customs, lines)))
    yield "Other lists", ", ".join(dict.fromkeys(_equivalent(e) for e in equivalents))
    yield "Materials", ", ".join(_material(record, c) for c in record.by("code_materials", "code", key))
    ids = (m["measure_id"] for m in record.measures_of({key, *_ancestors(record, row)}))
    yield "Rules", ", ".join(f'<a href="#rule-{m}">{m}</a>' for m in ids)
    yield "Printed", ", ".join(f"{i['edition_id']} {i['section'].replace('_', ' ')} {i['serial']}" for i in own)
    yield "Name", NAMES[row["name_basis"]]
    yield "Note", esc(row["note"])
    if row["scheme"] in ("dual_use", "class"):
        yield "On a day", f'<a href="status.html#code={esc(key)}">what an export of it needs</a>'
    cited = {source_key(s): None for r in (row, *own, *lines, *equivalents) for s in r["source_ids"]}
    yield "Sources", _numbers(documents, cited)


def _material(record: Record, row: Row) -> str:
    key = row["material_id"]
    name = esc(record.one("materials", "material_id", key)["name_en"])
    return f'<a href="material-{key}.html">{name}</a> ({row["role"].replace("_", " ")})'


def _customs(row: Row) -> str:
    doubt = "" if row["confidence"] == "verified" else f", {row['confidence']}"
    part = "" if row["coverage"] == "whole" else f", {row['coverage']} of the line"
    return f"{esc(row['customs_code'])} ({row['basis']}{doubt}{part})"


def _equivalent(row: Row) -> str:
    regime = row["regime"].replace("_", " ").replace("ANNEX", "Annex")
    if row["foreign_code"] is None:
        return f"{regime}: {WITHOUT.get(row['relation'], row['relation'])}"
    return f"{regime} {esc(row['foreign_code'])} ({row['relation'].replace('_', ' ')})"


def _ancestors(record: Record, row: Row) -> Iterator[str]:
    while row["parent"]:
        row = record.one("control_codes", "code", row["parent"])
        yield row["code"]


def _numbers(documents: Documents, keys: Iterable[str]) -> str:
    numbers = sorted(documents.number(k) for k in keys)
    return " ".join(f'<a href="#catalogue-source-{n}">[{n}]</a>' for n in numbers)


def rules(record: Record, documents: Documents) -> Iterator[str]:
    """Yield each rule that covers a code, with its state on the last day of the record."""
    ids = set()
    for row in record.rows("control_codes"):
        ids |= record.deciding.get(row["code"], set())
    for key in sorted(ids):
        measure = record.one("measures", "measure_id", key)
        notice = record.one("instruments", "instrument_id", measure["instrument_id"])
        url, name = documents.address(notice["source_ids"]), esc(called(notice))
        linked = f'<a href="{esc(url)}" rel="external">{name}</a>' if url else name
        words = esc(rule_in_words(measure, record.destinations(measure["destinations"])))
        cited = _numbers(documents, dict.fromkeys(map(source_key, measure["source_ids"])))
        state = STATE_WORDS[record.state(key)]
        told = f"<code>{key}</code> {esc(measure['title'])} ({linked}): {words}. <b>{state}</b> {cited}"
        yield f'<li id="rule-{key}">{told}</li>'
