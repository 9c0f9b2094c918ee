"""The tables, in the order in which they are read, printed and documented."""

from validation.schemas import (
    catalogue,
    dual_use_items,
    law,
    rare_earth_applications,
    restriction_episodes,
    shared,
    status,
)
from validation.schemas.base import Table

TABLES: dict[str, type[Table]] = {
    "countries": shared.Countries,
    "publishers": shared.Publishers,
    "sources": shared.Sources,
    "materials": rare_earth_applications.Materials,
    "material_groups": rare_earth_applications.MaterialGroups,
    "list_editions": dual_use_items.ListEditions,
    "control_codes": dual_use_items.ControlCodes,
    "items": catalogue.Items,
    "list_gaps": catalogue.ListGaps,
    "item_customs_codes": catalogue.ItemCustomsCodes,
    "hs6_links": catalogue.Hs6Links,
    "code_materials": catalogue.CodeMaterials,
    "code_equivalents": catalogue.CodeEquivalents,
    "episodes": restriction_episodes.Episodes,
    "instruments": law.Instruments,
    "measures": law.Measures,
    "measure_items": law.MeasureItems,
    "measure_periods": law.MeasurePeriods,
    "entities": restriction_episodes.Entities,
    "listings": restriction_episodes.Listings,
    "coverage": law.Coverage,
    "questions": restriction_episodes.Questions,
    "claims": restriction_episodes.Claims,
    "corrections": shared.Corrections,
    "row_sources": shared.RowSources,
    "code_status": status.CodeStatus,
    "material_status": status.MaterialStatus,
    "panel_material_month": status.PanelMaterialMonth,
    "panel_hs6_month": status.PanelHs6Month,
}
