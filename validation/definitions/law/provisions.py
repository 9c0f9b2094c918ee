"""What laws, decrees, orders and notices say themselves, clause by clause."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import Real, Sourced, Text, Whole, about, column, row_rule, words

KINDS = words("count definition duty exemption first_use penalty power procedure repeal scope time_limit")
UNITS = words(
    "articles chapters cny days elements entries items months parties percent projects times times_gain "
    "times_turnover times_value working_days years"
)


class Provisions(Sourced):
    """Words of documents that are no condition of one measure: penalties, terms, powers, duties, counts, scope.

    What an exporter meets in one measure stands in measure_conditions. A fine that has two sides, by turnover and in
    money, is two rows.
    """

    instrument_id: Series[Text] = column("Instrument", "The document.", ref="instruments", example="cn-law-ecl-2020")
    number: Series[Whole] = column("Number", "1, 2 and so on within the document.", least=1, most=99, unit="1")
    kind: Series[Text] = column(
        "Kind",
        "What the words do: state a penalty, a time limit, a count, a definition, the scope, an exemption, a power of "
        "the authorities, a duty, a procedure, what they repeal; or first_use, where a document is the first to use a "
        "power, by its own words or those of others.",
        values=KINDS,
    )
    text_en: Series[Text] = column("Text", "The words in ours.", wording=True)
    value_low: Series[Real] = column(
        "Value", "The figure, or the lower one of two.", null=True, least=0, unit="see unit"
    )
    value_high: Series[Real] = column(
        "Upper value", "The upper one of two figures.", null=True, least=0, unit="see unit"
    )
    unit: Series[Text] = column(
        "Unit",
        "Unit of the figures; times_turnover, times_gain and times_value are multiples of the illegal turnover, of the "
        "illegal gain and of the value of the goods.",
        null=True,
        values=UNITS,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law", "one row per document and provision", ("instrument_id", "number")
        )

    @row_rule("unit", "figures have a unit, and nothing else has one; fill or empty it")
    def unit_with_figures(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["unit"].notna() == (frame["value_low"].notna() | frame["value_high"].notna())

    @row_rule("value_high", "the upper figure is below the lower one; swap or correct them")
    def figures_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["value_high"] >= frame["value_low"]
