"""Rules on events: day and actor as the id says, days within the episode, issuers as the document has them."""

import datetime
import re
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, at, by, elements, one_by
from validation.rules.episodes import first_day

ID = re.compile(r"(?P<day>\d{4}(?:-\d{2}(?!\d))?(?:-\d{2}(?!\d))?)-(?P<actor>[a-z0-9]+)")
# Roles that the end of an episode leaves: what is told of it and of its consequences.
LATER = ("context", "reaction")
BEGIN = ("trigger", "threat", "onset")
# Speakers for all Chinese bodies.
STATE = "CHN"


def days_of_ids(tables: Tables) -> Iterator[Problem]:
    """Yield events on another day, or by another actor, than their id says."""
    events, actors = tables["events"], by(tables["event_actors"], "event_id")
    for line, row in events.rows():
        told = ID.match(row["event_id"] or "")
        if told is None:
            if row["event_id"]:
                yield at(events, line, "event_id", f"{shown(row['event_id'])} begins with no day and actor", NAMED)
            continue
        column, days = _days(row)
        if days and not _overlap(told["day"], days):
            found = f"{' to '.join(map(str, dict.fromkeys(days)))} is not {told['day']}, as the id says"
            yield at(events, line, column, found, "correct the day or the id")
        others = [r[c] for _, r in actors.get(row["event_id"], ()) for c in ("actor", "country")]
        if row["actor"] and told["actor"] not in {_short(name) for name in (row["actor"], *others) if name}:
            found = f"{shown(row['actor'])} is not {told['actor']}, as the id says"
            yield at(events, line, "actor", found, "correct the actor or the id")


NAMED = "write date, actor, word, as 2026-01-06-mofcom-ban"


def _days(row: Row) -> tuple[str, tuple[datetime.date, datetime.date] | None]:
    if row["date"]:
        return "date", (row["date"], row["date"])
    both = row["date_earliest"] and row["date_latest"]
    return "date_earliest", (row["date_earliest"], row["date_latest"]) if both else None


def _overlap(told: str, days: tuple[datetime.date, datetime.date]) -> bool:
    """Whether days touch the day, month or year that an id names."""
    return str(days[0])[: len(told)] <= told <= str(days[1])[: len(told)]


def _short(name: str) -> str:
    return re.split(r"[_-]", name.lower())[0]


def window_holds_day(tables: Tables) -> Iterator[Problem]:
    """Yield events whose day lies outside the window given beside it."""
    events = tables["events"]
    for line, row in events.rows():
        early, day, late = row["date_earliest"], row["date"], row["date_latest"]
        if day and (early or late) and not (early or day) <= day <= (late or day):
            yield at(events, line, "date", f"{day} lies outside {early} to {late}", "correct it, or empty the window")


def within_episode(tables: Tables) -> Iterator[Problem]:
    """Yield acts after the end of their episode, and episodes that do not begin and end with their events."""
    events, episodes = tables["events"], tables["episodes"]
    known = one_by(episodes, "episode_id")
    of: dict[str, list[Row]] = {}
    for line, row in events.rows():
        for episode in elements(row["episode_ids"]):
            of.setdefault(episode, []).append(row)
            end, day = known.get(episode, {}).get("last_day"), first_day(row)
            if end and day and day > end and row["role"] not in LATER and row["role"] is not None:
                found = f"{shown(row['role'])} on {day}, after {shown(episode)} ended ({end})"
                yield at(events, line, "role", found, f"write {' or '.join(LATER)}, or correct one of the days")
    for line, row in episodes.rows():
        own = of.get(row["episode_id"], [])
        first = min((d for r in own if r["role"] in BEGIN and (d := first_day(r))), default=None)
        if first and row["first_day"] and row["first_day"] != first:
            found = f"{row['first_day']}, but its first trigger, threat or onset is of {first}"
            yield at(episodes, line, "first_day", found, "correct the day here or there")
        last = max((r["date"] or r["date_latest"] for r in own if r["role"] == "end"), default=None)
        if last and row["last_day"] and row["last_day"] != last:
            found = f"{row['last_day']}, but its end is of {last}"
            yield at(episodes, line, "last_day", found, "correct the day here or there")


def issued_by_actor(tables: Tables) -> Iterator[Problem]:
    """Yield events whose actor did not issue the document that they name, or that list parties by another document."""
    events, documents = tables["events"], one_by(tables["instruments"], "instrument_id")
    for line, row in events.rows():
        document = documents.get(row["instrument_id"])
        if document is None:
            continue
        if row["actor"] not in (*elements(document["issuer_ids"]), STATE, None):
            found = (
                f"{shown(row['instrument_id'])} is of {'|'.join(elements(document['issuer_ids']))}, not {row['actor']}"
            )
            yield at(events, line, "instrument_id", found, "correct the document or the actor")
        if (
            row["kind"]
            and document["kind"]
            and (row["kind"] == "entity_listing") != (document["kind"] == "list_notice")
        ):
            found = f"{shown(row['kind'])}, but {shown(row['instrument_id'])} is a {document['kind']}"
            yield at(events, line, "kind", found, "correct the kind or the document")


RULES: tuple[Rule, ...] = (days_of_ids, window_holds_day, within_episode, issued_by_actor)
