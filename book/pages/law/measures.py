"""One page with every measure under an address that stays: rule in words, items, states, notices, sources."""

from collections.abc import Iterator

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS, states_in_words

from book.pages.common.markup import Markup, anchored, blocks, code, facts, html_link, joined, link, md, section
from book.pages.common.measures import cited_by, rule_in_words
from book.pages.common.names import called, graded, group_name, spaced, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.common.template import from_template
from book.pages.law.important import important

MOST_ITEMS = 60
BASES = {"printed": "", "recoded": "(the notice prints no code)", "inferred": "(inferred)"}
LAYERS = words_of("layer")


def measures_page(record: Record) -> Markup:
    """Return the page of all measures, by document, newest first."""
    acts = newest_first(record)
    ruling = [act for act in acts if record.by("measures", "instrument_id", act["instrument_id"])]
    silent = [act for act in acts if act not in ruling]
    sources, rules = record.sources(), record.rows("measures")
    kept = {f"measure-{m['measure_id']}".replace(".", "-"): _filtered(record, m) for m in rules}
    places = {p for m in rules for p in m["destinations"]}
    fields = {
        "Flow": ("flow", {f: spaced(f) for f in sorted({m["flow"] for m in rules})}),
        "Layer": ("layer", {k: words for k, words in LAYERS.items() if any(m["layer"] == k for m in rules)}),
        "Destination": ("to", {p: record.country(p) for p in sorted(places)}),
        "State": ("state", {s: STATE_WORDS[s] for s in sorted({k["state"][0] for k in kept.values()})}),
    }
    return from_template(
        "measures",
        record,
        rules=len(rules),
        ruling=len(ruling),
        important=len(important(record)),
        fields=fields,
        kept=kept,
        documents=blocks(*(_document(record, act, sources) for act in ruling)),
        silent=blocks(*(_silent(act, sources) for act in silent)),
    )


def newest_first(record: Record) -> list[Row]:
    """Return the documents, the newest first."""

    def day(act: Row) -> tuple[str, str]:
        return str(act["issued"] or act["effective"] or ""), act["instrument_id"]

    return sorted(record.rows("instruments"), key=day, reverse=True)


def _filtered(record: Record, row: Row) -> dict[str, list[str]]:
    """Return what the filters ask of a measure."""
    own = {"flow": [row["flow"]], "layer": [row["layer"]], "to": row["destinations"]}
    return {**own, "state": [record.state(row["measure_id"])]}


def _document(record: Record, act: Row, sources: Sources) -> Markup:
    """Return a document under its address, with its measures."""
    own = sorted(record.by("measures", "instrument_id", act["instrument_id"]), key=lambda m: str(m["measure_id"]))
    measures = (_measure(record, measure, sources) for measure in own)
    return section(titled(act), _origin(act, sources), *measures, anchor=f"instrument-{act['instrument_id']}")


def _silent(act: Row, sources: Sources) -> Markup:
    named = anchored(f"instrument-{act['instrument_id']}", md("**{}**", titled(act)))
    return blocks(named, _origin(act, sources))


def titled(act: Row) -> str:
    """Return a document by number and title."""
    return ": ".join(act[k] for k in ("number", "title_en") if act[k])


def _origin(act: Row, sources: Sources) -> Markup:
    native = f"{act['title_zh']}. " if act["title_zh"] else ""
    day = f"Issued {act['issued']}. " if act["issued"] else ""
    return (
        md("{}{}Sources: {}.", native, day, sources.linked(act["source_ids"]))
        if native or day
        else md("Sources: {}.", sources.linked(act["source_ids"]))
    )


def _measure(record: Record, row: Row, sources: Sources) -> Markup:
    """Return one measure under its address."""
    own = row["measure_id"]
    title = link(f"measure-{own}.md", row["title"]) if own in important(record) else row["title"]
    told, cited = said(record, row, sources), cited_by(row, record.periods(own))
    # what the document above rests on is not told again
    more = [
        key
        for key in cited
        if key not in record.one("instruments", "instrument_id", row["instrument_id"])["source_ids"]
    ]
    if len(more) < len(cited):
        told["Sources"] = joined(("those of the document", sources.linked(more)), "; ")
    return section(title, facts(told.items()), level=3, anchor=f"measure-{own}")


def said(record: Record, row: Row, sources: Sources) -> dict[str, object]:
    """Return what is said of a measure on every page: rule, states, items, grade, sources."""
    own, periods = row["measure_id"], record.periods(row["measure_id"])

    def notice(period: Row) -> Markup:
        by = period["by_instrument_id"]
        return md(" (by {})", document_link(record, by)) if by else Markup("")

    return {
        "Id": joined((code(own), "" if row["clause"] == "main clause" else row["clause"])),
        "Rule": rule_in_words(row, record.destinations(row["destinations"])),
        "States": joined(states_in_words(periods, notice), "; "),
        "Items": joined(items_of(record, own), "; "),
        "Evidence grade of the rule": graded(row["evidence_grade"]),
        "Note": row["note"],
        "Sources": sources.linked(cited_by(row, periods)),
    }


def document_link(record: Record, instrument: str) -> Markup:
    """Return a link to a document on the page of measures."""
    return html_link(
        f"measures.html#instrument-{instrument}", called(record.one("instruments", "instrument_id", instrument))
    )


def items_of(record: Record, measure_id: str, most: int = MOST_ITEMS) -> Iterator[Markup]:
    """Yield the items of a measure, those left out marked; after the first `most` how many more there are."""
    keys = ("scheme", "code", "material_id", "group_id", "goods_id")
    # a group before the members that are left out of it
    items = sorted(record.by("measure_items", "measure_id", measure_id), key=lambda i: [str(i[k] or "") for k in keys])
    for item in items[:most]:
        subject = item["code"] or item["material_id"] or item["group_id"] or item["goods_id"]
        basis = BASES[item["basis"]]
        parts = (
            md("without") if item["inclusion"] == "excluded" else "",
            "" if item["scheme"] == "class" else code(subject),
            _names(record, item),
            basis,
        )
        yield joined(parts, " ")
    if len(items) > most:
        yield md("and {:,} more in [measure_items](table-measure_items.md)", len(items) - most)


def _names(record: Record, item: Row) -> str:
    """Return the names of what an item of a measure is."""
    found = (
        (item["code"] and record.data.rows_by("control_codes", "scheme", "code").get((item["scheme"], item["code"])))
        or record.by("materials", "material_id", item["material_id"])
        or record.by("goods", "goods_id", item["goods_id"])
    )
    names = [found[0][k] for k in ("name_en", "name_zh") if found and found[0].get(k)]
    return ", ".join(names) or (group_name(item["group_id"]) if item["group_id"] else "")
