"""What rows rest on: the references of one row, and the bibliography of a paper that used many."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from exportcurbs._cite import Item, as_text, styled
from exportcurbs._frames import SEPARATOR
from exportcurbs._heavy import pa, pc, pd
from exportcurbs._near import guess
from exportcurbs._reader import Reader, Row, retired, row_id
from exportcurbs._rests import Place, basis_of, parts_of, spells_under, summed_up

READ_AS = {
    "full_text": "Read in full",
    "excerpt": "Read in part",
    "quoted_by": "Known from a quotation",
    "not_seen": "Not seen",
}


class References(list[Item]):
    """The references of one row, by id, as CSL JSON items; `str()` gives them as text, with the place in each document.

    `table`, `row_id` and `evidence_grade` (None where there is none) say of which row. `custom` of an item holds
    `read_as` (full_text, excerpt, quoted_by or not_seen) and the rows that it `supports`, each with its locator.
    """

    def __init__(self, table: str, row_id: str, evidence_grade: str | None, items: Iterable[Item]) -> None:
        super().__init__(items)
        self.table, self.row_id, self.evidence_grade = table, row_id, evidence_grade

    def __str__(self) -> str:
        """Return the row and its references as a few lines of text."""
        grade = f", evidence grade {self.evidence_grade}" if self.evidence_grade else ""
        lines = [f"{self.table} {self.row_id}{grade}"]
        for number, item in enumerate(self, start=1):
            places = ", ".join(row["locator"] for row in item["custom"]["supports"] if row["locator"])
            lines.append(f"  [{number}] {as_text(item)}" + (f" Place: {places}." if places else ""))
        return "\n".join(lines if len(self) else [*lines, "  cites no source"])


def row_ids(data: Reader, frame: "pd.DataFrame") -> list[str]:
    """Return the id of every row of a loaded table, or of a part of it: the filled parts of its key joined by `/`.

    ValueError if the frame does not say which table it is (`attrs["name"]`), KeyError if it lacks a column of the key.
    """
    if "name" not in frame.attrs:
        raise ValueError("the frame does not say which table it is; set frame.attrs['name'] or give (table, row ids)")
    key = list(data.key(frame.attrs["name"]))
    if missing := [column for column in key if column not in frame]:
        raise KeyError(f"the key of {frame.attrs['name']} is {', '.join(key)}; the frame lacks {', '.join(missing)}")
    known = data.schema(frame.attrs["name"])
    typed = pa.schema([known.field(column) for column in key])  # a day of numpy has a time, one of ours has none
    return [row_id(row, key) for row in pa.Table.from_pandas(frame[key], typed, preserve_index=False).to_pylist()]


def row_of(data: Reader, table: str, name: str) -> Row:
    """Return one row by its id; KeyError, with the nearest id, for an unknown one."""
    if summed_up(data, table) and (found := _panel_row(data, table, name)):
        return found
    known: dict[str, Row] = {} if summed_up(data, table) else data.rows_by_id(table)
    if name not in known:
        key = f"A row is named by {' / '.join(data.key(table))}, as far as filled."
        near = retired(data, table, data.key(table)[0], name) or guess(name, known)
        raise KeyError(f"there is no row {name!r} in {table}.{near} {key}")
    return known[name]


def _panel_row(data: Reader, table: str, name: str) -> Row | None:
    """Return one row of a panel, which has too many to keep each by its id."""
    rows = data.arrow[table]
    for column, cell in zip(data.key(table), name.split("/"), strict=False):
        rows = rows.filter(pc.equal(rows[column], cell))
    found: list[Row] = rows.to_pylist() if rows.num_rows == 1 else []
    return found[0] if found else None


def _cited(data: Reader, asked: Iterable[Place]) -> Iterator[Row]:
    """Yield table, row_id, source_id and locator of everything that rows cite or rest on, what they rest on once."""
    cited = data.rows_by("row_sources", "table", "row_id")
    seen: set[Place] = set()
    for table, name in asked:
        row = row_of(data, table, name)
        if "source_id" in row:  # a source itself, or a row taken over from one
            yield {"table": table, "row_id": name, "source_id": row["source_id"], "locator": None}
        for place in (
            (table, name),
            *(place for own, part in parts_of(data, table, row) for place in basis_of(data, own, part)),
        ):
            if place not in seen:
                seen.add(place)
                yield from cited.get(place, [])


def _references(data: Reader, asked: Iterable[Place]) -> list[Item]:
    found: dict[str, dict[tuple[str, ...], Row]] = {}
    for cited in _cited(data, asked):
        place = {column: cited[column] for column in ("table", "row_id", "locator")}
        found.setdefault(cited["source_id"], {})[tuple(place.values())] = place
    return [_item(data, source_id, list(found[source_id].values())) for source_id in sorted(found)]


def _item(data: Reader, source_id: str, supports: list[Row]) -> Item:
    """Return a source as a CSL JSON item; an address stands in it only where the issuer itself keeps it."""
    source = data.rows_by("sources", "source_id")[source_id][0]
    quoted_by = data.rows_by("sources", "source_id").get(source["quoted_by_id"])
    note = READ_AS[source["read_as"]] + (f" in: {quoted_by[0]['title']}" if quoted_by else "")
    address = issuers_address(source)
    item = {
        "id": source_id,
        "type": "document",
        "title": source["title"],
        "author": [{"literal": author.strip()} for author in (source["author"] or "").split(";") if author.strip()],
        "publisher": data.rows_by("publishers", "publisher_id")[source["publisher_id"]][0]["name"],
        "issued": _date(source["published"]),
        "language": source["language"],
        "URL": address,
        "accessed": _date(source["accessed"]) if address else None,
        "note": f"{note}.",
        "custom": {"read_as": source["read_as"], "supports": supports},
    }
    return {name: value for name, value in item.items() if value}


def issuers_address(source: Row) -> str:
    """Return the address of a source if the issuer itself keeps the copy, else nothing."""
    address = source["url"] or ""
    own = source["host"] == "issuer" and address.startswith(("https://", "http://"))
    return quote(address, safe=":/?#[]@!$&()*+,;=%~") if own else ""


def _date(day: object) -> Item | None:
    return {"date-parts": [[int(part) for part in str(day).split("-")]]} if day else None


def sources_of(data: Reader, table: str, row_id: str) -> References:
    """Return the references of one row, with the place in each document, how it was read, and the row's grade.

    A row of a computed table gives those of the rows that it rests on, such as its rules and their periods, or where no
    rule decides the coverage of the record; a month of a panel those of the spells that it counts. KeyError, with the
    nearest name, for an unknown table or row.
    """
    return References(
        table, row_id, row_of(data, table, row_id).get("evidence_grade"), _references(data, [(table, row_id)])
    )


def bibliography(data: Reader, used: Any, style: str = "text") -> str:
    """Return the sources of the rows that a paper used, each once, with the rows that it supports.

    used: a loaded table or a part of it, a frame with a column `measure_ids` (computed, or a panel merged with data of
    yours) or from `add_status` or `join_trade` (the rules behind its answers), the name of a table, a pair (table, row
    ids), or a list of these; style: text, bibtex or csl-json. Errors as for `row_ids` and `sources_of`; ValueError for
    an unknown style, and for a table whose rows name no sources.
    """
    asked = list(_asked(data, used))
    citing = {*filter(data.rests_on, data.tables()), *data.rows_by("row_sources", "table")}
    citing |= {table for table in data.tables() if "source_id" in data.schema(table).names}
    citing |= {table for table in data.tables() if summed_up(data, table)}
    if silent := sorted({table for table, _ in asked} - citing):
        raise ValueError(f"the rows of {', '.join(silent)} name no sources")
    return styled(_references(data, asked), style)


def _asked(data: Reader, used: Any) -> Iterator[Place]:
    if hasattr(used, "attrs"):
        yield from _of_frame(data, used)
    elif isinstance(used, str):
        yield from (
            _of_frame(data, data.load(used)) if summed_up(data, used) else ((used, n) for n in data.rows_by_id(used))
        )
    elif isinstance(used, tuple) and len(used) == 2 and isinstance(used[0], str):
        yield from ((used[0], name) for name in ([used[1]] if isinstance(used[1], str) else used[1]))
    else:
        for part in used:
            yield from _asked(data, part)


def _of_frame(data: Reader, frame: "pd.DataFrame") -> Iterator[Place]:
    name, added = frame.attrs.get("name"), frame.attrs.get("measure_ids")
    cells = [] if added is None else [added]
    if name in data.tables() and summed_up(data, name):
        yield from spells_under(data, name, frame)
    elif name in data.tables() or ("measure_ids" not in frame and added is None):
        yield from ((str(name), row_id) for row_id in row_ids(data, frame))
    elif "measure_ids" in frame:
        cells += [*frame["measure_ids"].dropna()]
    lists = (cell.split(SEPARATOR) if isinstance(cell, str) else cell for cell in cells)
    for measure in sorted({measure for cell in lists for measure in cell if measure}):
        yield "measures", measure
        for row in data.rows_by("measure_periods", "measure_id").get(measure, []):
            yield "measure_periods", row_id(row, data.key("measure_periods"))
