"""Time: the states of measures, and from when to when the record is complete."""

from typing import Any, ClassVar

import pandas as pd
from exportcurbs.law.periods import STATES
from pandera.typing import Series

from validation.definitions.base import Day, Sourced, Text, about, column, row_rule, words
from validation.definitions.items.codes import SCHEMES
from validation.definitions.law.measures import LAYERS


class MeasurePeriods(Sourced):
    """The state of each measure over time; the only truth about time in the dataset."""

    measure_id: Series[Text] = column("Measure", "The rule.", ref="measures")
    first_day: Series[Day] = column(
        "First day",
        "First day of the state; of an imprecise start the latest possible day.",
        example="2024-12-03",
        ahead=True,
    )
    first_day_earliest: Series[Day] = column(
        "First day, earliest", "The earliest possible day of an imprecise start.", null=True
    )
    last_day: Series[Day] = column(
        "Last day",
        "Last day of the state, inclusive; empty while it runs on. After a closed last row the state is unknown.",
        null=True,
        ahead=True,
    )
    state: Series[Text] = column("State", "The state of the rule in these days.", values=STATES)
    cause: Series[Text] = column(
        "Cause",
        "What brought the state about.",
        values=words("announced takes_effect suspended resumed carried_over repealed expired stopped"),
    )
    by_instrument_id: Series[Text] = column(
        "By instrument", "The document that brought it about.", null=True, ref="instruments"
    )
    last_confirmed: Series[Day] = column(
        "Last confirmed",
        "The latest day, up to the as-of day, on which a source attests the state; later days of the period are "
        "presumed.",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law", "one row per measure and spell of one state", ("measure_id", "first_day")
        )

    @row_rule("last_day", "the period ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["last_day"] >= frame["first_day"]

    @row_rule("first_day_earliest", "not before first_day; empty it or write the earlier day")
    def window_before_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["first_day_earliest"] < frame["first_day"]

    @row_rule("last_confirmed", "outside the period; write a day from first_day to last_day")
    def confirmed_inside(cls, frame: pd.DataFrame) -> pd.Series:
        inside = frame["last_confirmed"] <= frame["last_day"]
        return (frame["last_confirmed"] >= frame["first_day"]) & inside.fillna(True)

    @row_rule("last_day", "an ended measure stays ended; empty the cell")
    def ended_is_open(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["state"] != "ended") | frame["last_day"].isna()


class Coverage(Sourced):
    """From when to when the record of a layer is complete; outside it silence means unknown."""

    layer: Series[Text] = column("Layer", "The body of law.", values=LAYERS)
    material_id: Series[Text] = column(
        "Material", "The material; with neither group nor code, every code of the layer.", null=True, ref="materials"
    )
    group_id: Series[Text] = column("Group", "Or the group of materials.", null=True, ref="material_groups")
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", null=True, values=SCHEMES)
    code: Series[Text] = column("Code", "Or the code, with all codes below it.", null=True, example="8A901")
    first_day: Series[Day] = column(
        "First day",
        "From this day on, no rule found means none. Before a first control that a source states: a day that we set.",
    )
    last_day: Series[Day] = column("Last day", "To this day.")
    basis: Series[Text] = column(
        "Basis",
        "list_read: the list in force was read; first_control_stated: a source says when control began.",
        values=("list_read", "first_control_stated"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law",
            "one row per layer and material, group or code, or per layer as a whole",
            ("layer", "material_id", "group_id", "scheme", "code"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("material_id", "names two of material, group and code; write one, or none for the whole layer")
    def one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return frame[["material_id", "group_id", "code"]].notna().sum(axis=1) <= 1

    @row_rule("scheme", "a code needs its scheme, and nothing else has one; fill or empty it")
    def scheme_with_code(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["scheme"].notna() == frame["code"].notna()

    @row_rule("last_day", "coverage ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["last_day"] >= frame["first_day"]
