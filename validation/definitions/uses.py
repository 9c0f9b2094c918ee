"""What controlled materials are for: applications, uses, shares, platforms and what a source ties to them."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, ISO3, Real, Sourced, Text, Texts, Whole, about, column, row_rule, words

# Kilograms per unit of mass; the avoirdupois pound is 0.45359237 kg by definition (1959).
KILOGRAMS = {"kg": 1.0, "g": 0.001, "t": 1000.0, "lb": 0.45359237}


class Applications(Sourced):
    """One taxonomy of what materials go into."""

    application_id: Series[Text] = column("Application", "Readable id.", pattern=ID, example="wind_turbines")
    parent_id: Series[Text] = column("Parent", "The wider application.", null=True, ref="applications")
    category: Series[Text] = column("Category", "Broad category.", pattern=r"^[a-z_]+$", hint="small letters")
    title: Series[Text] = column("Title", "Short title.")
    description: Series[Text] = column("Description", "What it is, in our words.", null=True, wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("uses", "one row per application", ("application_id",))


class MaterialUses(Sourced):
    """Which material does what in which product."""

    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials", example="Dy")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    application_id: Series[Text] = column("Application", "What it goes into.", ref="applications")
    product: Series[Text] = column("Product", "The product or component.")
    function: Series[Text] = column("Function", "What it does there, as far as the source says.", null=True)
    sector: Series[Text] = column("Sector", "Sector of the economy.", pattern=r"^[a-z_]+$", hint="small letters")
    defence: Series[Text] = column("Defence or civil", "As the source says.", values=("civil", "defence", "both"))
    substitutes: Series[Text] = column("Substitutes", "Substitutes that a source names.", null=True)
    substitutability: Series[Text] = column(
        "Substitutability", "How far it can be replaced.", values=("none_known", "partial", "full", "not_stated")
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per material or group, application and product",
            ("material_id", "group_id", "application_id", "product"),
        )


class UseShares(Sourced):
    """How much of a material goes into which application."""

    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    application_id: Series[Text] = column("Application", "The application.", ref="applications")
    year: Series[Whole] = column("Year", "Year that the share describes.", least=1950, most=2030, unit="a")
    geography: Series[Text] = column("Geography", "ISO 3166 code, EUE or WLD.", pattern=ISO3, place="WLD")
    basis: Series[Text] = column("Basis", "Of what it is a share (consumption, production value ...).")
    origin: Series[Text] = column("Origin", "Who made the figure.", pattern=ID)
    share_pct: Series[Real] = column("Share", "The share.", unit="percent", least=0, most=100)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per material or group, application, year, geography, basis and origin",
            ("material_id", "group_id", "application_id", "year", "geography", "basis", "origin"),
        )

    @row_rule("material_id", "names a material and a group, or neither; write exactly one")
    def one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["material_id"].notna() != frame["group_id"].notna()


class Platforms(Sourced):
    """Weapons and systems that a source ties to controlled materials."""

    platform_id: Series[Text] = column("Platform", "Readable id.", pattern=ID, example="f-35")
    name: Series[Text] = column("Name", "Usual name.", example="F-35 Lightning II")
    kind: Series[Text] = column("Kind", "What it is.", pattern=r"^[a-z_]+$", hint="small letters")
    operators: Series[Texts] = column(
        "Operators", "ISO 3166 codes of states that operate it.", null=True, each=True, pattern=ISO3, place="country"
    )
    manufacturer_countries: Series[Texts] = column(
        "Built in",
        "ISO 3166 codes of states whose firms build it.",
        null=True,
        each=True,
        pattern=ISO3,
        place="country",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("uses", "one row per platform", ("platform_id",))


class PlatformMaterials(Sourced):
    """Which material a source ties to which component of a platform, with quantities by origin."""

    platform_id: Series[Text] = column("Platform", "The platform.", ref="platforms")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    component: Series[Text] = column("Component", "The component, or `whole platform`.")
    origin: Series[Text] = column("Origin", "Who first made the statement.", pattern=ID)
    function: Series[Text] = column("Function", "What it does there, as far as the source says.", null=True)
    quantity: Series[Real] = column("Quantity", "Figure as printed.", null=True, least=0, unit="see unit")
    unit: Series[Text] = column("Unit", "Unit of the figure.", null=True, values=words("lb kg t g units percent"))
    basis: Series[Text] = column("Basis", "What the figure counts, or its bound.", null=True)
    pedigree: Series[Text] = column(
        "Pedigree",
        "What kind of statement it goes back to.",
        values=words("published_primary unpublished_report estimate press_repeat manufacturer not_stated"),
    )
    quantity_kg: Series[Real] | None = column(
        "Quantity in kilograms",
        "Computed where the unit is one of mass.",
        null=True,
        unit="kg",
        computed=lambda frame: frame["quantity"] * frame["unit"].map(KILOGRAMS).astype(frame["quantity"].dtype),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per platform, material or group, component and origin",
            ("platform_id", "material_id", "group_id", "component", "origin", "basis"),
        )

    @row_rule("unit", "a quantity has a unit and nothing else has; fill or empty it")
    def unit_with_quantity(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["quantity"].notna() == frame["unit"].notna()
