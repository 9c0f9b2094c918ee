"""Trade as it was counted: flows by customs code, monthly indices, China's tariff lines, replications of studies."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import (
    CHINESE,
    ID,
    Day,
    Extract,
    Real,
    Table,
    Text,
    Texts,
    Whole,
    about,
    column,
    row_rule,
    words,
)

_HS6: dict[str, Any] = {"pattern": r"^\d{6}$", "hint": "six digits"}
_ISO3: dict[str, Any] = {"pattern": r"^[A-Z]{3}$", "hint": "three capital letters"}
_FLOW = column("Flow", "Whether the reporter counts exports or imports.", values=("export", "import"))
_UNITS = words("kg g carat litre m3 mbq kw number")


def _by_the_build(frame: pd.DataFrame) -> None:
    """Leave a column to `build.derive.replications`, which needs other tables."""


class TradeFlows(Extract):
    """Trade by reporter, partner, customs code and period, as statistics offices and CEPII print it."""

    reporter: Series[Text] = column("Reporter", "Country whose figure it is, ISO 3166.", place="country", **_ISO3)
    partner: Series[Text] = column(
        "Partner",
        "The other side, ISO 3166: of imports the origin, of exports the destination.",
        place="country",
        **_ISO3,
    )
    flow: Series[Text] = _FLOW
    period_start: Series[Day] = column("Period start", "First day of the period.")
    period_end: Series[Day] = column(
        "Period end", "Last day of the period; a year that the source has in part ends before December."
    )
    hs_code: Series[Text] = column(
        "HS code",
        "Heading (four digits), HS code (six) or Combined Nomenclature code (eight), as text.",
        pattern=r"^\d{4}(\d{2}){0,2}$",
        hint="4, 6 or 8 digits",
        example="850511",
    )
    hs_edition: Series[Text] = column(
        "HS edition",
        "Edition of the code: HS with the year of the edition, CN or HTS with the year of the tariff.",
        pattern=r"^(HS(2002|2007|2012|2017|2022)|(CN|HTS)\d{4})$",
        hint="HS2017, CN2024 or HTS2024",
        example="CN2024",
    )
    value: Series[Real] = column("Value", "Value in the currency named.", least=0, unit="see currency")
    currency: Series[Text] = column("Currency", "ISO 4217 code.", values=("USD", "EUR"))
    valuation: Series[Text] = column(
        "Valuation",
        "FOB: free on board (BACI reconciles both sides' reports to it); CIF: with freight and insurance; "
        "customs_value: at the port abroad, without them.",
        values=words("FOB CIF customs_value"),
    )
    quantity_kg: Series[Real] = column("Quantity", "Net mass where the source has it.", null=True, least=0, unit="kg")
    goods_id: Series[Text] = column(
        "Goods",
        "The goods of this dataset where the code holds no other; empty for every other code.",
        null=True,
        ref="goods",
    )
    note: Series[Text] = column("Note", "What to beware of, in our words.", null=True, script="any", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade",
            "one row per reporter, partner, flow, period, code and edition",
            ("reporter", "partner", "flow", "period_start", "period_end", "hs_code", "hs_edition"),
            graded=False,
        )

    @row_rule("period_end", "the period ends before it begins; swap or correct the days")
    def period_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["period_end"] >= frame["period_start"]

    @row_rule("partner", "the reporter itself; write the other side")
    def two_sides(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["partner"] != frame["reporter"]


class TradeIndices(Extract):
    """Monthly trade as an index: made from figures that may not be passed on, rounded to three digits."""

    reporter: Series[Text] = column("Reporter", "Country whose figure it is, ISO 3166.", place="country", **_ISO3)
    partner: Series[Text] = column(
        "Partner", "The other side, ISO 3166; WLD is the sum of the 39 partners of the copy.", place="WLD", **_ISO3
    )
    flow: Series[Text] = _FLOW
    month: Series[Text] = column(
        "Month", "Calendar month.", pattern=r"^\d{4}-\d{2}$", hint="YYYY-MM", example="2024-12"
    )
    hs6: Series[Text] = column("HS code", "Six digits, the same in both editions.", **_HS6, example="250410")
    hs_edition: Series[Text] = column(
        "HS edition", "Edition that the reporter used in that month.", values=("HS2017", "HS2022")
    )
    measure: Series[Text] = column(
        "Measure", "What is indexed: net mass or value in dollars.", values=("quantity", "value")
    )
    value: Series[Real] = column(
        "Value", "The month over the mean month of the base; 1 is the base.", least=0, unit="base = 1"
    )
    base_first: Series[Day] = column("Base from", "First day of the base.")
    base_last: Series[Day] = column("Base to", "Last day of the base.")
    note: Series[Text] = column("Note", "What to beware of, in our words.", null=True, script="any", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade",
            "one row per reporter, partner, flow, month, code and measure",
            ("reporter", "partner", "flow", "month", "hs6", "hs_edition", "measure"),
            graded=False,
        )


class TariffLines(Extract):
    """China's eight-digit lines beneath the six-digit codes of the record, by year, as customs statistics list them."""

    tariff_year: Series[Whole] = column("Year", "Year of the list.", least=2010, most=2100, unit="year")
    customs_code: Series[Text] = column(
        "Customs code", "Eight digits.", pattern=r"^\d{8}$", hint="eight digits", example="25041010"
    )
    hs6: Series[Text] = column("HS code", "First six digits.", **_HS6, example="250410")
    name_zh: Series[Text] = column(
        "Chinese name",
        "Name in customs statistics; □ is a letter that the copy lost.",
        pattern=CHINESE,
        script="chinese",
    )
    unit_1: Series[Text] = column(
        "First unit", "First statistical unit; number stands for the counting words of Chinese.", values=_UNITS
    )
    unit_2: Series[Text] = column("Second unit", "Second statistical unit.", null=True, values=_UNITS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade", "one row per year and line", ("tariff_year", "customs_code"), graded=False
        )

    @row_rule("hs6", "not the first six digits of the customs code; copy them")
    def hs6_begins_code(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["customs_code"].str[:6] == frame["hs6"]


class Replications(Table):
    """Figures that studies and reports print, held against the tables of this dataset."""

    study: Series[Text] = column("Study", "What is repeated.", pattern=ID, example="graphite-licence-2023")
    number: Series[Text] = column("Number", "Number within it.", pattern=r"^\d{2}$", hint="two digits", example="01")
    table_or_figure: Series[Text] = column("Table or figure", "Where the document prints it.", null=True)
    what: Series[Text] = column("What", "The figure.", wording=True)
    printed: Series[Real] = column("Printed", "The figure printed; empty where none was found.", null=True)
    unit: Series[Text] = column("Unit", "Its unit.", null=True)
    input: Series[Text] = column(
        "Input",
        "What ours is made from: rows (trade_flows), index (trade_indices) or figures (observations).",
        values=("rows", "index", "figures"),
    )
    recipe: Series[Text] = column(
        "Recipe",
        "How ours is made: sum, difference or ratio of the sums of part and base; share of the part in its base in "
        "percent; change of the mean from base to part in percent. Empty: ours is not made.",
        null=True,
        values=words("sum difference ratio share change"),
    )
    field: Series[Text] = column(
        "Field", "Column of the input that is counted.", null=True, values=words("value quantity_kg")
    )
    part: Series[Text] = column(
        "Part",
        "Rows of the input that are counted: column=value; several values with |, any ending with *, a range with "
        "two dots. Of a share it holds beside the base.",
        null=True,
        script="any",
        example="hs6=250410; partner=WLD; measure=quantity; month=2023-01..2023-10",
    )
    base: Series[Text] = column("Base", "Rows that they are held against, in the same words.", null=True)
    hindrance: Series[Text] = column(
        "Hindrance",
        "Why no verdict is given: not_comparable: another scope or basis; circular: ours was made from the figure "
        "printed; not_possible: the data are not here. Empty where there is none.",
        null=True,
        values=words("not_comparable circular not_possible"),
    )
    ours: Series[Real] | None = column(
        "Ours", "Computed by the recipe, to three decimals.", null=True, unit="see unit", computed=_by_the_build
    )
    difference: Series[Real] | None = column(
        "Difference", "Computed: ours less printed.", null=True, unit="see unit", computed=_by_the_build
    )
    status: Series[Text] | None = column(
        "Status",
        "Computed. agrees: within half a point of a percentage, half a percent of another figure; near: within 5; "
        "differs; no_printed_number; or the hindrance.",
        values=words("agrees near differs not_comparable circular not_possible no_printed_number"),
        computed=_by_the_build,
    )
    why: Series[Text] = column("Why", "Why the two differ, and what ours rests on.", wording=True)
    source_ids: Series[Texts] = column(
        "Sources", "The document that prints the figure; where none does, those of ours.", ref="sources", each=True
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade", "one row per study and figure", ("study", "number"), graded=False
        )

    @row_rule("recipe", "without field and part (and, but for a sum, a base); fill them")
    def recipe_complete(cls, frame: pd.DataFrame) -> pd.Series:
        made = frame["field"].notna() & frame["part"].notna() & (frame["base"].notna() | (frame["recipe"] == "sum"))
        return frame["recipe"].isna() | made

    @row_rule("printed", "a figure below zero; only one in percent or a ratio may be")
    def only_changes_below_zero(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["unit"].str.contains("percent|ratio").fillna(False) | (frame["printed"].fillna(0) >= 0)

    @row_rule("hindrance", "empty, though a figure is printed and no recipe given; say what hinders it")
    def made_or_hindered(cls, frame: pd.DataFrame) -> pd.Series:
        return frame[["printed"]].isna().all(axis=1) | frame[["recipe", "hindrance"]].notna().any(axis=1)
