"""What the record says of itself: corrections, second readings, other databases, what was retired, sources of rows."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, Sourced, Table, Text, Texts, Whole, about, column, row_rule


class Corrections(Table):
    """Printing errors of a source, with what it should have printed; a row that matches nothing stops the build."""

    table: Series[Text] = column("Table", "Table that holds the value.", example="listings", names="curated_table")
    row_id: Series[Text] = column("Row", "Id of the row: its key columns joined by a slash.", script="any")
    column_name: Series[Text] = column("Column", "Column that holds the value.", names="curated_column")
    printed: Series[Text] = column("Printed", "What the source prints; the curated cell holds this.", script="any")
    corrected: Series[Text] = column("Corrected", "What the dataset publishes instead.", script="any")
    reason: Series[Text] = column("Reason", "Why the printed value is wrong.", script="any", wording=True)
    source_ids: Series[Texts] = column(
        "Sources", "What shows the error.", ref="sources", each=True, example="mofcom-2024-ann33[annex]"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "shared", "one row per corrected cell", ("table", "row_id", "column_name"), graded=False
        )


class ReadingChecks(Table):
    """Second readings: random samples read again by somebody who did not type them, and what they found."""

    check_id: Series[Text] = column("Check", "Readable id.", pattern=ID)
    checked_table: Series[Text] = column("Table", "Table that was sampled.", example="items", names="table")
    column_name: Series[Text] = column("Column", "Column compared, or `row` for the row as a whole.", names="column")
    kind: Series[Text] = column(
        "Kind of error",
        "transcription: we differ from the source read; source: the source read is itself wrong; judgement: two "
        "readers code differently.",
        values=("transcription", "source", "judgement"),
    )
    read: Series[Whole] = column("Cells read", "Cells that could be compared.", unit="cells", least=1)
    errors: Series[Whole] = column("Errors", "Cells found wrong, before they were mended.", unit="cells", least=0)
    method: Series[Text] = column("Method", "How the sample was drawn and read.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "shared", "one row per check, column and kind of error", ("check_id", "column_name", "kind"), graded=False
        )

    @row_rule("errors", "more errors than cells read; correct one of them")
    def errors_within_read(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["errors"] <= frame["read"]


class OtherDatabases(Sourced):
    """Databases of sanctions and trade policy that this one can be joined to, as dated documents describe them."""

    database_id: Series[Text] = column("Database", "Readable id.", pattern=ID, example="gsdb")
    name: Series[Text] = column("Name", "Name as its makers give it.")
    edition: Series[Text] = column("Edition", "The edition that the figures are of.")
    unit_of_record: Series[Text] = column("Unit of record", "What one of its records is.")
    first_year: Series[Whole] = column("First year", "First year covered.", null=True, unit="year", least=1900)
    last_year: Series[Whole] = column(
        "Last year", "Last year covered by that edition; empty where it goes on.", null=True, unit="year", least=1900
    )
    cases: Series[Whole] = column("Cases", "Number of records in scope.", null=True, unit="cases", least=1)
    case_scope: Series[Text] = column("Scope", "What the number counts, or what the edition covers.", null=True)
    threats: Series[Text] = column(
        "Threats", "Whether threats that were not carried out are in it.", null=True, values=("yes", "no")
    )
    informal: Series[Text] = column(
        "Informal", "Whether curbs without a published order are in it.", null=True, values=("yes", "no")
    )
    product_codes: Series[Text] = column("Product codes", "Classification of goods, where one is named.", null=True)
    episode_column: Series[Text] = column(
        "Column of episodes",
        "Column of `episodes` that holds its case numbers, where a case was seen.",
        null=True,
        values=("gta_id",),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("shared", "one row per database", ("database_id",))

    @row_rule("last_year", "covers no year: it ends before it begins; correct a year")
    def years_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["first_year"] <= frame["last_year"]).fillna(True)


class Retired(Table):
    """Tables, columns, ids and values that a version retired or redefined, and what stands in their place."""

    table: Series[Text] = column(
        "Table", "Name of the table.", pattern=r"^[a-z0-9_]+$", hint="the name of a table", example="material_status"
    )
    column_name: Series[Text] = column(
        "Column", "Name of the column; empty for a whole table.", null=True, pattern=r"^[a-z0-9_]+$", hint="its name"
    )
    value: Series[Text] = column(
        "Value", "The id or value; empty for a whole column or table.", null=True, script="any"
    )
    since: Series[Text] = column(
        "Since",
        "First version without it, or with its new meaning.",
        pattern=r"^\d+\.\d+\.\d+$",
        hint="a version, as 1.0.0",
        example="1.0.0",
    )
    instead: Series[Text] = column(
        "Instead", "What to use instead: a table, column or value; empty where nothing replaces it.", null=True
    )
    why: Series[Text] = column("Why", "Why it was retired or what changed in its meaning.", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "shared", "one row per table, column or value", ("table", "column_name", "value"), graded=False
        )

    @row_rule("column_name", "a value stands in a column; name the column or empty the value")
    def value_in_column(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["column_name"].notna() | frame["value"].isna()


class RowSources(Table):
    """Every row with every source that it cites: the long form of the source_ids columns."""

    table: Series[Text] = column("Table", "Table of the row.", example="measures")
    row_id: Series[Text] = column("Row", "Key of the row, its parts joined by a slash.", example="cn-2024-46-1")
    source_id: Series[Text] = column("Source", "The document cited.", ref="sources")
    locator: Series[Text] = column(
        "Locator", "Place in the document: clause, page, entry. Empty for the whole.", null=True
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "shared",
            "one row per row, source and place in the source",
            ("table", "row_id", "source_id", "locator"),
            derived=True,
            graded=False,
        )
