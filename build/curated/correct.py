"""Correct: publish the corrected value of a cell whose source is known to misprint it."""

from collections.abc import Mapping

from validation.definitions.tables import TypedTable, row_ids


def apply_corrections(tables: Mapping[str, TypedTable]) -> None:
    """Replace each printed value that curated/shared/corrections.csv names by the corrected one, in place."""
    for _, row in tables["corrections"].rows():
        target = tables[row["table"]]
        position = row_ids(target.info, target.frame).index(row["row_id"])
        target.frame = target.frame.copy()  # so that its rows are made anew
        target.frame.loc[position, row["column_name"]] = row["corrected"]
