"""What is computed from the law: status of codes and materials, and the monthly panels."""

from typing import Any, ClassVar

from exportcurbs.law.regimes import ANSWERS, END_USES, REGIMES
from pandera.typing import Series

from validation.definitions.base import Day, Real, Table, Text, Texts, Truth, Whole, about, column
from validation.definitions.items.codes import SCHEMES

BASES = ("confirmed", "presumed", "unknown")
RULES: dict[str, tuple[str, ...]] = {"measures": ("measure_id",), "measure_periods": ("measure_id",)}
_DESTINATION = (
    "Destination",
    "ISO 3166 code of a destination that some export rule names, or ROW for every other one.",
)
_REGIME = (
    "Regime",
    "What exporting from China needed: none, licence, licence_strict (stricter review), denial_in_principle, "
    "prohibited; unknown where the record does not decide.",
)
_AT_LEAST = ("At least", "The floor that is sure, also where the regime is unknown.")
_BASIS = (
    "Basis",
    "confirmed: every deciding measure is attested (for none: the record is complete); presumed: not attested to that "
    "day, no change known; unknown.",
)


class CodeStatus(Table):
    """What exporting the goods of a code needed, as spells of days; computed from the measures."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The control code.", example="3C001.a")
    destination: Series[Text] = column(*_DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column("First day", "First day of the spell.")
    last_day: Series[Day] = column("Last day", "Last day of the spell, at most the as-of day.")
    regime: Series[Text] = column(*_REGIME, values=ANSWERS)
    at_least: Series[Text] = column(*_AT_LEAST, values=REGIMES)
    measure_ids: Series[Texts] = column("Measures", "The measures that decide.", each=True, ref="measures")
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
    """What exporting a material needed, strictest and mildest over its goods, with the trade layer beside it."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Ga")
    destination: Series[Text] = column(*_DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES)
    first_day: Series[Day] = column("First day", "First day of the spell.")
    last_day: Series[Day] = column("Last day", "Last day of the spell, at most the as-of day.")
    regime: Series[Text] = column(*_REGIME, values=ANSWERS)
    at_least: Series[Text] = column(*_AT_LEAST, values=REGIMES)
    mildest: Series[Text] = column(
        "Mildest", "The mildest regime over the goods that codes or notices name.", values=ANSWERS
    )
    forms: Series[Texts] = column("Forms", "Forms of the material that need at least a licence.", each=True)
    measure_ids: Series[Texts] = column("Measures", "The measures that decide.", each=True, ref="measures")
    basis: Series[Text] = column(*_BASIS, values=BASES)
    has_quota: Series[Truth] = column(
        "Quota", "Whether an export quota stood in the trade layer; empty = not known.", null=True
    )
    has_licence: Series[Truth] = column(
        "Trade licence", "Whether an ordinary export licence stood; empty = not known.", null=True
    )
    has_state_trading: Series[Truth] = column(
        "State trading", "Whether only appointed firms could export; empty = not known.", null=True
    )
    duty_pct: Series[Real] = column(
        "Duty", "Highest export duty in force.", null=True, unit="percent of customs value", least=0
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per material, destination, end use and spell of one answer",
            ("material_id", "destination", "end_use", "first_day"),
            derived=True,
            rests_on=RULES,
        )


def _days(title: str, told: str) -> Any:
    return column(f"Days {title}", told, unit="d", least=0, most=31)


class Panel(Table):
    """Days of a month under each regime."""

    destination: Series[Text] = column(*_DESTINATION, ref="countries", example="USA")
    end_use: Series[Text] = column("End use", "The end use asked for.", values=END_USES[:2])
    month: Series[Text] = column(
        "Month", "Calendar month.", pattern=r"^\d{4}-\d{2}$", hint="YYYY-MM", example="2024-12"
    )
    days_none: Series[Whole] = _days("none", "Days without control.")
    days_licence: Series[Whole] = _days("licence", "Days under licence.")
    days_licence_strict: Series[Whole] = _days("strict licence", "Days under licence with stricter review.")
    days_denial_in_principle: Series[Whole] = _days("denial in principle", "Days of refusal in principle.")
    days_prohibited: Series[Whole] = _days("prohibited", "Days of prohibition.")
    days_unknown: Series[Whole] = _days("unknown", "Days on which the record does not decide, and days after as_of.")
    days_announced: Series[Whole] = _days(
        "announced", "Days on which a further rule waited for its effect; these days also count under a regime."
    )


class PanelMaterialMonth(Panel):
    """Treatment panel: material by destination by end use by month."""

    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="Ga")
    days_practice_reported: Series[Whole] = _days(
        "practice reported", "Days on which a claim says that practice differed; these days also count under a regime."
    )
    listed_control: Series[Whole] = column(
        "Listed, control list", "Parties of the destination on the control list at the end of the month.", unit="1"
    )
    listed_watch: Series[Whole] = column("Listed, watch list", "Likewise on the watch list.", unit="1")
    listed_unreliable: Series[Whole] = column(
        "Listed, unreliable entity list", "Likewise on the unreliable entity list.", unit="1"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per material, destination, end use and month",
            ("material_id", "destination", "end_use", "month"),
            derived=True,
            graded=False,
            sums_up="material_status",
        )


class PanelHs6Month(Panel):
    """Treatment panel: six-digit HS code by destination by end use by month; strictest regime over its codes."""

    hs6: Series[Text] = column(
        "HS code", "Six digits of HS 2022.", pattern=r"^\d{6}$", hint="six digits", example="811292"
    )
    coverage: Series[Text] = column(
        "Coverage",
        "The most that any controlled item fills of the customs line: whole, part or trace.",
        values=("whole", "part", "trace"),
    )
    codes: Series[Texts] = column("Codes", "Dual-use codes with goods in the line.", each=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per HS code, destination, end use and month",
            ("hs6", "destination", "end_use", "month"),
            derived=True,
            graded=False,
            sums_up="code_status",
        )


class SupplyChains(Table):
    """From weapon to notice: platform, material, control code, measure; a missing link is named."""

    platform_id: Series[Text] = column("Platform", "The platform.", ref="platforms", example="f-35")
    material_id: Series[Text] = column("Material", "A material that a source ties to it.", ref="materials")
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", null=True, values=SCHEMES)
    code: Series[Text] = column("Code", "A control code whose subject the material is.", null=True)
    measure_id: Series[Text] = column("Measure", "A measure that covers the code.", null=True, ref="measures")
    state: Series[Text] = column(
        "State", "State of the measure on the as-of day; absent before its first day.", null=True
    )
    components: Series[Texts] = column("Components", "Components that the sources name.", each=True)
    uses: Series[Texts] = column("Uses", "Applications of the material in defence.", each=True, ref="applications")
    hs6: Series[Texts] = column("HS codes", "Six-digit codes of HS 2022 printed or classified for the code.", each=True)
    regime: Series[Text] = column(
        "Regime", "Civil use, rest of the world, on the as-of day.", null=True, values=ANSWERS
    )
    regime_usa_military: Series[Text] = column(
        "Regime, US military", "Military use in the United States, likewise.", null=True, values=ANSWERS
    )
    regime_jpn_military: Series[Text] = column(
        "Regime, Japanese military", "Military use in Japan, likewise.", null=True, values=ANSWERS
    )
    missing: Series[Text] = column(
        "Missing link",
        "What breaks the chain: no code for the material, no measure on the code, no HS code.",
        null=True,
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "status",
            "one row per platform, material, code and measure",
            ("platform_id", "material_id", "scheme", "code", "measure_id"),
            references=((("scheme", "code"), "control_codes"),),
            derived=True,
            graded=False,
            rests_on={
                **RULES,
                "platform_materials": ("platform_id", "material_id"),
                "code_materials": ("scheme", "code", "material_id"),
            },
        )
