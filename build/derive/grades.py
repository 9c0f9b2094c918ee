"""Derive: the tables and columns that no one types."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from validation.citations import source_key, split_source
from validation.definitions.shared.sources import SERIOUS_CLASSES
from validation.definitions.tables import TypedTable, cells, row_ids, table_info

Documents = dict[str, dict[str, Any]]


def row_sources(tables: Mapping[str, TypedTable]) -> pd.DataFrame:
    """Return the long form of all source_ids columns: table, row_id, source_id, locator."""
    rows = []
    for name, table in tables.items():
        if "source_ids" not in table.frame:
            continue
        for row_id, cited in zip(row_ids(table.info, table.frame), cells(table.frame, "source_ids"), strict=True):
            for text in cited:
                key, locator = split_source(text) or (text, None)
                rows.append({"table": name, "row_id": row_id, "source_id": key, "locator": locator})
    columns = {c.name: c.type for c in table_info("row_sources").columns}
    arrays = {n: pa.array([r[n] for r in rows], type=t) for n, t in columns.items()}
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def documents(tables: Mapping[str, TypedTable]) -> Documents:
    """Return each source with what a grade needs: how it was read, publisher's class and origin group."""
    publishers = {r["publisher_id"]: r for _, r in tables["publishers"].rows()}
    found: Documents = {}
    for _, row in tables["sources"].rows():
        publisher = publishers[row["publisher_id"]]
        found[row["source_id"]] = {**row, "class": publisher["publisher_class"], "group": publisher["origin_group"]}
    for source in found.values():
        source["voice"] = _voice(source, found)
    return found


def _voice(source: dict[str, Any], known: Documents) -> str | None:
    """Return the origin group that speaks in a document: that of what it repeats or of who quotes it."""
    seen: set[str] = set()
    while source["source_id"] not in seen:
        seen.add(source["source_id"])
        if source["origin_id"]:
            source = known[source["origin_id"]]
        elif source["read_as"] == "quoted_by":
            if not source["quoted_by_id"]:
                return None
            source = known[source["quoted_by_id"]]
    return str(source["group"])


def evidence_grade(cited: list[str], known: Documents) -> str:
    """Return the grade (A to D) that the cited sources give a row.

    A: an official document read in full at its issuer, or in two copies; B: two or more origin groups of a
    serious class, none of them unseen; C: one; D: the rest.
    """
    sources = [known[key] for key in dict.fromkeys(source_key(text) for text in cited)]
    full = [s for s in sources if s["class"] == "official" and s["read_as"] == "full_text"]
    if any(s["host"] == "issuer" for s in full) or len(full) > 1:
        return "A"
    serious = [s for s in sources if s["class"] in SERIOUS_CLASSES]
    voices = {s["voice"] for s in serious if s["read_as"] != "not_seen" and s["voice"]}
    return "B" if len(voices) > 1 else "C" if voices else "D"


def add_grades(tables: Mapping[str, TypedTable]) -> dict[str, pd.DataFrame]:
    """Return the published frame of each curated table, graded where its definition says so."""
    known = documents(tables)
    published = {}
    for name, table in tables.items():
        frame = table.frame.copy()
        for column in table.info.computed:
            frame[column.name] = column.computed(frame) if column.computed else None
        if table.info.graded:
            grades = [evidence_grade(cited, known) for cited in cells(frame, "source_ids")]
            frame["evidence_grade"] = pd.Series(grades, index=frame.index, dtype=pd.ArrowDtype(pa.string()))
        published[name] = frame
    return published
