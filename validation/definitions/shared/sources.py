"""Who and where from: countries, publishers, sources."""

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
LANGUAGES = words("ar bg co cs da de el en es et fi fr hi hu id it ja ko ms nl no pl pt ro ru sk sl sv tr uk vi zh")


class Countries(Sourced):
    """Countries and territories of ISO 3166-1, and ROW; Hong Kong, Macao and Taiwan are destinations of their own."""

    iso3: Series[Text] = column(
        "ISO 3166 code",
        "Alpha-3 code of ISO 3166-1; ROW, reserved here, is the rest of the world.",
        pattern=r"^[A-Z]{3}$",
        hint="three capital letters, as JPN",
        example="JPN",
    )
    name: Series[Text] = column("Name", "Short English name.", example="Japan", unique=True)
    iso2: Series[Text] = column(
        "ISO 3166 code of two letters",
        "By which Eurostat's trade data name a country.",
        null=True,
        pattern=r"^[A-Z]{2}$",
        hint="two capital letters, as JP",
        example="JP",
        unique=True,
    )
    m49: Series[Text] = column(
        "UN M49 code",
        "Numeric code of the United Nations Statistics Division, three digits as text.",
        null=True,
        pattern=r"^\d{3}$",
        hint="three digits, as 392",
        example="392",
        unique=True,
    )
    baci_code: Series[Whole] = column(
        "BACI code",
        "Country code of CEPII's BACI trade data; differs from M49 for a few countries (United States 842).",
        null=True,
        least=1,
        most=999,
        example="392",
        unique=True,
    )
    cow_code: Series[Whole] = column(
        "COW code",
        "State number of the Correlates of War project.",
        null=True,
        least=1,
        most=999,
        example="740",
        unique=True,
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
    name: Series[Text] = column("Name", "Name as the publisher writes it, or in English.", example="USGS", unique=True)
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
    note: Series[Text] = column("Note", "Remarks in our words.", null=True, script="any", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("shared", "one row per publisher", ("publisher_id",), graded=False)


class Sources(Table):
    """The documents that rows rest on, and how much of each was read."""

    source_id: Series[Text] = column(
        "Source", "Readable id: publisher, year, word.", pattern=ID, example="mofcom-2024-ann46"
    )
    title: Series[Text] = column("Title", "Title, or a plain English description of the document.", script="any")
    publisher_id: Series[Text] = column("Publisher", "Who published it.", ref="publishers", example="mofcom")
    author: Series[Text] = column("Author", "Named author or authors.", null=True, script="any")
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
        pattern=r"^https?://\S+$",
        script="any",
        hint="an address that begins with https:// or http://",
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
        "titles without a state; collection: texts gathered from many days. The last two attest no state.",
        null=True,
        values=("status", "dates", "text", "names", "collection"),
    )
    note: Series[Text] = column(
        "Note", "Second addresses, doubts, what the copy was.", null=True, script="any", wording=True
    )

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
