"""What measures ask and plan: conditions, planned days, customs codes."""

from typing import Any, ClassVar

import pandas as pd
from exportcurbs.law.periods import STATES
from pandera.typing import Series

from validation.definitions.base import Day, Sourced, Text, Whole, about, column, row_rule, words
from validation.definitions.items.catalogue import HS_EDITIONS
from validation.definitions.items.codes import SCHEMES
from validation.definitions.items.goods import NUMBER, OPERATORS, SNAKE

_MEASURE = ("Measure", "The rule.")
_NUMBER = ("Number", "1, 2 and so on within the measure.")


class MeasureConditions(Sourced):
    """Conditions, exemptions and procedure of measures; thresholds of goods stand in goods_code_conditions."""

    measure_id: Series[Text] = column(*_MEASURE, ref="measures", example="cn-2025-61-1-1")
    number: Series[Whole] = column(*_NUMBER, least=1, most=99, unit="1")
    kind: Series[Text] = column(
        "Kind",
        "What is asked: a share of content or ownership, the technology used, a property of the case, the use made of "
        "the goods; an exemption; how to apply, also while the rule is suspended or after it was stopped; general "
        "licences, reporting.",
        values=words(
            "content_share ownership_share technology_used property use exemption application application_when_stopped "
            "general_licence reporting"
        ),
    )
    effect: Series[Text] = column(
        "Effect",
        "required: the measure reaches a case only if this is met; exempts: it does not reach a case that meets this; "
        "procedure: what an exporter has to do, without bearing on reach.",
        values=("required", "exempts", "procedure"),
    )
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", null=True, values=SCHEMES)
    code: Series[Text] = column(
        "Code", "The one code of the measure for which it holds; empty: for all.", null=True, example="2C902.b"
    )
    any_of: Series[Text] = column(
        "Any of",
        "Letter of a group: of the required rows of a measure with one letter any is enough; others are all needed.",
        null=True,
        pattern=r"^[a-z]$",
        hint="one small letter",
        example="a",
    )
    property: Series[Text] = column(
        "Property",
        "What is measured or known, in the words of the facts that a caller gives.",
        null=True,
        pattern=SNAKE,
        hint="small letters joined by _",
        example="content_share_pct",
    )
    operator: Series[Text] = column(
        "Operator",
        "Less than, at most, more than, at least, equal (numbers), or is (a word).",
        null=True,
        values=OPERATORS,
    )
    value: Series[Text] = column("Value", "The limit, or the word.", null=True, example="0.1")
    unit: Series[Text] = column("Unit", "Unit of the limit.", null=True, example="percent of value")
    text_en: Series[Text] = column("Text", "The condition in our words.", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law",
            "one row per measure and condition",
            ("measure_id", "number"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("property", "property, operator and value stand together; fill or empty all three")
    def measured_whole(cls, frame: pd.DataFrame) -> pd.Series:
        return frame[["property", "operator", "value"]].notna().sum(axis=1).isin([0, 3])

    @row_rule("property", "what decides reach can be asked for; fill property, operator and value")
    def reach_can_be_asked(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["effect"] == "procedure") | frame["property"].notna()

    @row_rule("value", "a limit is a number and a word stands with is; correct value or operator")
    def numbers_measured(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["property"].isna() | ((frame["operator"] == "is") != frame["value"].str.match(NUMBER))

    @row_rule("any_of", "only required rows are alternatives; empty it")
    def alternatives_required(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["any_of"].isna() | (frame["effect"] == "required")

    @row_rule("scheme", "a code needs its scheme, and nothing else has one; fill or empty it")
    def scheme_with_code(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["scheme"].notna() == frame["code"].notna()


class MeasurePlans(Sourced):
    """The days that instruments set for measures, as planned and known at the time, kept or not.

    A state that began on the day on which it became known has no plan: its row of measure_periods says all.
    """

    measure_id: Series[Text] = column(*_MEASURE, ref="measures", example="cn-2025-61-1-1")
    number: Series[Whole] = column(*_NUMBER, least=1, most=99, unit="1")
    instrument_id: Series[Text] = column("Instrument", "The document that sets the days.", ref="instruments")
    state: Series[Text] = column("State", "The state planned for the measure.", values=STATES)
    planned_first: Series[Day] = column("Planned first day", "First day of the state, as planned.", ahead=True)
    planned_last: Series[Day] = column("Planned last day", "Last day, where the plan names one.", null=True, ahead=True)
    known_day: Series[Day] = column(
        "Known from", "Day from which the plan was public; of a day of issue that is not known the latest possible one."
    )
    known_basis: Series[Text] = column(
        "Basis of that day",
        "published: the day of publication; issued: no such day is known, and the day of issue stands for it.",
        values=("published", "issued"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per measure and plan", ("measure_id", "number"))

    @row_rule("planned_last", "the plan ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["planned_last"] >= frame["planned_first"]

    @row_rule("planned_last", "an ended measure stays ended; empty the cell")
    def ended_is_open(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["state"] != "ended") | frame["planned_last"].isna()


class MeasureCustomsCodes(Sourced):
    """Customs codes that a measure covers by chapter, heading or line, alone or beside the items that it names."""

    measure_id: Series[Text] = column(*_MEASURE, ref="measures", example="cn-2018-4-1")
    hs_prefix: Series[Text] = column(
        "Customs code",
        "First digits of the codes covered: a chapter, a heading or a line.",
        pattern=r"^\d{2}(\d{2}){0,4}$",
        hint="2, 4, 6, 8 or 10 digits",
        example="72",
    )
    hs_edition: Series[Text] = column("HS edition", "Edition of the Harmonized System.", values=HS_EDITIONS)
    inclusion: Series[Text] = column(
        "Inclusion", "Whether the rule covers or spares it.", values=("included", "excluded")
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per measure and code", ("measure_id", "hs_prefix"))
