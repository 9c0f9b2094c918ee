"""The page of listed parties: one flat table, newest listing first, that can be searched."""

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.ask.words import LISTS
from book.pages.common.markup import Markup, elements, front_matter, heading, html, html_link, joined, md, page
from book.pages.common.record import Record
from book.pages.law.important import important
from book.pages.law.measures import filter_form

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
    return page(
        front_matter(scripts="filter"),
        heading(1, "Listed parties"),
        md(
            "{:,} {{term}}`listings <listing>` of {:,} parties on China's control list, watch list and unreliable "
            "entity list, newest first, in their state on {}. A party on several lists has a row for each.",
            *(len(rows), len({r["entity_id"] for r in rows}), record.as_of),
        ),
        filter_form("Name in any language, ground or notice", fields, kept, "listings"),
        html(
            Markup('<div class="result-box tall" role="region" aria-label="Listed parties" tabindex="0">'),
            Markup('<table class="table listed-parties"><thead><tr>'),
            elements(md('<th scope="col">{}</th>', name) for name in HEADINGS),
            Markup("</tr></thead><tbody>"),
            *(_row(record, row) for row in rows),
            Markup("</tbody></table></div>"),
        ),
        record.stamp,
    )


def _plain(cell: object) -> object:
    """Return a cell of the reader's table; what pandas marks as missing is None."""
    return None if isinstance(cell, float) or str(cell) in ("NaT", "<NA>") else cell


def _place(row: Row) -> str:
    return f"listing-{row['entity_id']}-{row['measure_id']}"


def _row(record: Record, row: Row) -> Markup:
    other = [n for n in (row["name_zh"], row["name_ja"], *row["aliases"]) if n and n != row["name_en"]]
    own = row["measure_id"]
    page_of = f"measure-{own}.html" if own in important(record) else f"measures.html#measure-{own}"
    parent = record.by("entities", "entity_id", row["parent_id"]) if row["parent_id"] else []
    above = [parent[0]["name_en"] if parent else row["parent_name"], row["group_name"]]
    as_what = "" if row["listed_as"] == "party" else f" ({row['listed_as']})"
    cells = (
        md("<b>{}</b> {}", row["name_en"] or other[0], joined(other, " · ")),
        record.country(row["country"]) if row["country"] else "",
        LISTS[row["list"]] + as_what,
        row["effective"] or row["issued"],
        STATE_WORDS[row["state"]] + (f" until {row['state_until']}" if row["state_until"] else ""),
        "; ".join(" ".join(PROPER.get(w, w) for w in ground.split("_")) for ground in row["grounds"]),
        html_link(page_of, row["notice"] or row["instrument_id"]),
        joined(dict.fromkeys(filter(None, above)), "; "),
    )
    return md('<tr id="{}">{}</tr>', _place(row), elements(md("<td>{}</td>", cell) for cell in cells))
