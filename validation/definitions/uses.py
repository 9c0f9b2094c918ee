"""What controlled materials are for: applications, uses, shares, platforms and what a source ties to them."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import (
    ID,
    ISO3,
    Real,
    Sourced,
    Table,
    Text,
    Texts,
    Whole,
    about,
    column,
    row_rule,
    words,
)

# Kilograms per unit of mass; the avoirdupois pound is 0.45359237 kg by definition (1959).
KILOGRAMS = {"kg": 1.0, "g": 0.001, "t": 1000.0, "lb": 0.45359237}
MAPPINGS = ("exact", "wider", "narrower", "inferred")
SECTORS = words(
    "aerospace agriculture automotive chemicals computers construction consumer defence electronics energy industrial "
    "lighting marine medical metals nuclear optics science security space telecommunications not_stated"
)
PLATFORM_KINDS = words(
    "air_defence aircraft appliance artillery avionics computer drone electronics engine fleet gun jammer laser "
    "launcher missile munition nuclear_weapon power_plant radar robot satellite sensor ship sonar space_probe "
    "space_telescope submarine train vehicle"
)
BOUNDS = ("exact", "about", "at_least", "at_most")

FUNCTION = "What it does there or serves as, as far as the source says; its compound is in the note."


def printed_column() -> Any:
    """Return the column of the words that a row maps."""
    return column("Printed item", "The few words of the source that the row maps; empty: not seen.", null=True)


def _mapping(of: str) -> Any:
    description = f"How the printed words stand to {of}: exact, wider (they cover more), narrower (they cover a part), "
    return column("Mapping", description + "inferred (the words were not seen, or the tie is ours).", values=MAPPINGS)


def bound_column(more: str = "") -> Any:
    """Return the column that says whether a figure is exact or a bound."""
    description = f"Whether the source prints the figure itself, about it, or a bound (at least, at most).{more}"
    return column("Bound", description, null=True, values=BOUNDS)


class Printed(Sourced):
    """What all tables share that map printed words."""

    @row_rule("mapping", "only an inferred mapping goes without printed words; fill printed_item or write inferred")
    def mapped_words(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["printed_item"].notna() | (frame["mapping"] == "inferred")


def _one_target(frame: pd.DataFrame) -> pd.Series:
    return frame["material_id"].notna() != frame["group_id"].notna()


def _mass(end: str, open_end: str) -> Any:
    """Return the computed column of one end of a mass; empty where the bound leaves that end open."""

    def computed(frame: pd.DataFrame) -> pd.Series:
        factor = frame["unit"].map(KILOGRAMS).astype(frame["quantity"].dtype)
        figure = frame["quantity"].fillna(frame[f"quantity_{end}"])
        return (figure * factor).where(frame["bound"] != open_end)

    said = "In kilograms, of what `quantity_of` names, which need not be the element; empty where the bound is open."
    return column({"low": "Least mass", "high": "Greatest mass"}[end], said, null=True, unit="kg", computed=computed)


class Applications(Sourced):
    """One taxonomy of what materials go into: the classes are ours, the sources print uses that fall under them."""

    application_id: Series[Text] = column("Application", "Readable id.", pattern=ID, example="wind_turbines")
    parent_id: Series[Text] = column("Parent", "The wider application.", null=True, ref="applications")
    category: Series[Text] = column("Category", "Broad category.", pattern=r"^[a-z_]+$", hint="small letters")
    title: Series[Text] = column("Title", "Short title of the class, which is ours.", unique=True)
    description: Series[Text] = column(
        "Description",
        "What we class under it, in our words; the cited documents print uses of the kind.",
        null=True,
        wording=True,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("uses", "one row per application", ("application_id",))


class MaterialUses(Printed):
    """Which material does what in which product."""

    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials", example="Dy")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    application_id: Series[Text] = column("Application", "What it goes into.", ref="applications")
    product: Series[Text] = column("Product", "The product or component.")
    printed_item: Series[Text] = printed_column()
    mapping: Series[Text] = _mapping("application and product")
    function: Series[Text] = column("Function", FUNCTION, null=True)
    sector: Series[Text] = column(
        "Sector",
        "Sector of the economy in which we class the product; defence only where the source names such a use.",
        values=SECTORS,
    )
    defence: Series[Text] = column(
        "Defence or civil",
        "Civil or defence only where the source names such a use; its silence is not_stated.",
        values=("civil", "defence", "both", "not_stated"),
    )
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


class UseShares(Printed):
    """How much of a material goes into which application."""

    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    application_id: Series[Text] = column("Application", "The application.", ref="applications")
    year: Series[Whole] = column("Year", "Year that the share describes.", least=1950, most=2030, unit="a")
    geography: Series[Text] = column("Geography", "ISO 3166 code, EUE or WLD.", pattern=ISO3, place="WLD EUE")
    basis: Series[Text] = column(
        "Basis",
        "Of what it is a share, as printed (consumption, demand, sales); ..._volume: of masses, where the source "
        "tells masses; ..._value: of money; ..._reo: it says that oxides are counted; use_distribution: it tells how "
        "the uses divide and names no quantity.",
    )
    origin: Series[Text] = column("Origin", "Who made the figure.", pattern=ID)
    share_pct: Series[Real] = column("Share", "The share.", unit="percent", least=0, most=100)
    bound: Series[Text] = bound_column(" An estimated distribution, or an approximate one, is about.")
    printed_item: Series[Text] = printed_column()
    mapping: Series[Text] = _mapping("the application")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per material or group, application, year, geography, basis and origin",
            ("material_id", "group_id", "application_id", "year", "geography", "basis", "origin"),
        )

    @row_rule("material_id", "names a material and a group, or neither; write exactly one")
    def one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return _one_target(frame)


class Platforms(Sourced):
    """Weapons and systems that a source ties to controlled materials."""

    platform_id: Series[Text] = column("Platform", "Readable id.", pattern=ID, example="f-35")
    name: Series[Text] = column("Name", "Usual name.", example="F-35 Lightning II", unique=True)
    kind: Series[Text] = column("Kind", "What it is.", values=PLATFORM_KINDS)
    operators: Series[Texts] = column(
        "Operators",
        "ISO 3166 codes of states that operate it, as far as the sources show; not all of them.",
        null=True,
        each=True,
        pattern=ISO3,
        place="country",
    )
    manufacturer_countries: Series[Texts] = column(
        "Built in",
        "ISO 3166 codes of states whose firms build it, where a source prints the state or the firm.",
        null=True,
        each=True,
        pattern=ISO3,
        place="country",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("uses", "one row per platform", ("platform_id",))


class PlatformMaterials(Printed):
    """Which material a source ties to which component of a platform, with quantities by origin."""

    platform_id: Series[Text] = column("Platform", "The platform.", ref="platforms")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    component: Series[Text] = column(
        "Component",
        "The component, or `whole platform`.",
        pattern=r"^[^|]+$",
        hint="text without |, which joins lists",
        example="radar",
    )
    printed_item: Series[Text] = printed_column()
    mapping: Series[Text] = _mapping("platform and component")
    origin: Series[Text] = column("Origin", "Who first made the statement.", pattern=ID)
    function: Series[Text] = column("Function", FUNCTION, null=True)
    quantity: Series[Real] = column(
        "Quantity", "Figure as printed; of a range, empty.", null=True, least=0, unit="unit"
    )
    quantity_low: Series[Real] = column("Low", "Lower end of a printed range.", null=True, least=0, unit="unit")
    quantity_high: Series[Real] = column("High", "Upper end of a printed range.", null=True, least=0, unit="unit")
    unit: Series[Text] = column("Unit", "Unit of the figure.", null=True, values=words("lb kg t g units percent"))
    quantity_of: Series[Text] = column(
        "Quantity of",
        "What the figure weighs or counts: the element itself, an alloy, magnets, rare-earth materials as the source "
        "says, materials that hold the element, metal bought for it, parts; or it is a share of an alloy or structure.",
        null=True,
        values=words(
            "element alloy alloy_share magnets structure_share materials_as_stated holding_materials metal_bought parts"
        ),
    )
    bound: Series[Text] = bound_column()
    basis: Series[Text] = column(
        "Basis",
        "How the tie is known: stated of the platform, stated of a component that it carries, or inferred.",
        values=words("stated through_component inferred"),
    )
    pedigree: Series[Text] = column(
        "Pedigree",
        "What kind of statement it goes back to.",
        values=words("published_primary unpublished_report estimate press_repeat manufacturer not_stated"),
    )
    mass_kg_low: Series[Real] | None = _mass("low", "at_most")
    mass_kg_high: Series[Real] | None = _mass("high", "at_least")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses",
            "one row per platform, material or group, component, origin and what the figure counts",
            ("platform_id", "material_id", "group_id", "component", "origin", "quantity_of"),
        )

    @row_rule("unit", "a quantity has a unit, a bound and says of what; nothing else has; fill or empty them")
    def unit_with_quantity(cls, frame: pd.DataFrame) -> pd.Series:
        weighed = frame["quantity"].notna() | frame["quantity_low"].notna()
        return (
            (weighed == frame["unit"].notna())
            & (weighed == frame["quantity_of"].notna())
            & (weighed == frame["bound"].notna())
        )

    @row_rule("quantity_low", "a range has two ends in order and no single figure; fill both and empty quantity")
    def range_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        low, high = frame["quantity_low"], frame["quantity_high"]
        ordered = (low <= high).astype("boolean").fillna(False) & frame["quantity"].isna()
        return ordered | (low.isna() & high.isna())


class UseIndustries(Sourced):
    """Which industry makes an application and which customs headings it trades under: our classification."""

    application_id: Series[Text] = column("Application", "The application.", ref="applications")
    scheme: Series[Text] = column("Scheme", "The classification.", values=("ISIC4", "NAICS2022", "HS2022"))
    code: Series[Text] = column(
        "Code", "The class: four digits of ISIC, six of NAICS or HS.", pattern=r"^\d{4}(\d{2})?$", hint="4 or 6 digits"
    )
    title: Series[Text] = column("Title", "The printed title of the class.")
    extent: Series[Text] = column(
        "Extent", "Whether the class makes little else (whole) or much else (part).", values=("whole", "part")
    )
    basis: Series[Text] = column("Basis", "Who ties them: we, by the printed titles.", values=("classified",))

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses", "one row per application, scheme and class", ("application_id", "scheme", "code")
        )

    @row_rule("code", "ISIC has four digits, NAICS and HS six; correct the code or the scheme")
    def digits_of_scheme(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["code"].str.len() == 4) == (frame["scheme"] == "ISIC4")


class GridSearches(Table):
    """Cells of the grid of material and field for which documents were looked for."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials")
    field: Series[Text] = column(
        "Field", "Field of defence or civil field.", pattern=r"^[a-z_]+$", hint="small letters"
    )
    looked_for: Series[Text] = column("Looked for", "What was asked for, in our words.")
    found: Series[Text] = column("Found", "Whether a document that was read carries it.", values=("yes", "no"))
    place: Series[Text] = column("Where", "Where it was looked for.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "uses", "one row per material and field", ("material_id", "field"), graded=False
        )
