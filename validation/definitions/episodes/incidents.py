"""What a lack of a material or its origin stopped: deliveries, production, acceptance."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, ISO3, PARTIAL_DAY, Sourced, Text, Texts, about, column, row_rule, words


class SupplyIncidents(Sourced):
    """Stops, shortages and finds of a forbidden origin that a source ties to a material."""

    incident_id: Series[Text] = column("Incident", "Readable id.", pattern=ID, example="f35-magnet-2022")
    first_day: Series[Text] = column("First day", "Day it began, as far as printed.", pattern=PARTIAL_DAY)
    last_day: Series[Text] = column("Last day", "Day it ended, as far as printed.", null=True, pattern=PARTIAL_DAY)
    kind: Series[Text] = column(
        "Kind",
        "Deliveries stopped, production stopped, supply interrupted (held, refused or cut off), short or late with no "
        "stop told (supply_short), or a forbidden origin found.",
        values=words("delivery_stop production_stop supply_interrupted supply_short origin_found"),
    )
    country: Series[Text] = column("Where", "ISO 3166 code of the state concerned.", null=True, pattern=ISO3)
    firms: Series[Texts] = column("Firms", "Firms concerned, as printed.", null=True, each=True)
    platform_id: Series[Text] = column("Platform", "The platform, where one is named.", null=True, ref="platforms")
    product: Series[Text] = column("Product", "The part or product, as far as the source says.")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    printed_item: Series[Text] = column("Printed item", "The few words that name the material.")
    summary: Series[Text] = column("Summary", "What happened, in one sentence of ours.")
    episode_ids: Series[Texts] = column(
        "Episodes", "Episodes that the source ties it to.", null=True, each=True, ref="episodes"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes", "one row per incident and material or group", ("incident_id", "material_id", "group_id")
        )

    @row_rule("material_id", "names a material and a group; write one, or neither where the source names none")
    def at_most_one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["material_id"].isna() | frame["group_id"].isna()
