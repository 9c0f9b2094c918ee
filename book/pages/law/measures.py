"""One page with every measure under an address that stays: rule in words, items, states, notices, sources."""

from collections.abc import Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.words import states_in_words

from book.pages.common.markup import Markup, blocks, code, facts, heading, joined, lines, link, md, page, place, section
from book.pages.common.measures import cited_by, rule_in_words
from book.pages.common.names import called, group_name
from book.pages.common.record import Record
from book.pages.common.sources import Sources

MOST_ITEMS = 60


def measures_page(record: Record) -> Markup:
    """Return the page of all measures, by document, oldest first."""
    acts = sorted(record.rows("instruments"), key=lambda i: (str(i["issued"] or i["effective"]), i["instrument_id"]))
    ruling = [act for act in acts if record.by("measures", "instrument_id", act["instrument_id"])]
    silent = [act for act in acts if act not in ruling]
    sources = record.sources()
    return page(
        heading(1, "Measures"),
        md(
            "Every rule on record: {} of {}, oldest first. Each has an address that stays: `measures.html#measure-` "
            "and its id.",
            counted(len(record.rows("measures")), "measure"),
            counted(len(ruling), "document"),
        ),
        *(_document(record, act, sources) for act in ruling),
        section(
            "Documents without rules of their own",
            "They change the days of other rules, list what is controlled, or stand for context.",
            *(_silent(act, sources) for act in silent),
        ),
        record.stamp,
    )


def _document(record: Record, act: Row, sources: Sources) -> Markup:
    """Return a document under its address, with its measures."""
    own = sorted(record.by("measures", "instrument_id", act["instrument_id"]), key=lambda m: str(m["measure_id"]))
    measures = (_measure(record, measure, sources) for measure in own)
    return section(_title(act), _origin(act, sources), *measures, anchor=f"instrument-{act['instrument_id']}")


def _silent(act: Row, sources: Sources) -> Markup:
    named = lines([place(f"instrument-{act['instrument_id']}"), md("**{}**", _title(act))])
    return blocks(named, _origin(act, sources))


def _title(act: Row) -> str:
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
    own, periods = row["measure_id"], record.periods(row["measure_id"])

    def notice(period: Row) -> Markup:
        by = period["by_instrument_id"]
        name = called(record.one("instruments", "instrument_id", by)) if by else ""
        return md(" (by {})", link(f"#instrument-{by}", name)) if by else Markup("")

    said = {
        "Id": joined((code(own), row["clause"])),
        "Rule": rule_in_words(row, record.destinations(row["destinations"])),
        "States": joined(states_in_words(periods, notice), "; "),
        "Items": joined(_covered(record, own), "; "),
        "Evidence grade": row.get("evidence_grade"),
        "Note": row["note"],
        "Sources": sources.linked(cited_by(row, periods)),
    }
    return section(row["title"], facts(said.items()), level=3, anchor=f"measure-{own}")


def _covered(record: Record, measure_id: str) -> Iterator[Markup]:
    keys = ("scheme", "code", "material_id", "group_id", "goods_id")
    # a group before the members that are left out of it
    items = sorted(record.by("measure_items", "measure_id", measure_id), key=lambda i: [str(i[k] or "") for k in keys])
    for item in items[:MOST_ITEMS]:
        subject = item["code"] or item["material_id"] or item["group_id"] or item["goods_id"]
        basis = "" if item["basis"] == "printed" else f"({item['basis']})"
        parts = (md("without") if item["inclusion"] == "excluded" else "", code(subject), _names(record, item), basis)
        yield joined(parts, " ")
    if len(items) > MOST_ITEMS:
        yield md("and {:,} more in [measure_items](table-measure_items.md)", len(items) - MOST_ITEMS)


def _names(record: Record, item: Row) -> str:
    """Return the names of what an item of a measure is."""
    found = (
        (item["code"] and record.data.rows_by("control_codes", "scheme", "code").get((item["scheme"], item["code"])))
        or record.by("materials", "material_id", item["material_id"])
        or record.by("goods", "goods_id", item["goods_id"])
    )
    names = [found[0][k] for k in ("name_en", "name_zh") if found and found[0].get(k)]
    return ", ".join(names) or (group_name(item["group_id"]) if item["group_id"] else "")
