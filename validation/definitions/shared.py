"""Who and where from: countries, publishers, sources, row_sources, corrections."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import (
    ID,
    PARTIAL_DAY,
    Day,
    Sourced,
    Table,
    Text,
    Texts,
    Whole,
    about,
    column,
    row_rule,
    words,
)

PUBLISHER_CLASSES = words(
    "official intergovernmental court scholarly think_tank law_firm press trade_press company "
    "data_repository portal self_published"
)
SERIOUS_CLASSES = PUBLISHER_CLASSES[:8]
LANGUAGES = words("ar co de en fr it ja ru uk zh")


class Countries(Sourced):
    """Countries and territories of ISO 3166-1, and ROW; Hong Kong, Macao and Taiwan are destinations of their own."""

    iso3: Series[Text] = column(
        "ISO 3166 code",
        "Alpha-3 code of ISO 3166-1; ROW, reserved here, is the rest of the world.",
        pattern=r"^[A-Z]{3}$",
        hint="three capital letters, as JPN",
        example="JPN",
    )
    name: Series[Text] = column("Name", "Short English name.", example="Japan")
    m49: Series[Text] = column(
        "UN M49 code",
        "Numeric code of the United Nations Statistics Division, three digits as text.",
        null=True,
        pattern=r"^\d{3}$",
        hint="three digits, as 392",
        example="392",
    )
    baci_code: Series[Whole] = column(
        "BACI code",
        "Country code of CEPII's BACI trade data; differs from M49 for a few countries (United States 842).",
        null=True,
        least=1,
        most=999,
        example="392",
    )
    cow_code: Series[Whole] = column(
        "COW code", "State number of the Correlates of War project.", null=True, least=1, most=999, example="740"
    )
    eu_member_from: Series[Day] = column(
        "EU member from", "First day of membership in the European Union or its forerunner.", null=True
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "shared", "one row per country or territory", ("iso3",), graded=False
        )


class Publishers(Table):
    """Who published the sources; one row for one publisher, however it is spelt."""

    publisher_id: Series[Text] = column("Publisher", "Short id.", pattern=ID, example="mofcom")
    name: Series[Text] = column("Name", "Name as the publisher writes it, or in English.", example="USGS")
    publisher_class: Series[Text] = column(
        "Class",
        "What kind of publisher; grades rest on it. From official to trade_press counts as serious.",
        values=PUBLISHER_CLASSES,
        example="official",
    )
    origin_group: Series[Text] = column(
        "Origin group",
        "Whose reporting it carries: publishers of one group never confirm each other "
        "(one agency printed by four papers is one voice).",
        pattern=ID,
        example="reuters",
    )
    note: Series[Text] = column("Note", "Remarks in our words.", null=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("shared", "one row per publisher", ("publisher_id",), graded=False)


class Sources(Table):
    """The documents that rows rest on, and how much of each was read."""

    source_id: Series[Text] = column(
        "Source", "Readable id: publisher, year, word.", pattern=ID, example="mofcom-2024-ann46"
    )
    title: Series[Text] = column("Title", "Title, or a plain English description of the document.")
    publisher_id: Series[Text] = column("Publisher", "Who published it.", ref="publishers", example="mofcom")
    author: Series[Text] = column("Author", "Named author or authors.", null=True)
    published: Series[Text] = column(
        "Published",
        "Day, month or year of publication as far as known (ISO 8601, shortened where less is known).",
        null=True,
        pattern=PARTIAL_DAY,
        example="2024-12-03",
    )
    language: Series[Text] = column(
        "Language", "ISO 639-1 code of the language of the document.", values=LANGUAGES, example="zh"
    )
    url: Series[Text] = column(
        "Address",
        "Web address as seen; empty when none was seen. Title, publisher and date suffice to find the document "
        "when the address is dead.",
        null=True,
        pattern=r"^[a-z]+:\S+$",
        hint="an address with its scheme, as https://",
    )
    host: Series[Text] = column(
        "Host",
        "Who keeps the copy that was read: its issuer, a mirror, or somebody who published it again.",
        values=("issuer", "mirror", "repost"),
    )
    read_as: Series[Text] = column(
        "Read as",
        "How much of the document was read: all of it, an excerpt, only what another source quotes, or nothing.",
        values=("full_text", "excerpt", "quoted_by", "not_seen"),
    )
    quoted_by_id: Series[Text] = column("Quoted by", "The source through which it is known.", null=True, ref="sources")
    origin_id: Series[Text] = column("Origin", "The report or wire story that it repeats.", null=True, ref="sources")
    redistribution: Series[Text] = column(
        "Redistribution",
        "What may be taken from it: anything (open) or single facts only (facts_only). "
        "Sources that forbid even that never enter.",
        values=("open", "facts_only"),
    )
    accessed: Series[Day] = column("Accessed", "Day on which the copy was read.", null=True)
    tracks_notices_to: Series[Day] = column(
        "Tracks notices to",
        "For a source that follows China's control notices one by one: the last day that it covers. "
        "The latest of these days is the as_of day of the dataset.",
        null=True,
    )
    states: Series[Text] = column(
        "States",
        "What it says of rules, for sources that a period cites. status: the state of a rule on a day of its own; "
        "dates: days on which rules began, changed or ended; text: the wording of a notice; names: parties, goods or "
        "titles without a state, or texts gathered from many days: it attests no state.",
        null=True,
        values=("status", "dates", "text", "names"),
    )
    note: Series[Text] = column("Note", "Second addresses, doubts, what the copy was.", null=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("shared", "one row per document", ("source_id",), graded=False)

    @row_rule("quoted_by_id", "a quoted source must name another source that quotes it; fill it or set read_as")
    def quoted_by_another(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["quoted_by_id"] != frame["source_id"]) & (frame["origin_id"].fillna("") != frame["source_id"])

    @row_rule(
        "tracks_notices_to", "follows notices but does not state their status; write status in states or empty it"
    )
    def tracker_states_status(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["tracks_notices_to"].isna() | (frame["states"].fillna("") == "status")

    @row_rule("accessed", "read before it was published or before the last notice that it follows; correct a day")
    def read_after_published(cls, frame: pd.DataFrame) -> pd.Series:
        pairs = zip(frame["published"], frame["accessed"], strict=True)
        before = [published is pd.NA or str(published) <= str(read)[: len(published)] for published, read in pairs]
        return (frame["tracks_notices_to"] <= frame["accessed"]).fillna(True) & pd.Series(before, frame.index, bool)


class Corrections(Table):
    """Printing errors of a source, with what it should have printed; a row that matches nothing stops the build."""

    table: Series[Text] = column("Table", "Table that holds the value.", example="listings")
    row_id: Series[Text] = column("Row", "Id of the row: its key columns joined by a slash.")
    column_name: Series[Text] = column("Column", "Column that holds the value.")
    printed: Series[Text] = column("Printed", "What the source prints; the curated cell holds this.")
    corrected: Series[Text] = column("Corrected", "What the dataset publishes instead.")
    reason: Series[Text] = column("Reason", "Why the printed value is wrong.")
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
    checked_table: Series[Text] = column("Table", "Table that was sampled.", example="items")
    column_name: Series[Text] = column("Column", "Column compared, or `row` for the row as a whole.")
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
        "Column of `episodes` that holds its case numbers.",
        values=("ties_id", "gsdb_id", "gta_id", "oecd_id"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("shared", "one row per database", ("database_id",))

    @row_rule("last_year", "covers no year: it ends before it begins; correct a year")
    def years_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["first_year"] <= frame["last_year"]).fillna(True)


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
