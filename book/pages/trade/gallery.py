"""The page that shows every chart of the record."""

from book.pages.common.charts import Chart, Figures
from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.law.charts import goods_map, listings
from book.pages.trade.charts import PRICED, china_share, importers, japan_share, magnets, price, quotas, reliance


def charts_of(record: Record) -> dict[str, tuple[Chart | None, ...]]:
    """Return every chart under the heading that it stands under, None for one without rows."""
    return {
        "Trade": (magnets(record), importers(record), japan_share(record), reliance(record), china_share(record)),
        "Prices in Europe and in China": tuple(price(record, material) for material in PRICED),
        "Law": (goods_map(record), listings(record), quotas(record)),
    }


def charts_page(record: Record) -> Markup:
    """Return the page."""
    return from_template("charts", record, sections=charts_of(record), figures=Figures(record, "generated/charts"))
