"""Faults of meaning that somebody thought of who had not seen the rules, and that none of them found then."""

from tests.support.faults_between import BROKEN, Broken
from tests.support.project import Row, key
from tests.support.sheets import Sheets
from validation.rules import documents, items, references, series, together
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
)

for _number, (_rule, _table, _row, _cells, _told) in enumerate(OTHERS):

    def _plant(s: Sheets, table: str = _table, row: Row = _row, cells: Row = _cells) -> int:
        return s.edit(table, key(**row), **cells)

    BROKEN[f"other_{_number}_{_table}_{next(iter(_cells))}"] = Broken(_rule, _plant, _table, next(iter(_cells)), _told)
