"""What happened, day by day."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import ID, Day, Sourced, Text, Texts, about, column, row_rule, words

ROLES = words("trigger threat onset escalation reaction easing end context")
KINDS = words(
    "agreement custody domestic_politics entity_listing export_control foreign_control "
    "import_measure incident legal_case policy_support practice protest quota_or_duty report "
    "sanction statement suspension talks tariff travel_culture"
)


class Events(Sourced):
    """What states, bodies and firms did, day by day."""

    event_id: Series[Text] = column(
        "Event", "Readable id: date, actor, word.", pattern=ID, example="2026-01-06-mofcom-ban"
    )
    episode_ids: Series[Texts] = column(
        "Episodes", "Episodes that it belongs to.", null=True, each=True, ref="episodes"
    )
    role: Series[Text] = column("Role", "What it was in the episode.", values=ROLES)
    date: Series[Day] = column("Date", "Day at the place of the act, where known.", null=True)
    date_earliest: Series[Day] = column("Date, earliest", "First possible day of an imprecise date.", null=True)
    date_latest: Series[Day] = column("Date, latest", "Last possible day of an imprecise date.", null=True)
    actor: Series[Text] = column("Actor", "ISO 3166 code of the state, or a short name of the body.", example="mofcom")
    kind: Series[Text] = column("Kind", "What kind of act.", values=KINDS)
    summary: Series[Text] = column("Summary", "One sentence of ours.", wording=True)
    instrument_id: Series[Text] = column(
        "Instrument", "The document issued, where the event is its issue.", null=True, ref="instruments"
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("episodes", "one row per event", ("event_id",))

    @row_rule("date", "no day and no window; fill date, or date_earliest and date_latest")
    def dated(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date"].notna() | (frame["date_earliest"].notna() & frame["date_latest"].notna())

    @row_rule("date_latest", "the window ends before it begins; swap the days")
    def window_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date_latest"] >= frame["date_earliest"]
