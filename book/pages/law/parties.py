"""The page of listed parties: one flat table, newest listing first, that can be searched."""

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.ask.words import LISTS
from book.pages.common.markup import Markup, html_link, joined, md
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.law.important import important

PROPER = {"taiwan": "Taiwan", "japan": "Japan", "japans": "Japan's", "eu": "EU", "us": "US"}
HEADINGS = ("Party", "Country", "List", "From", "State", "Grounds", "Notice", "Parent or group")


def parties_page(record: Record) -> Markup:
    """Return the page."""
    listed = record.data.listings().astype(object).to_dict("records")
    rows: list[Row] = [{str(name): _plain(cell) for name, cell in row.items()} for row in listed]
    rows.sort(key=lambda r: (str(r["effective"] or r["issued"]), r["entity_id"]), reverse=True)
    kept = {_place(r): {"list": [r["list"]], "country": [r["country"]], "state": [r["state"]]} for r in rows}
    fields: dict[str, tuple[str, dict[str, str]]] = {
        "Country": ("country", {c: record.country(c) for c in sorted({r["country"] for r in rows if r["country"]})}),
        "List": ("list", LISTS),
        "State": ("state", {s: STATE_WORDS[s] for s in sorted({r["state"] for r in rows})}),
    }
    return from_template(
        "parties",
        record,
        listings=len(rows),
        parties=len({r["entity_id"] for r in rows}),
        fields=fields,
        kept=kept,
        headings=HEADINGS,
        rows=[(_place(row), _cells(record, row)) for row in rows],
    )


def _plain(cell: object) -> object:
    """Return a cell of the reader's table; what pandas marks as missing is None."""
    return None if isinstance(cell, float) or str(cell) in ("NaT", "<NA>") else cell


def _place(row: Row) -> str:
    return f"listing-{row['entity_id']}-{row['measure_id']}"


def _cells(record: Record, row: Row) -> tuple[object, ...]:
    other = [n for n in (row["name_zh"], row["name_ja"], *row["aliases"]) if n and n != row["name_en"]]
    own = row["measure_id"]
    page_of = f"measure-{own}.html" if own in important(record) else f"measures.html#measure-{own}"
    parent = record.by("entities", "entity_id", row["parent_id"]) if row["parent_id"] else []
    above = [parent[0]["name_en"] if parent else row["parent_name"], row["group_name"]]
    as_what = "" if row["listed_as"] == "party" else f" ({row['listed_as']})"
    return (
        md("<b>{}</b> {}", row["name_en"] or other[0], joined(other, " · ")),
        record.country(row["country"]) if row["country"] else "",
        LISTS[row["list"]] + as_what,
        row["effective"] or row["issued"],
        STATE_WORDS[row["state"]] + (f" until {row['state_until']}" if row["state_until"] else ""),
        "; ".join(" ".join(PROPER.get(w, w) for w in ground.split("_")) for ground in row["grounds"]),
        html_link(page_of, row["notice"] or row["instrument_id"]),
        joined(dict.fromkeys(filter(None, above)), "; "),
    )
