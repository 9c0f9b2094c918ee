"""What states keep of materials and what their armed forces ask of them."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ISO3, PARTIAL_DAY, Real, Sourced, Text, Whole, about, column, row_rule, words
from validation.definitions.uses import bound_column, printed_column


class Stockpiles(Sourced):
    """What states hold, plan to hold, bought or released of a material."""

    holder: Series[Text] = column("Holder", "ISO 3166 code of the state.", pattern=ISO3)
    body: Series[Text] = column("Body", "The agency that holds or buys.")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    form: Series[Text] = column("Form", "The form or product, as printed.")
    kind: Series[Text] = column(
        "Kind",
        "What the figure is: planned (most that a plan allows), solicited, contracted (most that a contract allows), "
        "ordered, held, released, disposal (most that a plan allows to sell), target, asked (market asked), cancelled.",
        values=words("planned solicited contracted ordered held released disposal target asked cancelled"),
    )
    year: Series[Whole] = column("Year", "Year, fiscal where the holder counts so.", least=1950, most=2040, unit="a")
    day: Series[Text] = column("Day", "Day of the act, where one is printed.", null=True, pattern=PARTIAL_DAY)
    quantity: Series[Real] = column("Quantity", "Figure as printed.", null=True, least=0, unit="see unit")
    unit: Series[Text] = column("Unit", "Unit of the quantity.", null=True, values=words("t kg lb short_t days"))
    value: Series[Real] = column("Value", "Money as printed.", null=True, least=0, unit="see currency")
    currency: Series[Text] = column("Currency", "ISO 4217 code.", null=True, pattern=ISO3)
    bound: Series[Text] = bound_column()
    printed_item: Series[Text] = printed_column()

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per holder, material or group (neither: the whole), form, kind and year",
            ("holder", "material_id", "group_id", "form", "kind", "year"),
        )

    @row_rule("material_id", "names a material and a group; write one, or neither for a stockpile as a whole")
    def at_most_one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["material_id"].isna() | frame["group_id"].isna()

    @row_rule("unit", "a quantity has a unit and a value a currency, and nothing else has; fill or empty them")
    def units(cls, frame: pd.DataFrame) -> pd.Series:
        mass = frame["quantity"].notna() == frame["unit"].notna()
        return mass & (frame["value"].notna() == frame["currency"].notna())


class MaterialSpecifications(Sourced):
    """Military specifications that name a material."""

    specification: Series[Text] = column("Specification", "Its number, with the revision.", example="MIL-T-48140")
    title: Series[Text] = column("Title", "Its title as printed.")
    issued: Series[Text] = column("Issued", "Day of issue as far as printed.", null=True, pattern=PARTIAL_DAY)
    material_id: Series[Text] = column("Material", "The material.", ref="materials")
    application_id: Series[Text] = column(
        "Application", "What it is for, where it says so.", null=True, ref="applications"
    )
    printed_item: Series[Text] = printed_column()
    requirement: Series[Text] = column("Requirement", "What it asks of the material, in our words.", null=True)
    content_low_pct: Series[Real] = column(
        "Least content", "Least content of the material.", null=True, least=0, most=100, unit="percent"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses", "one row per specification and material", ("specification", "material_id", "content_low_pct")
        )
