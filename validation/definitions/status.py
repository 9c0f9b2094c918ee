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
REGIME = (
    "What exporting from China needed: none, licence, licence_strict (stricter review), denial_in_principle, "
    "prohibited; unknown where the record does not decide."
)
_STRICTEST = (
    "The strictest rule known that reaches at least a part: shipments that meet its conditions; unknown where no rule "
    "is known and silence does not mean none."
)
_OF_ANY = "For any of the ordinary goods, or by a rule that names the material without saying which."


class Spells(Table):
    """Answers as spells of days; the columns of the key stand first, the subject before all."""

    destination: Series[Text] = column(*DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column("First day", "First day of the spell.")
    last_day: Series[Day] = column("Last day", "Last day of the spell, at most the as-of day.")
    regime: Series[Text] = column("Regime", REGIME, values=ANSWERS)
    at_least: Series[Text] = column(
        "At least", "The floor that is sure, also where the regime is unknown.", values=REGIMES
    )
    strictest: Series[Text] = column("Strictest", _STRICTEST, values=ANSWERS)
    measure_ids: Series[Texts] = column("Measures", "The measures that decide the regime.", each=True, ref="measures")
    part_measure_ids: Series[Texts] = column(
        "Measures in part", "Stricter measures that reach only a part.", each=True, ref="measures"
    )
    basis: Series[Text] = column(
        "Basis",
        "confirmed: a deciding measure is attested (for none: a row of coverage speaks of the subject itself); "
        "presumed: not attested to that day and no change known, or none because the whole list was read without it; "
        "unknown.",
        values=BASES,
    )


def spells(subject: str, *key: str, **said: Any) -> dict[str, Any]:
    """Return what is said of a table of spells of a subject, beside what `about` is told."""
    grain = f"one row per {subject}, destination, end use and spell of one answer"
    return about("status", grain, (*key, "destination", "end_use", "first_day"), derived=True, rests_on=RULES, **said)


def _trade(title: str, whether: str, of: str = "") -> Any:
    return column(title, " ".join(filter(None, (f"{whether}; empty = not known.", of))), null=True)


def quota(of: str = "") -> Any:
    """Return the column that says whether a quota stood; `of` names goods, where they are several."""
    return _trade("Quota", "Whether an export quota of trade administration stood", of)


def licence(of: str = "") -> Any:
    """Return the column that says whether an ordinary licence was needed; `of` names goods, where they are several."""
    return _trade("Trade licence", "Whether an ordinary export licence stood", of)


def state_trading(of: str = "") -> Any:
    """Return the column that says whether exports were reserved to some firms; `of` names several goods."""
    return _trade("State trading", "Whether only appointed firms could export", of)


def duty(of: str = "") -> Any:
    """Return the column that says the export duty; `of` names goods, where they are several."""
    whole = f"Export duty; 0 where the record is complete and has none, empty = not known. {of}".strip()
    return column("Duty", whole, null=True, unit="percent of customs value", least=0)


class GoodsStatus(Spells):
    """What exporting goods needed, as spells of days; computed from the measures."""

    goods_id: Series[Text] = column("Goods", "The goods.", ref="goods", example="antimony-oxide")
    has_quota: Series[Truth] = quota()
    has_licence: Series[Truth] = licence()
    has_state_trading: Series[Truth] = state_trading()
    duty_pct: Series[Real] = duty()

    class Config:
        metadata: ClassVar[dict[str, Any]] = spells("goods", "goods_id")


class CodeStatus(Spells):
    """What exporting the goods or technology of a code needed, as spells of days; computed from the measures."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The control code.", example="3C001.a")

    class Config:
        metadata: ClassVar[dict[str, Any]] = spells(
            "code", "scheme", "code", references=((("scheme", "code"), "control_codes"),)
        )


class MaterialStatus(Spells):
    """What exporting a material needed over the goods that it heads, with the trade layer beside it."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Ga")
    regime: Series[Text] = column(
        "Regime",
        f"{REGIME} The strictest over the ordinary goods, in which the material is mostly traded.",
        values=ANSWERS,
    )
    strictest: Series[Text] = column("Strictest", f"{_STRICTEST} Over all goods that it heads.", values=ANSWERS)
    has_quota: Series[Truth] = quota(_OF_ANY)
    has_licence: Series[Truth] = licence(_OF_ANY)
    has_state_trading: Series[Truth] = state_trading(_OF_ANY)
    duty_pct: Series[Real] = duty("Only where all ordinary goods pay the same; goods_status has that of each.")

    class Config:
        metadata: ClassVar[dict[str, Any]] = spells("material", "material_id")


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
