"""Numbers: indicators, observations, figures looked for, and where figures do not fit."""

import datetime
from typing import Any, ClassVar

import pandas as pd
import pyarrow as pa
from pandera.typing import Series

from validation.definitions.base import (
    ID,
    PARTIAL_DAY,
    Day,
    Real,
    Sourced,
    Table,
    Text,
    Truth,
    about,
    column,
    row_rule,
    words,
)
from validation.definitions.items.codes import FORMS
from validation.definitions.uses import bound_column, printed_column

UNITS = words(
    "carat cny cny_per_kg cny_per_t days jpy_billion jpy_per_kg kg number percent t usd usd_million "
    "usd_per_carat usd_per_kg usd_per_lb usd_per_mtu usd_per_t usd_per_troy_oz"
)
MASSES = ("t", "kg", "carat")
BASES = words(
    "product_weight customs_net gross metal_content oxide_content REO concentrate_65_wo3 not_stated by_weight by_value "
    "apparent_consumption estimated_consumption reported_consumption customs_value FOB CIF domestic_firms"
)
PRICE_TERMS = words(
    "fob_china ex_works_china in_warehouse_china delivered_china contract_china in_china cif_europe cif_rotterdam "
    "in_warehouse_rotterdam duty_unpaid_rotterdam duty_unpaid rotterdam europe cif fob fob_us_warehouse cfr_us in_us "
    "customs_value not_stated"
)
EDITIONS = words("HS2002 HS2007 HS2012 HS2017 HS2022 HTS2022")
FLOWS = words("export import production consumption price share quota duty stock licensing trade_count other")
FREQUENCIES = ("year", "half_year", "quarter", "month", "week", "day", "year_to_date", "other")
_ISO3: dict[str, Any] = {"pattern": r"^[A-Z]{3}$", "hint": "three capital letters", "place": "WLD EUE"}


def _frequency(first: datetime.date, last: datetime.date) -> str:
    after = last + datetime.timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return {1: "day", 7: "week"}.get((after - first).days, "other")
    months = 12 * (after.year - first.year) + after.month - first.month
    if months == 1 or (months in (3, 6) and (first.month - 1) % months == 0):
        return {1: "month", 3: "quarter", 6: "half_year"}[months]
    return "year" if months == 12 else "year_to_date" if first.month == 1 and months < 12 else "other"


def _frequencies(frame: pd.DataFrame) -> pd.Series:
    frequencies = [_frequency(*days) for days in zip(frame["period_start"], frame["period_end"], strict=True)]
    return pd.Series(frequencies, index=frame.index, dtype=pd.ArrowDtype(pa.string()))


def _is_price(frame: pd.DataFrame) -> pd.Series:
    return frame["indicator_id"].str.contains("^price_|_unit_value$")


class Indicators(Sourced):
    """What is measured."""

    indicator_id: Series[Text] = column("Indicator", "Readable id.", pattern=ID, example="export_volume")
    title: Series[Text] = column("Title", "Short title.", unique=True)
    definition: Series[Text] = column("Definition", "What exactly is measured.", unique=True)
    unit: Series[Text] = column("Unit", "Usual unit; each observation names its own.", values=UNITS)
    flow: Series[Text] = column("Flow", "What kind of figure.", values=FLOWS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("trade", "one row per indicator", ("indicator_id",))


class Observations(Sourced):
    """Numbers that documents print, one row per origin; trade by customs code and partner stands in trade_flows."""

    indicator_id: Series[Text] = column("Indicator", "What is measured.", ref="indicators")
    material_id: Series[Text] = column("Material", "The product: a material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or a group of materials.", null=True, ref="material_groups")
    goods_id: Series[Text] = column(
        "Goods",
        "The goods, where the figure is of one of the material's goods that its form does not tell.",
        null=True,
        ref="goods",
    )
    form: Series[Text] = column("Form", "Form of the material; empty = all or not stated.", null=True, values=FORMS)
    hs_code: Series[Text] = column(
        "HS code", "Or a customs code, as text.", null=True, pattern=r"^\d{4,10}$", hint="4 to 10 digits"
    )
    hs_edition: Series[Text] = column(
        "HS edition", "Edition or national tariff of the code.", null=True, values=EDITIONS
    )
    printed_item: Series[Text] = printed_column()
    reporter: Series[Text] = column(
        "Reporter", "Country whose figure it is, ISO 3166; WLD the world, EUE the European Union.", **_ISO3
    )
    partner: Series[Text] = column(
        "Partner",
        "The other side, ISO 3166; WLD all, EUE the European Union; empty where it is several countries.",
        null=True,
        **_ISO3,
    )
    period_start: Series[Day] = column("Period start", "First day of the period.")
    period_end: Series[Day] = column("Period end", "Last day of the period.", ahead=True)
    statistic: Series[Text] = column(
        "Statistic",
        "How the figure stands for the period: its sum, mean, or value at the end, or an end of a printed range.",
        values=("sum", "mean", "low", "high", "end"),
    )
    bound: Series[Text] = bound_column()
    origin: Series[Text] = column(
        "Origin", "Who made the figure (a statistics office, an agency, an author).", pattern=ID, example="gacc"
    )
    assessor: Series[Text] = column(
        "Assessor", "Who assessed a price, where the document says so.", null=True, pattern=ID, example="argus"
    )
    value: Series[Real] = column("Value", "The figure.", unit="see unit")
    unit: Series[Text] = column("Unit", "Unit of the figure.", values=UNITS)
    basis: Series[Text] = column(
        "Basis",
        "Of a mass. product_weight: of the goods as customs, quotas or producers count them, net or gross not said; "
        "customs_net and gross: printed so; metal_content, oxide_content, REO (rare-earth-oxide equivalent), "
        "concentrate_65_wo3: of what they contain; not_stated: the document does not say. Of a share: what of. Of a "
        "value: how goods were valued. Of a price: the mass that it is for, where not that of the goods.",
        null=True,
        values=BASES,
    )
    price_terms: Series[Text] = column(
        "Terms of price",
        "Place and terms of delivery as printed; in_china, in_us, europe, rotterdam: place only; fob, cif: no place.",
        null=True,
        values=PRICE_TERMS,
    )
    vintage: Series[Text] = column(
        "Vintage", "Day, month or year of publication of the figure.", null=True, pattern=PARTIAL_DAY
    )
    is_preferred: Series[Truth] = column(
        "Preferred",
        "Whether this row stands for its indicator, product, sides, period, statistic and terms of price: one of the "
        "rival figures, never an outlier or misprint. Low, mean and high of one period each have their own; so have "
        "the firms of the indicators whose name begins with firm.",
    )
    flag: Series[Text] = column(
        "Flag", "What to beware of.", null=True, values=("outlier", "provisional", "misprint", "estimate")
    )
    frequency: Series[Text] | None = column(
        "Frequency",
        "Length of the period by its days: calendar year (or twelve whole months), half, quarter, month, week, day; "
        "year_to_date runs from January.",
        values=FREQUENCIES,
        ordered=True,
        computed=_frequencies,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade",
            "one row per indicator, product, sides, period, statistic, terms and origin",
            words(
                "indicator_id material_id group_id goods_id form hs_code hs_edition reporter partner period_start "
                "period_end statistic unit basis price_terms assessor origin vintage"
            ),
        )

    @row_rule("period_end", "the period ends before it begins; swap or correct the days")
    def period_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["period_end"] >= frame["period_start"]

    @row_rule("material_id", "names more than one product; write one of material, group and HS code")
    def one_product(cls, frame: pd.DataFrame) -> pd.Series:
        return frame[["material_id", "group_id", "hs_code"]].notna().sum(axis=1) <= 1

    @row_rule("value", "a share lies between 0 and 100 percent; correct value or unit")
    def shares_in_range(cls, frame: pd.DataFrame) -> pd.Series:
        share = (frame["unit"] == "percent") & frame["indicator_id"].str.contains("share|reliance")
        return ~share | frame["value"].between(0, 100)

    @row_rule("value", "a quantity or price below zero; only a change in percent may be")
    def only_changes_below_zero(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["unit"] == "percent") | (frame["value"] >= 0)

    @row_rule("basis", "a mass without a basis; write the one printed, or not_stated")
    def masses_have_a_basis(cls, frame: pd.DataFrame) -> pd.Series:
        return ~frame["unit"].isin(MASSES) | frame["basis"].notna()

    @row_rule("price_terms", "a price has terms and nothing else has; write those printed or not_stated, or empty it")
    def prices_have_terms(cls, frame: pd.DataFrame) -> pd.Series:
        return _is_price(frame) == frame["price_terms"].notna()

    @row_rule("assessor", "only a price is assessed; write who made the figure in origin")
    def prices_are_assessed(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["assessor"].isna() | _is_price(frame)

    @row_rule("is_preferred", "an outlier or misprint stands for nothing; write no")
    def sound_preferred(cls, frame: pd.DataFrame) -> pd.Series:
        return ~frame["is_preferred"] | ~frame["flag"].fillna("").isin(["outlier", "misprint"])


class FigureSearches(Table):
    """Cells of the grid of material and figure for which documents were looked for; a cell in neither is not yet."""

    indicator_id: Series[Text] = column("Indicator", "The figure.", ref="indicators")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    what: Series[Text] = column("Cell", "Period, partner or form of the cell, in our words.")
    looked_for: Series[Text] = column("Looked for", "What was asked for, in our words.", wording=True)
    found: Series[Truth] = column("Found", "Whether a document that was read prints it; then observations has it.")
    place: Series[Text] = column("Where", "Where it was looked for, and when.", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade",
            "one row per indicator, product and cell",
            ("indicator_id", "material_id", "group_id", "what"),
            graded=False,
        )


class Discrepancies(Table):
    """Figures that should agree and do not, with what was looked at."""

    what: Series[Text] = column("What", "The figures compared.", pattern=r"^[A-Za-z].*$", hint="words")
    expected: Series[Text] = column(
        "Expected", "What one of them, or their sum, says.", pattern=r"^\d.*$", hint="a number"
    )
    found: Series[Text] = column("Found", "What the other says.", pattern=r"^\d.*$", hint="a number")
    tolerance: Series[Text] = column("Tolerance", "Difference that would have passed.", null=True)
    note: Series[Text] = column("Note", "What is known of the reason.", null=True, script="any", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade", "one row per discrepancy", ("what", "expected", "found"), graded=False
        )
