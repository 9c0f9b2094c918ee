"""Who was listed: entities and listings."""

from typing import Any, ClassVar

from pandera.typing import Series

from validation.definitions.base import CHINESE, ID, Sourced, Text, Texts, Whole, about, column, words


class Entities(Sourced):
    """Parties named on China's control list, watch list and unreliable entity list."""

    entity_id: Series[Text] = column(
        "Entity", "Readable id from the English name.", pattern=ID, example="lockheed-martin-corporation"
    )
    name_en: Series[Text] = column("English name", "English name, cleaned; listings hold the printed form.")
    name_zh: Series[Text] = column(
        "Chinese name", "Name as the notices print it.", null=True, pattern=CHINESE, script="chinese"
    )
    name_ja: Series[Text] = column(
        "Japanese name", "Japanese name, for Japanese bodies, where seen.", null=True, script="japanese"
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
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per party", ("entity_id",))


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

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per party and measure", ("entity_id", "measure_id"))
