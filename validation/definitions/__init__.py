"""The tables, in the order in which they are read, printed and documented."""

from validation.definitions import materials, status, uses
from validation.definitions.base import Table
from validation.definitions.episodes import claims, episodes, events
from validation.definitions.items import catalogue, codes, links
from validation.definitions.law import measures, parties, periods
from validation.definitions.shared import record, sources
from validation.definitions.trade import figures, flows

TABLES: dict[str, type[Table]] = {
    "countries": sources.Countries,
    "publishers": sources.Publishers,
    "sources": sources.Sources,
    "materials": materials.Materials,
    "material_groups": materials.MaterialGroups,
    "list_editions": codes.ListEditions,
    "control_codes": codes.ControlCodes,
    "items": catalogue.Items,
    "list_gaps": catalogue.ListGaps,
    "item_customs_codes": catalogue.ItemCustomsCodes,
    "hs6_links": links.Hs6Links,
    "hs6_families": links.Hs6Families,
    "code_materials": catalogue.CodeMaterials,
    "code_equivalents": catalogue.CodeEquivalents,
    "episodes": episodes.Episodes,
    "coding_rules": episodes.CodingRules,
    "codings": episodes.Codings,
    "events": events.Events,
    "instruments": measures.Instruments,
    "measures": measures.Measures,
    "measure_items": measures.MeasureItems,
    "measure_periods": periods.MeasurePeriods,
    "entities": parties.Entities,
    "entity_aliases": parties.EntityAliases,
    "listings": parties.Listings,
    "listing_grounds": parties.ListingGrounds,
    "coverage": periods.Coverage,
    "questions": claims.Questions,
    "claims": claims.Claims,
    "indicators": figures.Indicators,
    "observations": figures.Observations,
    "discrepancies": figures.Discrepancies,
    "trade_flows": flows.TradeFlows,
    "trade_indices": flows.TradeIndices,
    "tariff_lines": flows.TariffLines,
    "replications": flows.Replications,
    "applications": uses.Applications,
    "material_uses": uses.MaterialUses,
    "use_shares": uses.UseShares,
    "platforms": uses.Platforms,
    "platform_materials": uses.PlatformMaterials,
    "corrections": record.Corrections,
    "reading_checks": record.ReadingChecks,
    "other_databases": record.OtherDatabases,
    "retired": record.Retired,
    "row_sources": record.RowSources,
    "code_status": status.CodeStatus,
    "material_status": status.MaterialStatus,
    "panel_material_month": status.PanelMaterialMonth,
    "panel_hs6_month": status.PanelHs6Month,
    "supply_chains": status.SupplyChains,
}
