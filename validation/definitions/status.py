"""What is computed from the law: status of goods, codes and materials, and supply chains."""

from typing import Any, ClassVar

from exportcurbs.law.regimes import ANSWERS, END_USES, REGIMES
from pandera.typing import Series

from validation.definitions.base import Day, Real, Table, Text, Texts, Truth, about, column
from validation.definitions.items.codes import SCHEMES

BASES = ("confirmed", "presumed", "unknown")
RULES: dict[str, tuple[str, ...]] = {"measures": ("measure_id",), "measure_periods": ("measure_id",)}
DESTINATION = (
    "Destination",
    "ISO 3166 code of a destination that is ever answered otherwise than ROW, which stands for every other one.",
)
_REGIME = (
    "Regime",
    "What exporting from China needed: none, licence, licence_strict (stricter review), denial_in_principle, "
    "prohibited; unknown where the record does not decide.",
)
_AT_LEAST = ("At least", "The floor that is sure, also where the regime is unknown.")
_STRICTEST = (
    "Strictest",
    "The strictest rule known that reaches at least a part: shipments that meet its conditions; unknown where no rule "
    "is known and silence does not mean none.",
)
_BASIS = (
    "Basis",
    "confirmed: a deciding measure is attested (for none: a row of coverage speaks of the subject itself); presumed: "
    "not attested to that day and no change known, or none because the whole list was read without it; unknown.",
)
_FIRST = ("First day", "First day of the spell.")
_LAST = ("Last day", "Last day of the spell, at most the as-of day.")
_MEASURES = ("Measures", "The measures that decide the regime.")
_PART = ("Measures in part", "Stricter measures that reach only a part.")
_QUOTA = ("Quota", "Whether an export quota of trade administration stood; empty = not known.")
_LICENCE = ("Trade licence", "Whether an ordinary export licence stood; empty = not known.")
_TRADING = ("State trading", "Whether only appointed firms could export; empty = not known.")
_DUTY = ("Duty", "Export duty; 0 where the record is complete and has none, empty = not known.")
_OF_ANY = "For any of the ordinary goods, or by a rule that names the material without saying which."


class GoodsStatus(Table):
    """What exporting goods needed, as spells of days; computed from the measures."""

    goods_id: Series[Text] = column("Goods", "The goods.", ref="goods", example="antimony-oxide")
    destination: Series[Text] = column(*DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column(*_FIRST)
    last_day: Series[Day] = column(*_LAST)
    regime: Series[Text] = column(*_REGIME, values=ANSWERS)
    at_least: Series[Text] = column(*_AT_LEAST, values=REGIMES)
    strictest: Series[Text] = column(*_STRICTEST, values=ANSWERS)
    measure_ids: Series[Texts] = column(*_MEASURES, each=True, ref="measures")
    part_measure_ids: Series[Texts] = column(*_PART, each=True, ref="measures")
    basis: Series[Text] = column(*_BASIS, values=BASES)
    has_quota: Series[Truth] = column(*_QUOTA, null=True)
    has_licence: Series[Truth] = column(*_LICENCE, null=True)
    has_state_trading: Series[Truth] = column(*_TRADING, null=True)
    duty_pct: Series[Real] = column(*_DUTY, null=True, unit="percent of customs value", least=0)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per goods, destination, end use and spell of one answer",
            ("goods_id", "destination", "end_use", "first_day"),
            derived=True,
            rests_on=RULES,
        )


class CodeStatus(Table):
    """What exporting the goods or technology of a code needed, as spells of days; computed from the measures."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The control code.", example="3C001.a")
    destination: Series[Text] = column(*DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column(*_FIRST)
    last_day: Series[Day] = column(*_LAST)
    regime: Series[Text] = column(*_REGIME, values=ANSWERS)
    at_least: Series[Text] = column(*_AT_LEAST, values=REGIMES)
    strictest: Series[Text] = column(*_STRICTEST, values=ANSWERS)
    measure_ids: Series[Texts] = column(*_MEASURES, each=True, ref="measures")
    part_measure_ids: Series[Texts] = column(*_PART, each=True, ref="measures")
    basis: Series[Text] = column(*_BASIS, values=BASES)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per code, destination, end use and spell of one answer",
            ("scheme", "code", "destination", "end_use", "first_day"),
            references=((("scheme", "code"), "control_codes"),),
            derived=True,
            rests_on=RULES,
        )


class MaterialStatus(Table):
    """What exporting a material needed over the goods that it heads, with the trade layer beside it."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Ga")
    destination: Series[Text] = column(*DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column(*_FIRST)
    last_day: Series[Day] = column(*_LAST)
    regime: Series[Text] = column(
        _REGIME[0],
        f"{_REGIME[1]} The strictest over the ordinary goods, in which the material is mostly traded.",
        values=ANSWERS,
    )
    at_least: Series[Text] = column(*_AT_LEAST, values=REGIMES)
    strictest: Series[Text] = column(_STRICTEST[0], f"{_STRICTEST[1]} Over all goods that it heads.", values=ANSWERS)
    measure_ids: Series[Texts] = column(*_MEASURES, each=True, ref="measures")
    part_measure_ids: Series[Texts] = column(*_PART, each=True, ref="measures")
    basis: Series[Text] = column(*_BASIS, values=BASES)
    has_quota: Series[Truth] = column(_QUOTA[0], f"{_QUOTA[1]} {_OF_ANY}", null=True)
    has_licence: Series[Truth] = column(_LICENCE[0], f"{_LICENCE[1]} {_OF_ANY}", null=True)
    has_state_trading: Series[Truth] = column(_TRADING[0], f"{_TRADING[1]} {_OF_ANY}", null=True)
    duty_pct: Series[Real] = column(
        _DUTY[0],
        f"{_DUTY[1]} Only where all ordinary goods pay the same; goods_status has that of each.",
        null=True,
        unit="percent of customs value",
        least=0,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per material, destination, end use and spell of one answer",
            ("material_id", "destination", "end_use", "first_day"),
            derived=True,
            rests_on=RULES,
        )


class SupplyChains(Table):
    """From weapon to notice: platform, material, goods, measure; a missing link is named."""

    platform_id: Series[Text] = column("Platform", "The platform.", ref="platforms", example="f-35")
    material_id: Series[Text] = column(
        "Material", "A material that a source ties to it, by itself or in a group.", ref="materials"
    )
    goods_id: Series[Text] = column("Goods", "Goods that the material heads, or that contain it.", ref="goods")
    measure_id: Series[Text] = column("Measure", "A measure that reaches the goods.", null=True, ref="measures")
    role: Series[Text] = column(
        "Role", "Whether the material heads the goods or is contained in them.", values=("heads", "contains")
    )
    state: Series[Text] = column(
        "State", "State of the measure on the as-of day; absent before its first day.", null=True
    )
    components: Series[Texts] = column("Components", "Components that the sources name.", each=True)
    group_ids: Series[Texts] = column(
        "Groups", "Groups of materials that stand for the material in the sources.", each=True
    )
    origins: Series[Texts] = column("Origins", "Who first tied the material to the platform.", each=True)
    quantities: Series[Texts] = column("Quantities", "Quantities as the sources print them, with unit.", each=True)
    uses: Series[Texts] = column("Uses", "Applications of the material in defence.", each=True, ref="applications")
    hs6: Series[Texts] = column("HS codes", "Six-digit codes of HS 2022 of the goods.", each=True)
    regime: Series[Text] = column("Regime", "Civil use, rest of the world, on the as-of day.", values=ANSWERS)
    strictest: Series[Text] = column("Strictest", "The strictest that reaches a part, likewise.", values=ANSWERS)
    regime_usa_military: Series[Text] = column(
        "Regime, US military", "Military use in the United States, likewise.", values=ANSWERS
    )
    strictest_usa_military: Series[Text] = column(
        "Strictest, US military", "The strictest that reaches a part, likewise.", values=ANSWERS
    )
    regime_jpn_military: Series[Text] = column(
        "Regime, Japanese military", "Military use in Japan, likewise.", values=ANSWERS
    )
    strictest_jpn_military: Series[Text] = column(
        "Strictest, Japanese military", "The strictest that reaches a part, likewise.", values=ANSWERS
    )
    missing: Series[Text] = column(
        "Missing link",
        "What breaks the chain: no rule that reaches the goods, or no customs code of theirs.",
        null=True,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per platform, material, goods and measure",
            ("platform_id", "material_id", "goods_id", "measure_id"),
            derived=True,
            graded=False,
            rests_on={
                **RULES,
                "platform_materials": ("platform_id", "material_id"),
                "goods_materials": ("goods_id", "material_id"),
            },
        )
