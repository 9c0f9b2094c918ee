"""The page that shows every chart of the record."""

from book.pages.common.charts import Chart, Figures
from book.pages.common.markup import Markup, md, section
from book.pages.common.record import Record
from book.pages.law.charts import goods_map, listings
from book.pages.trade.charts import PRICED, importers, japan_share, magnets, price, quotas, reliance

NONE = "The record holds no rows for it."


def charts_of(record: Record) -> dict[str, tuple[Chart | None, ...]]:
    """Return every chart under the heading that it stands under, None for one without rows."""
    return {
        "Trade": (magnets(record), importers(record), japan_share(record), reliance(record)),
        "Prices in Europe and in China": tuple(price(record, material) for material in PRICED),
        "Law": (goods_map(record), listings(record), quotas(record)),
    }


def charts_page(record: Record) -> Markup:
    """Return the page."""
    figures = Figures(record, "generated/charts")
    return record.page(
        "The record in charts",
        md(
            "Each chart is made of rows of one query. Its files, its rows and how to cite it stand beneath it. Lines "
            "are joined where the series is one; a gap is a time for which no source gives a figure."
        ),
        *(
            section(title, *(figures.show(c) if c else NONE for c in charts))
            for title, charts in charts_of(record).items()
        ),
    )
