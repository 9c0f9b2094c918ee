"""The tables, in the order in which they are read, printed and documented."""

from validation.schemas import dual_use_items, law, rare_earth_applications, restriction_episodes, shared
from validation.schemas.base import Table

TABLES: dict[str, type[Table]] = {
    "countries": shared.Countries,
    "publishers": shared.Publishers,
    "sources": shared.Sources,
    "materials": rare_earth_applications.Materials,
    "material_groups": rare_earth_applications.MaterialGroups,
    "list_editions": dual_use_items.ListEditions,
    "control_codes": dual_use_items.ControlCodes,
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
}
