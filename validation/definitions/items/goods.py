"""Goods: the forms in which materials are traded, and which entries reach them."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import CHINESE, Day, Sourced, Text, Texts, Truth, Whole, about, column, row_rule, words
from validation.definitions.items.codes import GOODS_FORMS, SCHEMES

OPERATORS = words("lt le gt ge eq is")
NUMBER = r"^-?\d+(\.\d+)?$"
SNAKE = r"^[a-z][a-z0-9_]*$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_GOODS = ("Goods", "The goods.")


class Goods(Sourced):
    """Goods: every form in which a followed material is traded, controlled or not."""

    goods_id: Series[Text] = column(
        "Goods",
        "Readable id, the material first.",
        pattern=SLUG,
        hint="small letters and digits joined by hyphens",
        example="antimony-oxide",
    )
    form: Series[Text] = column("Form", "What form the goods have.", values=GOODS_FORMS, example="oxide")
    name_en: Series[Text] = column("English name", "Our English name.", example="Antimony oxides")
    name_zh: Series[Text] = column(
        "Chinese name", "Name as a list, notice or tariff line has it.", null=True, pattern=CHINESE, script="chinese"
    )
    ordinary: Series[Truth] = column(
        "Ordinary",
        "Whether trade in the material that heads the goods is mostly in this form; a material may have several.",
    )
    hs6: Series[Texts] = column(
        "HS codes",
        "Six-digit codes of HS 2022 in which the goods are traded; empty where no source gives one.",
        null=True,
        each=True,
        pattern=r"^\d{6}$",
        hint="six digits",
        example="282580",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("items", "one row per goods", ("goods_id",))


class GoodsMaterials(Sourced):
    """Which materials head goods, and which they contain: a material's answer rests on the goods that it heads."""

    goods_id: Series[Text] = column(*_GOODS, ref="goods", example="antimony-oxide")
    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Sb")
    role: Series[Text] = column(
        "Role",
        "heads: the goods are goods of this material; contains: it is in them, under another head.",
        values=("heads", "contains"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items", "one row per goods and material", ("goods_id", "material_id")
        )


class GoodsCodes(Sourced):
    """Which entries reach goods, from when, and how far."""

    goods_id: Series[Text] = column(*_GOODS, ref="goods", example="antimony-oxide")
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The entry, as deep as it is known.", example="3C003.c")
    first_day: Series[Day] = column(
        "First day",
        "First day on which the entry reaches the goods in this way, counted from the announcement of the first rule "
        "that holds it; of an entry that the list took over, the day of that older rule, as far as it is attested.",
        example="2024-08-15",
    )
    last_day: Series[Day] = column("Last day", "Last such day; empty while it runs on.", null=True)
    extent: Series[Text] = column(
        "Extent",
        "whole: every shipment falls under the entry; part: only one that meets the conditions; remainder: what "
        "another entry leaves over, so that both together reach the goods whole.",
        values=("whole", "part", "remainder"),
    )
    condition_en: Series[Text] = column("Condition", "The conditions in our words.", null=True, wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per goods, code and first day",
            ("goods_id", "scheme", "code", "first_day"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("last_day", "ends before it begins; swap or correct the days")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["last_day"] >= frame["first_day"]

    @row_rule("condition_en", "part and remainder have a condition, whole has none; fill or empty it")
    def condition_unless_whole(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["extent"] == "whole") == frame["condition_en"].isna()


class GoodsCodeConditions(Sourced):
    """Measurable conditions under which an entry reaches goods; all rows of one entry must be met."""

    goods_id: Series[Text] = column(*_GOODS, ref="goods", example="antimony-oxide")
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The entry.", example="3C003.c")
    first_day: Series[Day] = column("First day", "First day of the row of goods_codes.", example="2024-08-15")
    number: Series[Whole] = column("Number", "1, 2 and so on.", least=1, most=20, unit="1")
    property: Series[Text] = column(
        "Property", "What is measured.", pattern=SNAKE, hint="small letters joined by _", example="purity_pct"
    )
    operator: Series[Text] = column(
        "Operator", "Less than, at most, more than, at least, equal (numbers), or is (a word).", values=OPERATORS
    )
    value: Series[Text] = column("Value", "The limit, or the word.", example="99.99")
    unit: Series[Text] = column("Unit", "Unit of the limit.", null=True, example="percent")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per condition",
            ("goods_id", "scheme", "code", "first_day", "number"),
            references=((("goods_id", "scheme", "code", "first_day"), "goods_codes"),),
        )

    @row_rule("value", "a limit is a number and a word stands with is; correct value or operator")
    def numbers_measured(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["operator"] == "is") != frame["value"].str.match(NUMBER)


class CodeSuccessors(Sourced):
    """Codes that took the place of others, and entries of two schemes that reach the same things."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The code.", example="rare_earth_separation_technology")
    to_scheme: Series[Text] = column("Other scheme", "Scheme of the other code.", values=SCHEMES)
    to_code: Series[Text] = column("Other code", "The code that follows, or overlaps.", example="053302J")
    relation: Series[Text] = column(
        "Relation",
        "same: one thing under two codes, one after the other; overlaps: they share some of it.",
        values=("same", "overlaps"),
    )
    first_day: Series[Day] = column("First day", "First day of the relation.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per pair of codes and first day",
            ("scheme", "code", "to_scheme", "to_code", "first_day"),
            references=((("scheme", "code"), "control_codes"), (("to_scheme", "to_code"), "control_codes")),
        )
