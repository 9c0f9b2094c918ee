"""Who was listed: entities and listings."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import CHINESE, ID, Sourced, Text, Texts, Whole, about, column, row_rule, words
from validation.definitions.shared.sources import LANGUAGES

SECTORS = words(
    "aircraft chip_research clothing counter_drone_systems defence drones electric_motors electric_power_equipment "
    "electronic_components lasers machine_tools military_vehicles naval_architecture nuclear_fuel protective_gear "
    "rare_earths satellites ship_engines shipbuilding small_arms spacecraft subsea_engineering threat_intelligence "
    "trucks unmanned_vessels"
)
GROUNDS = words(
    "arms_sales_to_taiwan supply_of_offensive_weapons_to_taiwan military_technology_cooperation_with_taiwan "
    "collusion_with_taiwan support_for_taiwan_independence_by_force raising_japans_military_strength "
    "stopping_remilitarisation_of_japan national_security_and_interests non_proliferation "
    "end_user_and_use_not_verified breach_of_market_principles cutting_off_normal_trade discriminatory_measures "
    "improper_conduct_on_xinjiang hostile_remarks_on_china helping_foreign_governments_against_chinese_firms "
    "response_to_us_measures response_to_eu_measures"
)


class Entities(Sourced):
    """Parties named on China's control list, watch list and unreliable entity list."""

    entity_id: Series[Text] = column(
        "Entity", "Readable id from the English name.", pattern=ID, example="lockheed-martin-corporation"
    )
    name_en: Series[Text] = column(
        "English name", "English name, cleaned; listings hold the printed form.", unique=True
    )
    name_zh: Series[Text] = column(
        "Chinese name", "Name as the notices print it.", null=True, pattern=CHINESE, script="chinese", unique=True
    )
    name_ja: Series[Text] = column(
        "Japanese name", "Japanese name, for Japanese bodies, where seen.", null=True, script="japanese", unique=True
    )
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
    sector: Series[Text] = column("Sector", "What it makes or does, where a source says so.", null=True, values=SECTORS)
    parent_id: Series[Text] = column(
        "Parent", "The entity that it belongs to, where that is itself in the table.", null=True, ref="entities"
    )
    parent_name: Series[Text] = column(
        "Parent outside the lists",
        "Name of the parent or owner that is on no list; the note says since when.",
        null=True,
    )
    group_name: Series[Text] = column("Group", "Group of firms that a source counts it among.", null=True)
    identifiers: Series[Texts] = column(
        "Identifiers",
        "Identifiers seen in a source, scheme:value (corporate_number, ticker, former_ticker).",
        null=True,
        each=True,
        pattern=r"^[a-z_]+:.+$",
        hint="scheme:value joined by |",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per party", ("entity_id",))

    @row_rule("parent_name", "names a second parent; keep parent_id for a party of the table, else parent_name")
    def one_parent(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["parent_id"].isna() | frame["parent_name"].isna()


class EntityAliases(Sourced):
    """Other names of the parties, in any script: a way in to them."""

    entity_id: Series[Text] = column("Entity", "The party.", ref="entities")
    alias: Series[Text] = column("Name", "The other name.", script="any", example="JAXA")
    language: Series[Text] = column("Language", "ISO 639-1 code of the language of the name.", values=LANGUAGES)
    kind: Series[Text] = column(
        "Kind",
        "printed: so printed by a notice or for one; former: an earlier name; short: an abbreviation or short form; "
        "translation: rendered by others.",
        values=words("printed former short translation"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per party and name", ("entity_id", "alias"))


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
        "Chinese name, printed", "As the notice prints it.", null=True, pattern=CHINESE, script="chinese"
    )
    address_printed: Series[Text] = column(
        "Address, printed",
        "As the notice prints it, in its language; notices before April 2026 print none.",
        null=True,
        script="any",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per party and measure", ("entity_id", "measure_id"))


class ListingGrounds(Sourced):
    """Why parties were listed: as the notice says, as the spokesperson says, as others claim."""

    instrument_id: Series[Text] = column("Instrument", "The notice that lists them.", ref="instruments")
    entity_id: Series[Text] = column(
        "Entity", "The party, where the ground is given for one alone.", null=True, ref="entities"
    )
    ground: Series[Text] = column("Ground", "The ground, in a closed list.", values=GROUNDS)
    basis: Series[Text] = column(
        "Basis",
        "printed: the notice, or a report of its wording, gives it; spokesperson: the ministry gives it beside the "
        "notice; stated_aim: what the ministry wants to reach; claimed_motive: others say so, no ground of the notice.",
        values=words("printed spokesperson stated_aim claimed_motive"),
    )
    applies_to: Series[Text] = column(
        "Applies to", "all of the parties of the notice, or some that it does not tell apart.", values=("all", "some")
    )
    printed_words: Series[Text] = column(
        "Printed words", "The few words that the row maps, as the source prints them.", script="any"
    )
    language: Series[Text] = column("Language", "Language of those words.", values=LANGUAGES)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law",
            "one row per notice, party (where one alone), ground and basis",
            ("instrument_id", "entity_id", "ground", "basis"),
        )
