"""Episodes: identity, coded variables, the coding book, the two codings, and each episode in brief."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import (
    ID,
    ISO3,
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

BRIEF = 300


class Episodes(Sourced):
    """Restriction episodes with their coded variables; coding_rules has the rule for every value."""

    episode_id: Series[Text] = column("Episode", "Readable id.", pattern=ID, example="japan-2010")
    title: Series[Text] = column("Title", "Short title.", unique=True)
    sender: Series[Text] = column("Sender", "The restricting side.", ref="countries", example="CHN")
    targets: Series[Texts] = column(
        "Targets", "The restricted side; ALL where no destination is singled out.", each=True, pattern=ISO3, place="ALL"
    )
    first_day: Series[Day] = column("First day", "First day of the episode: the trigger, else the first act.")
    last_day: Series[Day] = column("Last day", "Last day; empty while it runs on.", null=True)
    trigger: Series[Text] = column(
        "Trigger",
        "What kind of act of the target came first.",
        null=True,
        values=words(
            "territorial_incident political_statement arms_or_military_tie foreign_export_control tariff "
            "foreign_sanction none_identified"
        ),
    )
    issue: Series[Text] = column(
        "Issue",
        "What the quarrel was about.",
        null=True,
        values=words("territory taiwan technology tariffs_and_trade resource_policy third_country_war"),
    )
    stated_aim: Series[Text] = column(
        "Stated aim",
        "What the sender gave as its ground.",
        null=True,
        values=("security_nonproliferation", "security_and_answer", "resource_environment", "denied", "none_stated"),
    )
    reported_aim: Series[Text] = column(
        "Reported aim",
        "What most serious sources name as the purpose.",
        null=True,
        values=words(
            "release_of_person retraction roll_back_controls tariff_relief stop_military_support "
            "industrial_gain general_leverage"
        ),
    )
    demand: Series[Text] = column(
        "Demand",
        "Whether the sender asked for a concrete act.",
        null=True,
        values=("explicit_public", "conveyed_or_implied", "none_found"),
    )
    formality: Series[Text] = column(
        "Formality",
        "Whether the measure was published; of a mere threat, whether an official voiced it on record.",
        null=True,
        values=("declared", "undeclared"),
    )
    scope: Series[Text] = column(
        "Scope",
        "What the core measure covers.",
        null=True,
        values=(
            "selected_items_one_destination",
            "selected_items_all_destinations",
            "all_dual_use_one_destination",
            "listed_parties",
            "not_in_force",
        ),
    )
    outcome: Series[Text] = column(
        "Outcome",
        "Whether the target did what was asked or what most sources report as the aim.",
        null=True,
        values=("conceded", "conceded_in_part", "not_conceded", "no_object"),
    )
    settlement: Series[Text] = column(
        "Settlement",
        "How it ended or stands.",
        null=True,
        values=words("quiet_resumption negotiated_suspension negotiated_end absorbed in_force not_carried_out"),
    )
    gta_id: Series[Text] = column("Global Trade Alert case", "Id of the case in that database, where seen.", null=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per episode", ("episode_id",))

    @row_rule("last_day", "the episode ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["last_day"] >= frame["first_day"]


class CodingRules(Table):
    """The coding book of the episodes: what each value of a coded variable means and when it applies."""

    variable: Series[Text] = column(
        "Variable", "Column of episodes.", pattern=r"^[a-z_]+$", hint="a column name", names="variable"
    )
    value: Series[Text] = column(
        "Value", "One of its values.", pattern=r"^[a-z_]+$", hint="a value in small letters", names="value"
    )
    position: Series[Whole] = column("Position", "Order in the book; the earlier one wins a tie.", least=1, unit="1")
    rule: Series[Text] = column("Rule", "When the value applies.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes", "one row per variable and value", ("variable", "value"), graded=False
        )


class Codings(Table):
    """Two independent codings of each episode, and the value settled on."""

    episode_id: Series[Text] = column("Episode", "The episode.", ref="episodes")
    variable: Series[Text] = column(
        "Variable", "The coded variable.", pattern=r"^[a-z_]+$", hint="a column name", names="variable"
    )
    value_a: Series[Text] = column("First coder", "Value of the first coder; empty = undecided.", null=True)
    value_b: Series[Text] = column("Second coder", "Value of the second coder, who saw no codings.", null=True)
    value: Series[Text] = column(
        "Settled",
        "Value settled on; empty = undecided. What neither coder gave rests on a document found later: see the note.",
        null=True,
    )
    note: Series[Text] = column(
        "Note", "Reasons of the coders, and how a difference was settled.", null=True, script="any", wording=True
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes",
            "one row per episode and variable",
            ("episode_id", "variable"),
            references=(
                (("variable", "value_a"), "coding_rules"),
                (("variable", "value_b"), "coding_rules"),
                (("variable", "value"), "coding_rules"),
            ),
            graded=False,
            rests_on={"episodes": ("episode_id",)},
        )

    @row_rule("note", "the two coders differ; say how the value was settled")
    def differences_are_explained(cls, frame: pd.DataFrame) -> pd.Series:
        same = frame["value_a"].fillna("") == frame["value_b"].fillna("")
        return same | frame["note"].notna()


class Briefs(Sourced):
    """Five lines on each episode, as its page opens: curated judgement with sources."""

    episode_id: Series[Text] = column("Episode", "The episode.", ref="episodes")
    line: Series[Text] = column(
        "Line",
        "Which of the five.",
        values=("what_happened", "was_it_law", "what_trade_did", "who_disputes", "state_and_next"),
    )
    text_en: Series[Text] = column("Text", "At most 300 characters, in our words.", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per episode and line", ("episode_id", "line"))

    @row_rule("text_en", "longer than 300 characters; shorten it")
    def short(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["text_en"].str.len() <= BRIEF
