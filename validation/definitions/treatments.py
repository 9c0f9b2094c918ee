"""Treatments: what each act changed, and when it was announced, published and in effect."""

from typing import Any, ClassVar

from exportcurbs.law.regimes import ANSWERS, PANEL_USES
from pandera.typing import Series

from validation.definitions.base import Day, Table, Text, Texts, Whole, about, column
from validation.definitions.items.codes import SCHEMES
from validation.definitions.law.measures import EFFECTS, LAYERS
from validation.definitions.status import BASES, DESTINATION, RULES

ACTS = ("new", "widened", "narrowed", "restated", "suspended", "resumed", "released")
_INSTRUMENT = ("Instrument", "The act: the notice that brought it about.")
_ANNOUNCED = ("Announced", "Day on which it was issued, where known.")
_PUBLISHED = ("Published", "Day on which it was made public, where a source says so.")


class Treatments(Table):
    """What each act changed for goods or a code, by destination and end use."""

    goods_id: Series[Text] = column("Goods", "The goods.", null=True, ref="goods", example="antimony-oxide")
    scheme: Series[Text] = column("Scheme", "Or the scheme of the code.", null=True, values=SCHEMES)
    code: Series[Text] = column("Code", "And the code.", null=True, example="3C001.a")
    destination: Series[Text] = column(*DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=PANEL_USES)
    day: Series[Day] = column("Day", "First day of the change; of an imprecise one the latest possible day.")
    act: Series[Text] = column(
        "Act",
        "new: no rule reached it before; widened: rules reach more of it or ask for more, or a material under control "
        "is controlled in these goods, too; narrowed: less, or less is asked; restated: as strict under another rule, "
        "or in a list of which the record does not know what stood before; suspended, also before any effect; resumed; "
        "released: no rule reaches it any more.",
        values=ACTS,
        ordered=True,
    )
    instrument_id: Series[Text] = column(*_INSTRUMENT, ref="instruments", example="cn-2023-39")
    day_earliest: Series[Day] = column(
        "Day, earliest", "The earliest possible day of an imprecise change; empty where the day is exact.", null=True
    )
    announced: Series[Day] = column(*_ANNOUNCED, null=True)
    published: Series[Day] = column(*_PUBLISHED, null=True)
    effective: Series[Day] = column(
        "Effective", "First day in force of the rules; empty where they were suspended before.", null=True
    )
    last_day: Series[Day] = column(
        "Last day",
        "Last day of the state that the act brought about, for a suspension by its own text; empty while it runs on.",
        null=True,
        ahead=True,
    )
    regime_before: Series[Text] = column("Regime before", "Regime of the day before.", values=ANSWERS)
    regime_after: Series[Text] = column(
        "Regime after", "Regime of the day; of trade administration, which makes none, that beside it.", values=ANSWERS
    )
    strictest_before: Series[Text] = column("Strictest before", "Strictest of the day before.", values=ANSWERS)
    strictest_after: Series[Text] = column("Strictest after", "Strictest of the day.", values=ANSWERS)
    extent: Series[Text] = column(
        "Extent",
        "whole: the rules of the act reach every shipment; part: those that meet conditions, or a part of the goods.",
        values=("whole", "part"),
    )
    effects: Series[Texts] = column("Effects", "What the rules of the act do.", each=True, values=EFFECTS)
    measure_ids: Series[Texts] = column("Measures", "The rules of the act.", each=True, ref="measures")
    layer: Series[Text] = column("Layer", "The body of law; trade_administration makes no regime.", values=LAYERS)
    basis: Series[Text] = column("Basis", "How sure the regime of the day is.", values=BASES)
    day_grade: Series[Text] = column(
        "Grade of the day",
        "Evidence grade of the rows that say when; evidence_grade is that of the rules and of what binds them to the "
        "goods or code.",
        values=("A", "B", "C", "D"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per act on goods or a code, destination and end use",
            ("goods_id", "scheme", "code", "destination", "end_use", "day", "act", "instrument_id"),
            references=((("scheme", "code"), "control_codes"),),
            derived=True,
            rests_on=RULES,
        )


def _session(city: str) -> Any:
    description = "First trading day on or after the day of publication, or of issue; that day itself may be over."
    return column(f"First trading day, {city}", description, null=True, ahead=True)


class AnnouncementCalendar(Table):
    """When each act became known and took effect, the trading days after it, and the threats before it."""

    instrument_id: Series[Text] = column(*_INSTRUMENT, ref="instruments", example="cn-2025-62")
    announced: Series[Day] = column(*_ANNOUNCED, null=True)
    published: Series[Day] = column(*_PUBLISHED, null=True)
    effective: Series[Day] = column(
        "Effective", "Day on which it took effect; empty where that was stopped before.", null=True, ahead=True
    )
    trading_tokyo: Series[Day] = _session("Tokyo")
    trading_shanghai: Series[Day] = _session("Shanghai")
    trading_new_york: Series[Day] = _session("New York")
    anticipation_days: Series[Whole] = column(
        "Days of anticipation",
        "Days from publication, or issue, to effect; below 0 where the effect goes back.",
        null=True,
        unit="d",
    )
    warning_ids: Series[Texts] = column(
        "Warnings", "Threats in its episodes before it became known, in order of days.", each=True, ref="events"
    )
    last_warning: Series[Day] = column("Last warning", "Day of the last of them.", null=True)
    days_warned: Series[Whole] = column(
        "Days warned", "Days from the last of them to publication, or issue.", null=True, unit="d", least=1
    )
    measure_ids: Series[Texts] = column("Measures", "The rules that it set or changed.", each=True, ref="measures")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per instrument that set a rule or changed the state of one",
            ("instrument_id",),
            derived=True,
            rests_on={**RULES, "instruments": ("instrument_id",)},
        )
