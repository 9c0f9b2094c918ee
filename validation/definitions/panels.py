"""The monthly panels: days of each month under each regime, balanced from January 2009 to the month of as_of."""

from typing import Any, ClassVar

from exportcurbs.law.regimes import ANSWERS, PANEL_USES
from pandera.typing import Series

from validation.definitions.base import Real, Table, Text, Truth, Whole, about, column


def _days(title: str, description: str, *, null: bool = False) -> Any:
    return column(f"Days {title}", description, null=null, unit="d", least=0, most=31)


class Panel(Table):
    """Days of a month under each regime."""

    destination: Series[Text] = column(
        "Destination",
        "ISO 3166 code of Japan, North Korea or the United States, or ROW for every other destination; of a few "
        "precursor chemicals goods_status has Afghanistan, Laos and Myanmar apart.",
        ref="countries",
        example="USA",
    )
    end_use: Series[Text] = column("End use", "The end use asked for.", values=PANEL_USES)
    month: Series[Text] = column(
        "Month", "Calendar month.", pattern=r"^\d{4}-\d{2}$", hint="YYYY-MM", example="2024-12"
    )
    in_record: Series[Truth] = column(
        "In the record", "Whether the record decides on any day of the month; where not, all its days are unknown."
    )
    days_none: Series[Whole] = _days("none", "Days without dual-use control of all shipments.")
    days_licence: Series[Whole] = _days("licence", "Days under licence.")
    days_licence_strict: Series[Whole] = _days("strict licence", "Days under licence with stricter review.")
    days_denial_in_principle: Series[Whole] = _days("denial in principle", "Days of refusal in principle.")
    days_prohibited: Series[Whole] = _days("prohibited", "Days of prohibition.")
    days_unknown: Series[Whole] = _days(
        "unknown", "Days on which the record does not decide, and days after as_of. The six add up to the month."
    )
    days_at_least_licence: Series[Whole] = _days(
        "at least licence", "Days on which every shipment needed a licence or more, also where the regime is unknown."
    )
    days_part_only: Series[Whole] = _days(
        "part only", "Days on which rules reached only a part: shipments that meet conditions, or some of the goods."
    )
    strictest: Series[Text] = column(
        "Strictest",
        "The strictest regime of any day of the month, also where it reached only a part; unknown where none is known "
        "and some day to as_of is open.",
        values=ANSWERS,
    )
    days_announced: Series[Whole] = _days(
        "announced", "Days on which a rule that adds to the answer of the day was issued and waited for its effect."
    )
    days_suspended_before_effect: Series[Whole] = _days(
        "suspended before effect", "Days on which a rule was suspended that had not taken effect."
    )
    days_suspended: Series[Whole] = _days("suspended", "Days on which a rule was suspended that had been in force.")
    days_confirmed: Series[Whole] = _days("confirmed", "Days on which a source attests the regime.")


class PanelWithTrade(Panel):
    """A panel with trade administration beside the regime."""

    days_quota: Series[Whole] = _days(
        "quota", "Days of an export quota of trade administration; empty where not known for every day.", null=True
    )
    days_export_licence: Series[Whole] = _days(
        "export licence", "Likewise of an ordinary export licence of trade administration.", null=True
    )
    duty_pct: Series[Real] = column(
        "Duty",
        "The highest export duty of the month; empty where not known for every day.",
        null=True,
        unit="percent of customs value",
        least=0,
    )


class PanelGoodsMonth(PanelWithTrade):
    """Treatment panel: goods by destination by end use by month."""

    goods_id: Series[Text] = column("Goods", "The goods.", ref="goods", example="antimony-oxide")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per goods, destination, end use and month",
            ("goods_id", "destination", "end_use", "month"),
            derived=True,
            sums_up="goods_status",
        )


class PanelMaterialMonth(PanelWithTrade):
    """Treatment panel: material by destination by end use by month; the regime is that of its ordinary goods."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Ga")
    days_practice_reported: Series[Whole] = _days(
        "practice reported", "Days on which a claim says that practice differed; these days also count under a regime."
    )
    listed_control: Series[Whole] = column(
        "Listed, control list",
        "Parties seated in the destination on the control list at the end of the month; 0 for ROW, which is no "
        "country: panel_dyad_month counts those of every country.",
        unit="1",
    )
    listed_watch: Series[Whole] = column("Listed, watch list", "Likewise on the watch list.", unit="1")
    listed_unreliable: Series[Whole] = column(
        "Listed, unreliable entity list", "Likewise on the unreliable entity list.", unit="1"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per material, destination, end use and month",
            ("material_id", "destination", "end_use", "month"),
            derived=True,
            sums_up="material_status",
        )


class PanelHs6Month(PanelWithTrade):
    """Treatment panel: six-digit HS code by destination by end use by month; the regime is sure of all that it holds.

    Days on which a rule reached some of the line are days_part_only; hs6_scope says how much of it.
    """

    hs6: Series[Text] = column(
        "HS code", "Six digits of HS 2022.", pattern=r"^\d{6}$", hint="six digits", example="811292"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per HS code, destination, end use and month",
            ("hs6", "destination", "end_use", "month"),
            derived=True,
            sums_up="hs6_status",
        )
