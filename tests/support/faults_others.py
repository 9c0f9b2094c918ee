"""Faults of meaning that somebody thought of who had not seen the rules, and that none of them found then."""

from tests.support.faults_register import BROKEN, Broken, breaks
from tests.support.project import Row, key
from tests.support.sheets import Sheets
from validation.rules import documents, episodes, items, references, series, together
from validation.rules.common import Rule

FOLLOW, AS_ONE = together.cells_follow, together.cells_go_together
# Rule, table, row, the cells that are written (the first is the one named), words of the message.
OTHERS: tuple[tuple[Rule, str, Row, Row, str], ...] = (
    (
        AS_ONE,
        "trade_flows",
        {"reporter": "USA", "partner": "KOR", "hs_code": "8106", "period_start": "2013-01-01"},
        {"flow": "export"},
        "rows of the same valuation",
    ),
    (
        AS_ONE,
        "trade_indices",
        {"partner": "USA", "month": "2018-09", "hs6": "250410", "measure": "value"},
        {"flow": "import"},
        "rows of the same reporter",
    ),
    (FOLLOW, "sources", {"source_id": "rare-earth-jp-about"}, {"language": "zh"}, "by title it is ja"),
    (FOLLOW, "events", {"event_id": "2025-04-04-mofcom-control-list"}, {"role": "easing"}, "by kind it is trigger"),
    (
        FOLLOW,
        "replications",
        {"study": "eu-share-gallium-germanium", "number": "01"},
        {"unit": "usd"},
        "by recipe it is percent",
    ),
    (
        FOLLOW,
        "hs6_families",
        {"family": "fam-701961", "edition": "HS2017", "hs6": "701951"},
        {"family": "fam-701911"},
        "by hs6 it is fam-701961",
    ),
    (
        references.pairs_stand,
        "hs6_links",
        {"hs6_2022": "811010", "edition": "HS2012", "hs6": "811010"},
        {"hs6": "811011"},
        '"HS2012/811011" is unknown',
    ),
    (
        items.names_agree,
        "items",
        {"edition_id": "annex-2025-10", "code": "6C001.c"},
        {"name_zh": "三苯基锑"},
        "names Sb",
    ),
    (items.names_agree, "goods", {"goods_id": "dysprosium-metal"}, {"name_zh": "金属镱"}, "names Yb"),
    (
        FOLLOW,
        "trade_flows",
        {"reporter": "NLD", "partner": "CHN", "hs_code": "81019400", "period_start": "2022-01-01"},
        {"reporter": "CHN", "partner": "NLD"},
        "by currency it is a member of the EU",
    ),
    (
        series.lines_keep_names,
        "tariff_lines",
        {"tariff_year": "2016", "customs_code": "28469041"},
        {"name_zh": "碳酸铈"},
        "in the years before and after",
    ),
    (
        documents.own_text_cited,
        "instruments",
        {"instrument_id": "cn-2024-31"},
        {"source_ids": "reuters-2024-drones|mofcom-2024-ann21[preamble]"},
        '"mofcom-2024-ann31", the text itself',
    ),
    (FOLLOW, "entity_aliases", {"entity_id": "nippi", "alias": "ニッピ"}, {"language": "zh"}, "by alias it is ja"),
    (
        FOLLOW,
        "listing_grounds",
        {"instrument_id": "cn-2026-30", "ground": "response_to_eu_measures"},
        {"language": "ja"},
        "by printed_words it is zh",
    ),
    (FOLLOW, "claims", {"claim_id": "us2024-cost-01"}, {"unit": "jpy_trillion"}, "by position it is usd_billion"),
    (
        FOLLOW,
        "events",
        {"event_id": "2023-04-12-company-arafura-siemens"},
        {"amount_unit": "t"},
        "by summary it is t_per_year",
    ),
    (
        FOLLOW,
        "use_shares",
        {"material_id": "W", "application_id": "cemented_carbides", "year": "2014"},
        {"share_pct": "0.593"},
        "by note it is 59.3",
    ),
    (
        FOLLOW,
        "observations",
        {
            "indicator_id": "export_quantity_change_yoy",
            "material_id": "Ge",
            "form": "metal",
            "period_end": "2025-12-31",
        },
        {"value": "60"},
        "by printed_item it is -60",
    ),
    (
        FOLLOW,
        "event_actors",
        {"event_id": "2025-01-15-uel-mechanism-unreliable-list", "actor": "USA"},
        {"role": "acts"},
        "by event_id it is is_target",
    ),
    (
        FOLLOW,
        "event_actors",
        {"event_id": "2012-03-13-jpn-wto-japan", "actor": "CHN"},
        {"role": "mediates"},
        "by event_id it is acts or speaks or is_target",
    ),
    (
        AS_ONE,
        "event_actors",
        {"event_id": "2025-10-08-company-noveon", "actor": "Noveon Magnetics"},
        {"country": "CAN"},
        "rows of the same actor",
    ),
    (episodes.led_by_an_actor, "events", {"event_id": "2025-12-company-sangdong"}, {"act_of": "target"}, "no target"),
    (
        items.lines_of_elements,
        "item_customs_codes",
        {"edition_id": "licence-2026", "section": "dual_use", "serial": "351"},
        {"customs_code": "2805301200"},
        "is the line of",
    ),
    (
        items.sources_of_material,
        "stockpiles",
        {"material_id": "Ta", "kind": "contracted", "day": "2025-09"},
        {"source_ids": "usgs-2026-mcs-tungsten"},
        "is not about Ta",
    ),
    (
        series.prices_are_near,
        "observations",
        {"indicator_id": "price_china", "material_id": "Tb", "period_start": "2020-06-23", "statistic": "low"},
        {"value": "4.55"},
        "but the high is",
    ),
    (
        series.flows_in_step,
        "trade_flows",
        {"reporter": "CHN", "partner": "JPN", "hs_code": "850511", "period_start": "2023-01-01"},
        {"value": "192399"},
        "192399, between",
    ),
    (
        documents.own_text_cited,
        "measures",
        {"measure_id": "cn-2025-35-1"},
        {"source_ids": "mofcom-2025-ann51"},
        '"mofcom-2025-ann35", the text itself',
    ),
)

for _number, (_rule, _table, _row, _cells, _told) in enumerate(OTHERS):

    def _plant(s: Sheets, table: str = _table, row: Row = _row, cells: Row = _cells) -> int:
        return s.edit(table, key(**row), **cells)

    BROKEN[f"other_{_number}_{_table}_{next(iter(_cells))}"] = Broken(_rule, _plant, _table, next(iter(_cells)), _told)


@breaks(FOLLOW, "measure_plans", "planned_first", '"2025-11-09", but by measure_id it is a day by 2025-11-08')
def pause_that_no_period_records(s: Sheets) -> int:
    line, _ = s.find("measure_plans", key(measure_id="cn-2024-46-2b", planned_first="2025-11-09"))
    s.drop("measure_periods", key(measure_id="cn-2024-46-2b", first_day="2025-11-09"))
    return line
