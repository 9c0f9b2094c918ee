"""Rules on events: day and actor as the id says, days within the episode, issuers as the document has them."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, elements, rule
from validation.rules.episodes import first_day

ID = re.compile(r"(?P<day>\d{4}(?:-\d{2}(?!\d))?(?:-\d{2}(?!\d))?)-(?P<actor>[a-z0-9]+)")
# Roles that the end of an episode leaves: what is told of it and of its consequences.
LATER = ("context", "reaction")
BEGIN = ("trigger", "threat", "onset")
# Speakers for all Chinese bodies.
STATE = "CHN"
NAMED = "write date, actor, word, as 2026-01-06-mofcom-ban"


@each("events")
def days_of_ids(row: Row, tables: Tables) -> Faults:
    """Yield events on another day, or by another actor, than their id says."""
    event = row["event_id"]
    said = ID.match(event or "")
    if said is None:
        if event:
            yield "event_id", f"{shown(event)} begins with no day and actor", NAMED
        return
    column, days = _days(row)
    if days and not _overlap(said["day"], days):
        found = f"{' to '.join(map(str, dict.fromkeys(days)))} is not {said['day']}, as the id says"
        yield column, found, "correct the day or the id"
    others = [r[c] for _, r in tables["event_actors"].by("event_id").get(event, ()) for c in ("actor", "country")]
    if row["actor"] and said["actor"] not in {_short(name) for name in (row["actor"], *others) if name}:
        yield "actor", f"{shown(row['actor'])} is not {said['actor']}, as the id says", "correct the actor or the id"


def _days(row: Row) -> tuple[str, tuple[datetime.date, datetime.date] | None]:
    if row["date"]:
        return "date", (row["date"], row["date"])
    both = row["date_earliest"] and row["date_latest"]
    return "date_earliest", (row["date_earliest"], row["date_latest"]) if both else None


def _overlap(said: str, days: tuple[datetime.date, datetime.date]) -> bool:
    """Whether days touch the day, month or year that an id names."""
    return str(days[0])[: len(said)] <= said <= str(days[1])[: len(said)]


def _short(name: str) -> str:
    return re.split(r"[_-]", name.lower())[0]


@each("events")
def window_holds_day(row: Row, tables: Tables) -> Faults:
    """Yield events whose day lies outside the window given beside it."""
    early, day, late = row["date_earliest"], row["date"], row["date_latest"]
    if day and (early or late) and not (early or day) <= day <= (late or day):
        yield "date", f"{day} lies outside {early} to {late}", "correct it, or empty the window"


@each("events")
def within_episode(row: Row, tables: Tables) -> Faults:
    """Yield acts after the end of their episode."""
    day, role = first_day(row), row["role"]
    for episode in elements(row["episode_ids"]):
        end = tables["episodes"].row(episode)["last_day"]
        if end and day and day > end and role not in (*LATER, None):
            found = f"{shown(role)} on {day}, after {shown(episode)} ended ({end})"
            yield "role", found, f"write {' or '.join(LATER)}, or correct one of the days"


@rule
def episodes_of_events(tables: Tables) -> Iterator[Problem]:
    """Yield episodes that do not begin and end with their events."""
    of: dict[str, list[Row]] = defaultdict(list)
    for _, row in tables["events"].rows():
        for episode in elements(row["episode_ids"]):
            of[episode].append(row)
    for line, row in tables["episodes"].rows():
        own = of[row["episode_id"]]
        first = min((d for r in own if r["role"] in BEGIN and (d := first_day(r))), default=None)
        last = max((r["date"] or r["date_latest"] for r in own if r["role"] == "end"), default=None)
        for column, day, what in (
            ("first_day", first, f"first trigger, threat or onset is of {first}"),
            ("last_day", last, f"end is of {last}"),
        ):
            if day and row[column] and row[column] != day:
                found = f"{row[column]}, but its {what}"
                yield at(tables["episodes"], line, column, found, "correct the day here or there")


@each("events")
def issued_by_actor(row: Row, tables: Tables) -> Faults:
    """Yield events whose actor did not issue the document that they name, or that list parties by another document."""
    name, document = row["instrument_id"], tables["instruments"].row(row["instrument_id"])
    issuers = elements(document["issuer_ids"])
    if document and row["actor"] not in (*issuers, STATE, None):
        found = f"{shown(name)} is of {'|'.join(issuers)}, not {row['actor']}"
        yield "instrument_id", found, "correct the document or the actor"
    kind, its = row["kind"], document["kind"]
    if kind and its and (kind == "entity_listing") != (its == "list_notice"):
        yield "kind", f"{shown(kind)}, but {shown(name)} is a {its}", "correct the kind or the document"
