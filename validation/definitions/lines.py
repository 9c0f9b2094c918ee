"""Customs lines of every edition of the Harmonized System: what stands beneath them, and what exporting them needed."""

from typing import Any, ClassVar

from exportcurbs.law.regimes import ANSWERS, PANEL_USES, REGIMES
from pandera.typing import Series

from validation.definitions.base import Day, Real, Table, Text, Texts, Truth, Whole, about, column
from validation.definitions.items.catalogue import HS_EDITIONS
from validation.definitions.status import REGIME, Spells, duty, licence, quota, spells, state_trading

_EDITION = column("HS edition", "Edition of the Harmonized System.", values=HS_EDITIONS, example="HS2022")
_HS6 = column("HS code", "Six digits of that edition.", pattern=r"^\d{6}$", hint="six digits", example="811292")
_OF_ANY = "For any of the goods of the line that the record has."


class Hs6Scope(Table):
    """How much of a customs line stood under control, from the first such day since 2009: a line is not a control."""

    hs_edition: Series[Text] = _EDITION
    hs6: Series[Text] = _HS6
    first_day: Series[Day] = column("First day", "First day of the spell.")
    last_day: Series[Day] = column("Last day", "Last day of the spell, at most the as-of day.")
    coverage: Series[Text] = column(
        "Coverage",
        "whole: every national line beneath is known and controlled whole; part; none: nothing is known to be under "
        "control any more. For civil use and the destination where most was, North Korea apart.",
        values=("whole", "part", "none"),
    )
    lines_total: Series[Whole] = column(
        "Lines", "China's eight-digit lines beneath, where they were read: those of HS 2022.", null=True, unit="lines"
    )
    lines_whole: Series[Whole] = column("Lines whole", "Of these, filled by controlled codes.", null=True, unit="lines")
    lines_part: Series[Whole] = column(
        "Lines in part", "Of these, touched but not filled by a printed code.", null=True, unit="lines"
    )
    goods_ids: Series[Texts] = column(
        "Goods", "Goods of the line that stood under control, whole or in part.", each=True, ref="goods"
    )
    codes: Series[Texts] = column("Codes", "Control codes whose printed lines lie beneath, likewise.", each=True)
    value_share: Series[Real] = column(
        "Value share",
        "Share of the line's value that controlled goods made up, where a finer tariff divides it: imports of the EU "
        "from China, codes of waste and scrap left out. Empty where none does, or a code is controlled in part.",
        null=True,
        least=0,
        most=1,
        unit="1",
    )
    share_year: Series[Whole] = column(
        "Year of the share", "The year of the spell, or the nearest on record.", null=True, unit="year"
    )
    share_source: Series[Text] = column("Source of the share", "The finer record.", null=True, ref="sources")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per HS edition, code and spell of one scope",
            ("hs_edition", "hs6", "first_day"),
            derived=True,
            graded=False,
            rests_on={"hs6_links": ("hs6",)},
        )


class Hs6Status(Spells):
    """What exporting a customs line needed, as spells of days: exposure counts its days, the monthly panel sums it up.

    The lines are those that hold what a rule of China's own names, in every edition since HS 2002.
    """

    hs_edition: Series[Text] = _EDITION
    hs6: Series[Text] = _HS6
    end_use: Series[Text] = column("End use", "The end use asked for.", values=PANEL_USES)
    regime: Series[Text] = column(
        "Regime", f"{REGIME} What is sure of all that the line holds: the mildest over its goods.", values=ANSWERS
    )
    at_most: Series[Text] = column(
        "At most",
        "What anything in the line may have needed, counting what the record leaves open; strictest is what rules say.",
        values=REGIMES,
    )
    has_quota: Series[Truth] = quota(_OF_ANY)
    has_licence: Series[Truth] = licence(_OF_ANY)
    has_state_trading: Series[Truth] = state_trading(_OF_ANY)
    duty_pct: Series[Real] = duty("Only where all goods of the line pay the same.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = spells("HS edition, code", "hs_edition", "hs6")
