"""China and each target, by month and year, for frames of dyads: what holds on any day of the span counts."""

from typing import Any, ClassVar

from pandera.typing import Series

from validation.definitions.base import ISO3, Table, Text, Texts, Whole, about, column
from validation.definitions.status import RULES


def _count(title: str, description: str) -> Any:
    return column(title, description, unit="1", least=0)


def _cow(title: str, whose: str) -> Any:
    description = f"State number of the Correlates of War project of the {whose}; empty for what is no state there."
    return column(title, description, null=True, example="740")


class Dyad(Table):
    """China and a target in a span of days."""

    sender: Series[Text] = column("Sender", "ISO 3166 code: China.", ref="countries", pattern=ISO3, example="CHN")
    target: Series[Text] = column("Target", "ISO 3166 code.", ref="countries", pattern=ISO3, example="JPN")
    sender_cow: Series[Whole] = _cow("Sender, COW", "sender")
    target_cow: Series[Whole] = _cow("Target, COW", "target")
    measures_in_force: Series[Whole] = _count(
        "Measures in force",
        "Rules on exports from China, whoever the user, in force for the target: those for all destinations, too. "
        "It is no measure of strictness, and falls where one rule replaces several, as on 2024-12-01, when one "
        "list took the place of the older ones: goods_controlled and hs6_controlled say how much is under control.",
    )
    measures_naming: Series[Whole] = _count("Measures naming it", "Those of them that name the target.")
    measure_ids: Series[Texts] = column("Measures", "The rules that name the target.", each=True, ref="measures")
    goods_controlled: Series[Whole] = _count(
        "Goods controlled", "Goods of which every shipment for a civil use needed a licence or more."
    )
    goods_in_part: Series[Whole] = _count("Goods in part", "Goods of which only some shipments did.")
    hs6_controlled: Series[Whole] = _count("HS codes controlled", "Six-digit codes of HS 2022 controlled whole.")
    hs6_in_part: Series[Whole] = _count("HS codes in part", "Those of which rules reached only a part.")
    listed_control: Series[Whole] = _count("Listed, control list", "Parties seated in the target on the control list.")
    listed_watch: Series[Whole] = _count("Listed, watch list", "Likewise on the watch list.")
    listed_unreliable: Series[Whole] = _count(
        "Listed, unreliable entity list", "Likewise on the unreliable entity list."
    )
    threats: Series[Whole] = _count("Threats", "Threats of the sender at the target.")
    episodes: Series[Whole] = _count("Episodes", "Episodes under way whose target it is by name.")
    claims_disputed: Series[Whole] = _count(
        "Claims disputed", "Claims, all of them disputed, that practice towards the target differed from the law."
    )


class PanelDyadMonth(Dyad):
    """China and each target by month."""

    month: Series[Text] = column(
        "Month", "Calendar month.", pattern=r"^\d{4}-\d{2}$", hint="YYYY-MM", example="2024-12"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status", "one row per target and month", ("target", "month"), derived=True, graded=False, rests_on=RULES
        )


class PanelDyadYear(Dyad):
    """China and each target by year; the last year goes to the as-of day."""

    year: Series[Whole] = column("Year", "Calendar year.", example="2024")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status", "one row per target and year", ("target", "year"), derived=True, graded=False, rests_on=RULES
        )
