"""Numbers: indicators, observations, and where figures do not fit."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, PARTIAL_DAY, Day, Real, Sourced, Table, Text, about, column, row_rule, words
from validation.definitions.items.codes import FORMS

UNITS = words(
    "carat cny cny_per_kg cny_per_t days jpy_billion kg number percent t usd usd_million "
    "usd_per_carat usd_per_kg usd_per_lb usd_per_mtu usd_per_t usd_per_troy_oz"
)
BASES = words(
    "CIF FOB REO apparent_consumption by_value by_weight concentrate_65_wo3 customs_value "
    "domestic_firms europe estimated_consumption gross_weight in_china metal_content oxide_content "
    "reported_consumption rotterdam us_market"
)
EDITIONS = words("HS2002 HS2007 HS2012 HS2017 HS2022 HTS2022")
FLOWS = words("export import production consumption price share quota duty stock licensing trade_count other")


class Indicators(Sourced):
    """What is measured."""

    indicator_id: Series[Text] = column("Indicator", "Readable id.", pattern=ID, example="export_volume")
    title: Series[Text] = column("Title", "Short title.")
    definition: Series[Text] = column("Definition", "What exactly is measured.")
    unit: Series[Text] = column("Unit", "Usual unit; each observation names its own.", values=UNITS)
    flow: Series[Text] = column("Flow", "What kind of figure.", values=FLOWS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("trade", "one row per indicator", ("indicator_id",))


class Observations(Sourced):
    """Numbers, one row per origin; different origins stay different rows."""

    indicator_id: Series[Text] = column("Indicator", "What is measured.", ref="indicators")
    material_id: Series[Text] = column("Material", "The product: a material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or a group of materials.", null=True, ref="material_groups")
    form: Series[Text] = column("Form", "Form of the material; empty = all or not stated.", null=True, values=FORMS)
    hs_code: Series[Text] = column(
        "HS code", "Or a customs code, as text.", null=True, pattern=r"^\d{4,10}$", hint="4 to 10 digits"
    )
    hs_edition: Series[Text] = column(
        "HS edition", "Edition or national tariff of the code.", null=True, values=EDITIONS
    )
    reporter: Series[Text] = column(
        "Reporter",
        "ISO 3166 code of the country whose figure it is; WLD = the world.",
        place="WLD",
        pattern=r"^[A-Z]{3}$",
        hint="three capital letters",
    )
    partner: Series[Text] = column(
        "Partner",
        "ISO 3166 code of the other side; WLD = all.",
        null=True,
        place="WLD",
        pattern=r"^[A-Z]{3}$",
        hint="three capital letters",
    )
    period_start: Series[Day] = column("Period start", "First day of the period.")
    period_end: Series[Day] = column("Period end", "Last day of the period.", ahead=True)
    statistic: Series[Text] = column(
        "Statistic", "How the figure stands for the period.", values=("sum", "mean", "low", "high", "end")
    )
    origin: Series[Text] = column(
        "Origin", "Who made the figure (a statistics office, an agency, an author).", pattern=ID, example="gacc"
    )
    value: Series[Real] = column("Value", "The figure.", unit="see unit")
    unit: Series[Text] = column("Unit", "Unit of the figure.", values=UNITS)
    basis: Series[Text] = column("Basis", "Terms of the figure or place of the price.", null=True, values=BASES)
    vintage: Series[Text] = column(
        "Vintage", "Day, month or year of publication of the figure.", null=True, pattern=PARTIAL_DAY
    )
    is_preferred: Series[Text] = column(
        "Preferred", "Whether this row stands for its indicator, product, partner and period.", values=("yes", "no")
    )
    flag: Series[Text] = column(
        "Flag", "What to beware of.", null=True, values=("outlier", "provisional", "misprint", "estimate")
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "trade",
            "one row per indicator, product, reporter, partner, period, statistic and origin",
            (
                "indicator_id",
                "material_id",
                "group_id",
                "form",
                "hs_code",
                "hs_edition",
                "reporter",
                "partner",
                "period_start",
                "period_end",
                "statistic",
                "unit",
                "basis",
                "origin",
                "vintage",
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
