"""Law: instruments, measures and the items they cover."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import CHINESE, ID, Day, Real, Sourced, Text, Texts, about, column, row_rule, words
from validation.definitions.items.codes import FORMS, SCHEMES

LAYERS = ("dual_use", "trade_administration", "technology_catalogue", "foreign_trade_ban", "un_sanctions", "entity")
EFFECTS = words("ban denial_in_principle strict_review licence quota duty state_trading")
ROLES = words("sets_measures changes_periods both framework catalogue allocation statement other")


class Instruments(Sourced):
    """Published documents of Chinese state bodies on exports, technology transfer or listed parties."""

    instrument_id: Series[Text] = column(
        "Instrument", "Readable id: cn, year, number.", pattern=ID, example="cn-2024-46"
    )
    number: Series[Text] = column("Number", "Number as cited.", null=True, example="Announcement 46/2024", unique=True)
    title_en: Series[Text] = column("English title", "Our English title.")
    title_zh: Series[Text] = column(
        "Chinese title", "Official title, where it was seen.", null=True, pattern=CHINESE, script="chinese"
    )
    issuer_ids: Series[Texts] = column(
        "Issuers", "The bodies that issued it, where known.", null=True, each=True, ref="issuers", example="mofcom|gacc"
    )
    kind: Series[Text] = column(
        "Kind",
        "Form of the document.",
        values=words(
            "law regulation announcement order catalogue list_notice tariff_plan allocation statement catalogue_notice"
        ),
    )
    role: Series[Text] = column(
        "Role",
        "What it does in this dataset: sets measures, changes their periods, both, or neither (framework law, "
        "yearly catalogue of names and customs codes, allocation of tonnages or exporters, statement, other).",
        values=ROLES,
    )
    issued: Series[Day] = column("Issued", "Day of issue, if known to the day.", null=True)
    issued_earliest: Series[Day] = column("Issued, earliest", "First possible day of issue, where known.", null=True)
    issued_latest: Series[Day] = column("Issued, latest", "Last possible day of issue.", null=True)
    published_day: Series[Day] = column(
        "Published",
        "Day on which the text became public, also where it is the day of issue; empty: not known.",
        null=True,
    )
    effective: Series[Day] = column(
        "Effective", "First day of effect as the document states it.", null=True, ahead=True
    )
    repealed: Series[Day] = column("Repealed", "First day on which it no longer stands.", null=True, ahead=True)
    legal_basis: Series[Texts] = column(
        "Legal basis", "Instruments that it cites as its basis.", null=True, each=True, ref="instruments"
    )
    legal_basis_read: Series[Text] = column(
        "Legal basis read",
        "all: every basis that the text names and that has a row stands there, none where it names none; part: the "
        "words that name it were not read, or not whole; empty: not looked for.",
        null=True,
        values=("all", "part"),
    )
    episode_ids: Series[Texts] = column(
        "Episodes", "Episodes that it belongs to.", null=True, each=True, ref="episodes"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per published document", ("instrument_id",))

    @row_rule("issued", "no day of issue and no bound; fill issued, or at least issued_latest")
    def dated(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["issued"].notna() | frame["issued_latest"].notna()

    @row_rule("issued_latest", "the window of issue ends before it begins; swap the days")
    def window_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["issued_latest"] >= frame["issued_earliest"]

    @row_rule("effective", "takes effect before it was issued; correct one of the days")
    def effective_after_issue(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["effective"] >= frame["issued"].fillna(frame["issued_earliest"])

    @row_rule("published_day", "published before it was issued; correct one of the days")
    def published_after_issue(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["published_day"] >= frame["issued"].fillna(frame["issued_earliest"])

    @row_rule("repealed", "repealed before it took effect; correct one of the days")
    def repealed_after_effect(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["repealed"] > frame["effective"]


class Issuers(Sourced):
    """Chinese state bodies that issue instruments."""

    issuer_id: Series[Text] = column("Issuer", "Readable id.", pattern=ID, example="mofcom")
    name_en: Series[Text] = column("English name", "Usual English name.", example="Ministry of Commerce")
    name_zh: Series[Text] = column(
        "Chinese name", "Name as a document has it.", null=True, pattern=CHINESE, script="chinese"
    )
    successor_id: Series[Text] = column(
        "Successor", "The body that took over its work on exports, where it is no more.", null=True, ref="issuers"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per body", ("issuer_id",))


class Measures(Sourced):
    """Single rules: one effect, one flow, one end use and one kind of end user each."""

    measure_id: Series[Text] = column("Measure", "Instrument and clause.", pattern=ID, example="cn-2024-46-2a")
    instrument_id: Series[Text] = column("Instrument", "The document that sets it.", ref="instruments")
    clause: Series[Text] = column("Clause", "Where in the document the rule stands.", null=True, example="para. 2")
    title: Series[Text] = column("Title", "The rule in a few words of ours.")
    effect: Series[Text] = column("Effect", "What the rule does.", values=EFFECTS)
    flow: Series[Text] = column(
        "Flow",
        "What movement it governs: exports from China, re-export of Chinese goods abroad, goods made abroad with "
        "Chinese input, transfer of technology, or imports.",
        values=("export_from_china", "re_export_abroad", "foreign_made", "technology_transfer", "import"),
    )
    destinations: Series[Texts] = column(
        "Destinations",
        "ISO 3166 codes of the destinations, or ALL.",
        place="ALL",
        each=True,
        pattern=r"^([A-Z]{3})$",
        hint="three-letter codes joined by |, or ALL",
        example="USA",
    )
    end_use: Series[Text] = column(
        "End use",
        "End use or kind of use that the rule needs; any = whatever the use.",
        values=("any", "military", "military_capability", "wmd", "advanced_chips"),
    )
    end_user: Series[Text] = column(
        "End user", "any, or the parties listed under the measure (see listings).", values=("any", "listed")
    )
    item_scope: Series[Text] = column(
        "Item scope",
        "listed: the rows of measure_items and measure_customs_codes; all_dual_use: every dual-use item under licence "
        "that day; all_items: goods, software and technology outside every list, in the cases of the rule; all_goods: "
        "all trade with the party.",
        values=("listed", "all_dual_use", "all_items", "all_goods"),
    )
    layer: Series[Text] = column("Layer", "The body of law that it belongs to.", values=LAYERS)
    existence: Series[Text] = column(
        "Existence",
        "published: the text is public; attested: only reported by others.",
        values=("published", "attested"),
    )
    duty_pct: Series[Real] = column(
        "Duty rate", "Rate of the export duty.", null=True, unit="percent of customs value", least=0, most=200
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("law", "one row per rule of an instrument", ("measure_id",))

    @row_rule("destinations", "a rule for listed parties holds whatever the destination; write ALL")
    def listed_parties_everywhere(cls, frame: pd.DataFrame) -> list[bool]:
        pairs = zip(frame["end_user"], frame["destinations"], strict=True)
        return [str(user) != "listed" or places is pd.NA or list(places) == ["ALL"] for user, places in pairs]

    @row_rule("duty_pct", "a duty has a rate and nothing else has; fill or empty it")
    def rate_only_for_duties(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["effect"] == "duty") == frame["duty_pct"].notna()

    @row_rule("measure_id", "does not begin with its instrument; write instrument_id-clause")
    def named_after_instrument(cls, frame: pd.DataFrame) -> list[bool]:
        pairs = zip(frame["measure_id"], frame["instrument_id"], strict=True)
        return [str(measure).startswith(f"{instrument}-") for measure, instrument in pairs]


class MeasureItems(Sourced):
    """What a measure covers: codes (with all below them), a material or group in a form, or goods."""

    measure_id: Series[Text] = column("Measure", "The rule.", ref="measures")
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", null=True, values=SCHEMES)
    code: Series[Text] = column("Code", "The code covered, with all codes below it.", null=True, example="3C001")
    material_id: Series[Text] = column("Material", "Or the material covered.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group of materials covered.", null=True, ref="material_groups")
    goods_id: Series[Text] = column("Goods", "Or the goods covered.", null=True, ref="goods", example="tungsten-apt")
    form: Series[Text] = column(
        "Form",
        "Form of the material or group. Empty: it is named without a form; in trade administration the goods reached "
        "are then only those with rows of their own, and of its others it is not known.",
        null=True,
        values=FORMS,
    )
    inclusion: Series[Text] = column(
        "Inclusion", "Whether the rule covers or spares it.", values=("included", "excluded")
    )
    basis: Series[Text] = column(
        "Basis",
        "printed: the notice prints it; recoded: it printed the item without this code; inferred: follows from the "
        "catalogue, no notice names it.",
        values=("printed", "recoded", "inferred"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "law",
            "one row per measure and code, material or group and form, or goods",
            ("measure_id", "scheme", "code", "material_id", "group_id", "goods_id", "form"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("code", "a row names a code, a material, a group or goods, and only one; empty the others")
    def one_target(cls, frame: pd.DataFrame) -> pd.Series:
        named = frame[["code", "material_id", "group_id", "goods_id"]].notna().sum(axis=1)
        return named == 1

    @row_rule("scheme", "a code needs its scheme, and nothing else has one; fill or empty it")
    def scheme_with_code(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["scheme"].notna() == frame["code"].notna()

    @row_rule("form", "codes and goods have their form in their own table; empty it")
    def form_only_for_materials(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["form"].isna() | (frame["code"].isna() & frame["goods_id"].isna())
