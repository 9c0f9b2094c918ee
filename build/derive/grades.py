"""Derive: the tables and columns that no one types."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from validation.citations import source_key, split_source
from validation.definitions.shared.sources import SERIOUS_CLASSES
from validation.definitions.tables import TypedTable, cells, row_ids, table_info

Documents = dict[str, dict[str, Any]]
# The origin of a figure that this dataset worked out from others, which are of the same material or group.
COMPUTED, SUBJECT = "derived", ("material_id", "group_id")


def row_sources(tables: Mapping[str, TypedTable]) -> pd.DataFrame:
    """Return the long form of all source_ids columns: table, row_id, source_id, locator."""
    rows = []
    for name, table in ((n, t) for n, t in tables.items() if "source_ids" in t.frame):
        for row_id, cited in zip(row_ids(table.info, table.frame), cells(table.frame, "source_ids"), strict=True):
            for key, locator in (split_source(text) or (text, None) for text in cited):
                rows.append({"table": name, "row_id": row_id, "source_id": key, "locator": locator})
    schema = pa.schema([(c.name, c.type) for c in table_info("row_sources").columns])
    frame: pd.DataFrame = pa.Table.from_pylist(rows, schema=schema).to_pandas(types_mapper=pd.ArrowDtype)
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
        quoted = source["read_as"] == "quoted_by"
        if quoted and not (source["origin_id"] or source["quoted_by_id"]):
            return None
        source = known[source["origin_id"] or (quoted and source["quoted_by_id"]) or source["source_id"]]
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


def grades_of(frame: pd.DataFrame, known: Documents) -> list[str]:
    """Return the grade of each row: its sources give it, or, where it was worked out from others, its worst input."""
    every = [{source_key(text): None for text in cited} for cited in cells(frame, "source_ids")]
    grades = [evidence_grade(list(cited), known) for cited in every]
    computed = [at for at, origin in enumerate(frame.get("origin", ())) if origin == COMPUTED]
    about = list(zip(*(frame[column].fillna("") for column in SUBJECT), strict=True)) if computed else []
    for at in computed:
        others = [k for k, subject in enumerate(about) if subject == about[at] and k not in computed]
        for key in every[at]:
            # what a document prints is as sure as the surest row that rests on it
            printed = min((grades[k] for k in others if key in every[k]), default=evidence_grade([key], known))
            grades[at] = max(grades[at], printed)
    return grades


def add_grades(tables: Mapping[str, TypedTable]) -> dict[str, pd.DataFrame]:
    """Return the published frame of each curated table, graded where its definition says so."""
    known = documents(tables)
    published = {}
    for name, table in tables.items():
        frame = table.frame.copy()
        for column in table.info.computed:
            frame[column.name] = column.computed(frame) if column.computed else None
        if table.info.graded:
            frame["evidence_grade"] = pd.Series(grades_of(frame, known), frame.index, pd.ArrowDtype(pa.string()))
        published[name] = frame
    return published
