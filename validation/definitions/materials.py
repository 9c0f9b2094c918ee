"""What the controlled materials are: materials and groups of materials."""

from typing import Any, ClassVar

import pandas as pd
import periodictable
from pandera.typing import Series

from validation.definitions.base import CHINESE, Sourced, Text, Texts, Whole, about, column, row_rule

_REE = ("light", "medium", "heavy")
GROUPS = ("rare_earths", "light_rare_earths", "medium_heavy_rare_earths", "superhard_materials", "govini_five_minerals")


class Materials(Sourced):
    """Elements and other materials that controls, uses or trade figures name."""

    material_id: Series[Text] = column(
        "Material",
        "The chemical symbol of an element, else a word (graphite).",
        pattern=r"^([A-Z][a-z]?|[a-z][a-z0-9_]+)$",
        hint="a chemical symbol, as Dy, or a word in small letters",
        example="Dy",
    )
    name_en: Series[Text] = column("English name", "Usual English name.", example="dysprosium", unique=True)
    name_zh: Series[Text] = column(
        "Chinese name", "Usual Chinese name.", null=True, pattern=CHINESE, script="chinese", example="镝", unique=True
    )
    name_ja: Series[Text] = column("Japanese name", "Usual Japanese name.", null=True, script="japanese", unique=True)
    symbol: Series[Text] = column(
        "Symbol",
        "Chemical symbol, for elements.",
        null=True,
        pattern=r"^[A-Z][a-z]?$",
        hint="a chemical symbol, as Dy",
        example="Dy",
        unique=True,
    )
    atomic_number: Series[Whole] = column(
        "Atomic number",
        "Number of protons, for elements.",
        null=True,
        least=1,
        most=118,
        unit="1",
        example="66",
        unique=True,
    )

    ree_class_china: Series[Text] = column(
        "Class, China", "Light, medium or heavy by China's convention, for rare earths.", null=True, values=_REE
    )
    ree_class_usgs: Series[Text] = column("Class, USGS", "Likewise by the USGS.", null=True, values=_REE)
    ree_class_eu: Series[Text] = column("Class, EU", "Likewise by the European Union.", null=True, values=_REE)
    critical_lists: Series[Texts] = column(
        "Critical lists", "Lists of critical materials that name it.", null=True, each=True, values=("NATO", "EU", "US")
    )
    not_traded: Series[Text] = column(
        "Not traded",
        "Why it has no ordinary goods, where trade in it is none or next to none.",
        null=True,
        wording=True,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("materials", "one row per material", ("material_id",))

    @row_rule("atomic_number", "not the number of that element; correct the symbol or the number")
    def number_of_symbol(cls, frame: pd.DataFrame) -> list[bool]:
        known = {element.symbol: element.number for element in periodictable.elements}
        pairs = zip(frame["symbol"].tolist(), frame["atomic_number"].tolist(), strict=True)
        return [known.get(s) == n if isinstance(s, str) else not isinstance(n, int) for s, n in pairs]


class MaterialGroups(Sourced):
    """Groups that notices name instead of single materials, with their members."""

    group_id: Series[Text] = column(
        "Group",
        "The group: the seventeen rare earths, China's split of them, or superhard materials.",
        values=(
            "rare_earths",
            "light_rare_earths",
            "medium_heavy_rare_earths",
            "superhard_materials",
            "govini_five_minerals",
        ),
        example="rare_earths",
    )
    material_id: Series[Text] = column("Material", "A member of the group.", ref="materials", example="Dy")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "materials", "one row per group and member", ("group_id", "material_id")
        )
