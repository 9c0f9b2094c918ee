"""What happened, day by day: events, who took part, which materials they concern, the steps of WTO cases."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, Day, Real, Sourced, Table, Text, Texts, about, column, row_rule, words

ROLES = words("trigger threat onset escalation reaction easing end context")
SENDERS_ROLES = ("threat", "onset", "escalation")
KINDS = words(
    "agreement custody domestic_politics entity_listing export_control foreign_control "
    "import_measure incident investment legal_case policy_support practice price_floor protest quota_or_duty "
    "recycling report sanction statement stockpile supply_deal suspension talks target tariff travel_culture"
)
CHAPTERS = words("episode items law quotas_and_wto responses trade_and_prices")
AMOUNT_UNITS = words(
    "usd_million aud_million cad_million eur_million gbp_million inr_million jpy_billion krw_billion "
    "usd_per_kg t t_per_year percent days years lines items entities"
)


class Events(Sourced):
    """What states, bodies and firms did, day by day."""

    event_id: Series[Text] = column(
        "Event", "Readable id: date, actor, word.", pattern=ID, example="2026-01-06-mofcom-ban"
    )
    episode_ids: Series[Texts] = column(
        "Episodes", "Episodes that it belongs to.", null=True, each=True, ref="episodes"
    )
    role: Series[Text] = column(
        "Role",
        "What it was in the episode. Threat, onset and escalation are acts of the sender; what the target or others "
        "do in the course of it is a reaction.",
        values=ROLES,
    )
    act_of: Series[Text] = column(
        "Act of",
        "Whose act is told: of the sender (its bodies and firms), of a target (where no destination is singled out, "
        "any other state and its firms), of both at once (talks, agreements), of a third party, or of an "
        "international body.",
        values=("sender", "target", "joint", "third", "international"),
    )
    chapter: Series[Text] = column(
        "Chapter",
        "Where it is told: the course of the episode itself, quotas, duties and WTO cases, supply policy and deals in "
        "response, trade and prices, or other law.",
        values=CHAPTERS,
    )
    date: Series[Day] = column("Date", "Day at the place of the act, where known.", null=True)
    date_earliest: Series[Day] = column("Date, earliest", "First possible day of an imprecise date.", null=True)
    date_latest: Series[Day] = column("Date, latest", "Last possible day of an imprecise date.", null=True)
    actor: Series[Text] = column("Actor", "ISO 3166 code of the state, or a short name of the body.", example="mofcom")
    kind: Series[Text] = column("Kind", "What kind of act.", values=KINDS)
    summary: Series[Text] = column("Summary", "One sentence of ours.", wording=True, unique=True)
    instrument_id: Series[Text] = column(
        "Instrument", "The document issued, where the event is its issue.", null=True, ref="instruments"
    )
    amount: Series[Real] = column(
        "Amount", "Money, tonnage, price or time that the act is about.", null=True, unit="see amount_unit", least=0
    )
    amount_unit: Series[Text] = column("Unit of the amount", "Unit of the amount.", null=True, values=AMOUNT_UNITS)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per event", ("event_id",))

    @row_rule("date", "no day and no window; fill date, or date_earliest and date_latest")
    def dated(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date"].notna() | (frame["date_earliest"].notna() & frame["date_latest"].notna())

    @row_rule("date_latest", "the window ends before it begins; swap the days")
    def window_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date_latest"] >= frame["date_earliest"]

    @row_rule("act_of", "a threat, onset or escalation that is not the sender's; write reaction, or correct act_of")
    def steps_are_the_senders(cls, frame: pd.DataFrame) -> pd.Series:
        return ~frame["role"].isin(SENDERS_ROLES) | (frame["act_of"] == "sender")

    @row_rule("amount_unit", "an amount has a unit and nothing else has; fill or empty it")
    def unit_with_amount(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["amount"].notna() == frame["amount_unit"].notna()


class EventActors(Table):
    """Who took part in each event: states, bodies, firms and persons; the sources are those of the event."""

    event_id: Series[Text] = column("Event", "The event.", ref="events")
    actor: Series[Text] = column(
        "Actor", "ISO 3166 code of a state, short name of a body, or name of a firm.", example="mofcom"
    )
    actor_kind: Series[Text] = column(
        "Kind of actor",
        "A state as a whole, one of its bodies, a firm, an association, a medium, a research body, an international "
        "body, or a person in no office.",
        values=words("state body firm association medium research international person"),
    )
    country: Series[Text] = column("Country", "State that it belongs to, where known.", null=True, ref="countries")
    role: Series[Text] = column(
        "Role",
        "What it did: acts, is the target of the act, speaks, or mediates between sides.",
        values=words("acts is_target speaks mediates"),
    )
    person: Series[Text] = column("Person", "Who acted or spoke for it, as the sources name them.", null=True)
    office: Series[Text] = column("Office", "Office of the person on that day.", null=True)
    entity_id: Series[Text] = column(
        "Entity", "The party, where it stands on one of the lists.", null=True, ref="entities"
    )
    note: Series[Text] = column("Note", "Remarks in our words.", null=True, script="any", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes",
            "one row per event, actor, role and person",
            ("event_id", "actor", "role", "person"),
            graded=False,
            rests_on={"events": ("event_id",)},
        )

    @row_rule("person", "an office without a person; name the person or empty the office")
    def office_of_a_person(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["office"].isna() | frame["person"].notna()


class EventMaterials(Table):
    """Which materials each event concerns; the sources are those of the event."""

    event_id: Series[Text] = column("Event", "The event.", ref="events")
    material_id: Series[Text] = column("Material", "The material.", null=True, ref="materials")
    group_id: Series[Text] = column("Group", "Or the group.", null=True, ref="material_groups")
    measure_id: Series[Text] = column(
        "Measure", "The measure through which, where the event does not issue it.", null=True, ref="measures"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes",
            "one row per event and material or group",
            ("event_id", "material_id", "group_id"),
            graded=False,
            rests_on={"events": ("event_id",)},
        )

    @row_rule("material_id", "names a material and a group, or neither; fill exactly one")
    def one_target(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["material_id"].notna() != frame["group_id"].notna()


class WtoSteps(Sourced):
    """Steps of the WTO cases on Chinese export restrictions, one by one."""

    case_id: Series[Text] = column(
        "Case", "Number of the case.", pattern=r"^DS\d{3}$", hint="as DS431", example="DS431"
    )
    complainant: Series[Text] = column("Complainant", "ISO 3166 code of the complainant, or EU.", example="JPN")
    step: Series[Text] = column(
        "Step",
        "What was done.",
        values=words(
            "consultations_requested supplementary_consultations_requested request_to_join panel_requested "
            "panel_deferred panel_established panel_composition_requested panel_report appeal appellate_report "
            "reports_adopted reasonable_period_agreed reasonable_period_ends status_report compliance_stated "
            "sequencing_agreed first_submission"
        ),
    )
    by: Series[Text] = column("By", "Who took it: ISO 3166 codes, EU, or the body of the WTO.", example="CHN")
    date: Series[Day] = column("Date", "The day, where known.", null=True)
    date_earliest: Series[Day] = column("Date, earliest", "First possible day of an imprecise date.", null=True)
    date_latest: Series[Day] = column("Date, latest", "Last possible day of an imprecise date.", null=True)
    document: Series[Text] = column("Document", "Symbol of the WTO document, where seen.", null=True)
    event_id: Series[Text] = column("Event", "The event that tells it.", null=True, ref="events")

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "episodes", "one row per case, step and who took it", ("case_id", "step", "by")
        )

    @row_rule("date_latest", "the window ends before it begins; swap the days")
    def window_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date_latest"] >= frame["date_earliest"]

    @row_rule("date", "no day and no window; fill date, or date_earliest and date_latest")
    def dated(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date"].notna() | (frame["date_earliest"].notna() & frame["date_latest"].notna())
