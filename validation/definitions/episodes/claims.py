"""What is disputed: questions and claims."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, Day, Real, Sourced, Text, Whole, about, column, row_rule, words
from validation.definitions.episodes.events import CHAPTERS

QUESTION_KINDS = words("legal timing scope cause effect magnitude data practice")
UNITS = words(
    "t kg percent usd_billion jpy_trillion usd_per_kg items entities days months years calendar_year applications"
)


class Questions(Sourced):
    """What is disputed or was found to differ between sources."""

    question_id: Series[Text] = column("Question", "Readable id.", pattern=ID, example="jpn2010-official-ban")
    text: Series[Text] = column(
        "Text", "The question.", example="Was there an official ban?", wording=True, unique=True
    )
    episode_id: Series[Text] = column("Episode", "The episode that it belongs to, if any.", null=True, ref="episodes")
    chapter: Series[Text] = column(
        "Chapter",
        "Where it is told: with its episode, or with quotas and WTO cases, items, law, responses, trade and prices.",
        values=CHAPTERS,
    )
    kind: Series[Text] = column("Kind", "What kind of question.", values=QUESTION_KINDS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per question", ("question_id",))


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
    value_date: Series[Day] = column("Date", "The day claimed.", null=True, ahead=True)
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
    last_day: Series[Day] = column("Last day", "Likewise: until when.", null=True, ahead=True)
    measure_id: Series[Text] = column("Measure", "The measure whose practice it concerns.", null=True, ref="measures")
    duration_months: Series[Whole] = column(
        "Length of the scenario",
        "For a modelled loss: how long the cut lasts in the model.",
        null=True,
        unit="months",
        least=1,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per side of a question", ("claim_id",))

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
