"""Who was listed and what is disputed: entities, listings, questions, claims."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.schemas.base import CHINESE, ID, Day, Real, Sourced, Text, Texts, Whole, about, column, row_rule, words

QUESTION_KINDS = words("legal timing scope cause effect magnitude data practice")
UNITS = words(
    "t kg percent usd_billion jpy_trillion usd_per_kg items entities days months years calendar_year applications"
)


class Entities(Sourced):
    """Parties named on China's control list, watch list and unreliable entity list."""

    entity_id: Series[Text] = column(
        "Entity", "Readable id from the English name.", pattern=ID, example="lockheed-martin-corporation"
    )
    name_en: Series[Text] = column("English name", "English name, cleaned; listings hold the printed form.")
    name_zh: Series[Text] = column("Chinese name", "Name as the notices print it.", null=True, pattern=CHINESE)
    name_ja: Series[Text] = column("Japanese name", "Japanese name, for Japanese bodies, where seen.", null=True)
    country: Series[Text] = column(
        "Country", "Seat of the party, where known.", null=True, ref="countries", example="USA"
    )
    kind: Series[Text] = column(
        "Kind",
        "What kind of party.",
        values=words(
            "company joint_venture business_unit government_body university research_institute association person"
        ),
    )
    parent_id: Series[Text] = column(
        "Parent", "The entity that it belongs to, where that is itself in the table.", null=True, ref="entities"
    )
    identifiers: Series[Texts] = column(
        "Identifiers",
        "Identifiers seen in a source, scheme:value.",
        null=True,
        each=True,
        pattern=r"^[a-z_]+:.+$",
        hint="scheme:value joined by |",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("restriction_episodes", "one row per party", ("entity_id",))


class Listings(Sourced):
    """Who was put on which list by which measure; the periods are those of the measure."""

    entity_id: Series[Text] = column("Entity", "The party listed.", ref="entities")
    measure_id: Series[Text] = column("Measure", "The export rule of the notice that lists it.", ref="measures")
    list: Series[Text] = column("List", "Which list.", values=("control", "watch", "unreliable"))
    listed_as: Series[Text] = column(
        "Listed as",
        "party: named itself; branch: named as a branch of a party; executive: a person barred from entering, whom "
        "the trade rule does not address.",
        values=("party", "branch", "executive"),
    )
    position: Series[Whole] = column(
        "Position", "Place in the notice's list, where known.", null=True, least=1, most=500, unit="1"
    )
    name_en_printed: Series[Text] = column("English name, printed", "As the notice prints it.", null=True)
    name_zh_printed: Series[Text] = column(
        "Chinese name, printed", "As the notice prints it.", null=True, pattern=CHINESE
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "restriction_episodes", "one row per party and measure", ("entity_id", "measure_id")
        )


class Questions(Sourced):
    """What is disputed or was found to differ between sources."""

    question_id: Series[Text] = column("Question", "Readable id.", pattern=ID, example="jpn2010-official-ban")
    text: Series[Text] = column("Text", "The question.", example="Was there an official ban?")
    episode_id: Series[Text] = column("Episode", "The episode that it belongs to, if any.", null=True, ref="episodes")
    kind: Series[Text] = column("Kind", "What kind of question.", values=QUESTION_KINDS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("restriction_episodes", "one row per question", ("question_id",))


class Claims(Sourced):
    """The sides of each question, one row each; claims never feed the law."""

    claim_id: Series[Text] = column("Claim", "Readable id.", pattern=ID, example="jpn2010-official-ban-01")
    question_id: Series[Text] = column("Question", "The question answered.", ref="questions")
    position: Series[Text] = column("Position", "The answer in one short sentence of ours.")
    value_type: Series[Text] = column(
        "Type of value",
        "What the claim states: a date, a number, yes or no (value_num 1 or 0), or text only.",
        values=("date", "number", "yes_no", "text"),
    )
    value_date: Series[Day] = column("Date", "The day claimed.", null=True)
    value_num: Series[Real] = column(
        "Number", "The number claimed; 1 for yes and 0 for no.", null=True, unit="see unit"
    )
    unit: Series[Text] = column("Unit", "Unit of the number.", null=True, values=UNITS)
    claimed_by: Series[Text] = column("Claimed by", "Who says so, and when.")
    material_id: Series[Text] = column(
        "Material", "For a claim that practice differed from law: the material.", null=True, ref="materials"
    )
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    destination: Series[Text] = column("Destination", "Likewise: the destination.", null=True, ref="countries")
    first_day: Series[Day] = column("First day", "Likewise: from when.", null=True)
    last_day: Series[Day] = column("Last day", "Likewise: until when.", null=True)
    measure_id: Series[Text] = column("Measure", "The measure whose practice it concerns.", null=True, ref="measures")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "restriction_episodes", "one row per side of a question", ("claim_id",)
        )

    @row_rule("value_type", "the typed value is missing or of another kind; fill value_date or value_num to match")
    def value_matches_type(cls, frame: pd.DataFrame) -> pd.Series:
        dated = (frame["value_type"] == "date") == frame["value_date"].notna()
        numbered = frame["value_type"].isin(["number", "yes_no"]) == frame["value_num"].notna()
        return dated & numbered

    @row_rule("value_num", "yes is 1 and no is 0; write one of them")
    def yes_or_no(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["value_type"] != "yes_no") | frame["value_num"].isin([0.0, 1.0])

    @row_rule("value_num", "a quantity below zero; only a change in percent may be")
    def only_changes_below_zero(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["unit"] == "percent") | (frame["value_num"] >= 0)

    @row_rule("unit", "a number has a unit and nothing else has; fill or empty it")
    def unit_with_number(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["value_type"] == "number") == frame["unit"].notna()

    @row_rule("last_day", "ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["last_day"] >= frame["first_day"]
