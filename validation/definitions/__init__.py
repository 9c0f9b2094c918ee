"""The tables, in the order in which they are read, printed and documented."""

import re

from validation.definitions import dyads, lines, materials, panels, status, stocks, treatments, uses
from validation.definitions.base import Table
from validation.definitions.episodes import claims, episodes, events, incidents
from validation.definitions.items import catalogue, codes, goods, links
from validation.definitions.law import conditions, measures, parties, periods, provisions
from validation.definitions.shared import record, sources
from validation.definitions.trade import figures, flows

MODELS: tuple[type[Table], ...] = (
    *(sources.Countries, sources.Publishers, sources.Sources),
    *(materials.Materials, materials.MaterialGroups),
    *(codes.ListEditions, codes.ControlCodes),
    *(catalogue.Items, catalogue.ListGaps, catalogue.ItemCustomsCodes),
    *(links.Hs6Codes, links.Hs6Links, links.Hs6Families),
    *(catalogue.CodeMaterials, catalogue.CodeEquivalents),
    *(goods.CodeSuccessors, goods.Goods, goods.GoodsMaterials, goods.GoodsCodes, goods.GoodsCodeConditions),
    *(episodes.Episodes, episodes.CodingRules, episodes.Codings, episodes.Briefs),
    *(events.Events, events.EventActors, events.EventMaterials, events.WtoSteps),
    *(measures.Issuers, measures.Instruments, measures.Measures, measures.MeasureItems),
    conditions.MeasureCustomsCodes,
    periods.MeasurePeriods,
    *(conditions.MeasurePlans, conditions.MeasureConditions),
    provisions.Provisions,
    *(parties.Entities, parties.EntityAliases, parties.Listings, parties.ListingGrounds),
    periods.Coverage,
    *(claims.Questions, claims.Claims),
    *(figures.Indicators, figures.Observations, figures.FigureSearches, figures.Discrepancies),
    *(flows.TradeFlows, flows.TradeIndices, flows.TariffLines, flows.Replications),
    *(uses.Applications, uses.MaterialUses, uses.UseShares, uses.Platforms, uses.PlatformMaterials, uses.UseIndustries),
    *(stocks.Stockpiles, stocks.MaterialSpecifications),
    uses.GridSearches,
    incidents.SupplyIncidents,
    *(record.Corrections, record.ReadingChecks, record.OtherDatabases, record.Retired, record.RowSources),
    *(status.GoodsStatus, status.CodeStatus, status.MaterialStatus),
    *(lines.Hs6Scope, lines.Hs6Status),
    *(treatments.Treatments, treatments.AnnouncementCalendar),
    *(panels.PanelGoodsMonth, panels.PanelMaterialMonth, panels.PanelHs6Month),
    *(dyads.PanelDyadMonth, dyads.PanelDyadYear),
    status.SupplyChains,
)
# A table is named as its class: GoodsCodes is goods_codes.
TABLES = {re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower(): model for model in MODELS}
