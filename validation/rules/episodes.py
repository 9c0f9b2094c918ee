"""Rules on the family episodes: events with documents, days and actors, roles in order, codings settled, two sides."""

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from exportcurbs.law.periods import gathered

from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, elements, rule, unnamed

LONG = 4 * 366  # days; what is so much older is no context
# Roles of an episode in the order in which they first come.
ORDER = ("trigger", "onset", "easing", "end")
ID = re.compile(r"(?P<day>\d{4}(?:-\d{2}(?!\d))?(?:-\d{2}(?!\d))?)-(?P<actor>[a-z0-9]+)")
# Roles that the end of an episode leaves: what is told of it and of its consequences.
LATER = ("context", "reaction")
BEGIN = ("trigger", "threat", "onset")
# Speakers for all Chinese bodies.
STATE = "CHN"
NAMED = "write date, actor, word, as 2026-01-06-mofcom-ban"


def first_day(event: Row) -> datetime.date | None:
    """Return the first possible day of an event."""
    day: datetime.date | None = event["date"] or event["date_earliest"]
    return day


@each("events")
def day_of_document(row: Row, tables: Tables) -> Faults:
    """Yield events whose day is none of the days of the document that they name."""
    day, document = row["date"], tables["instruments"].row(row["instrument_id"])
    days = sorted({document[c] for c in ("issued", "published_day", "effective") if document[c]})
    early, late = document["issued_earliest"], document["issued_latest"]
    if day is None or day in days or (not document["issued"] and late and (early or late) <= day <= late):
        return
    if days:
        advice = f"write {' or '.join(map(str, days))}, or empty instrument_id"
        yield "date", f"{day} is no day of {shown(row['instrument_id'])}", advice


@rule
def actors_by_one_name(tables: Tables) -> Iterator[Problem]:
    """Yield actors whose name differs from that of another in nothing but capitals."""
    first: dict[str, str] = {}
    for name in ("events", "event_actors"):
        for line, row in tables[name].rows():
            known = first.setdefault((row["actor"] or "").lower(), row["actor"])
            if known != row["actor"]:
                yield at(tables[name], line, "actor", f"{shown(row['actor'])} is also {shown(known)}", "use one")


@rule
def roles_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield episodes whose onset comes before the trigger, or easing before the onset, and so on."""
    first: dict[tuple[str, str], tuple[datetime.date, int]] = {}
    for line, row in tables["events"].rows():
        for key in ((episode, row["role"]) for episode in elements(row["episode_ids"])):
            if day := first_day(row):
                first[key] = min(first.get(key, (day, line)), (day, line))
    for episode in sorted({episode for episode, _ in first}):
        known = [(role, *first[episode, role]) for role in ORDER if (episode, role) in first]
        for (role, day, _), (later, later_day, line) in pairwise(known):
            if later_day < day:
                found = f"the first {later} of {shown(episode)} ({later_day}) comes before its {role} ({day})"
                yield at(tables["events"], line, "role", found, "correct the role or the day")


@rule
def begun(tables: Tables) -> Iterator[Problem]:
    """Yield episodes without an onset or threat."""
    begins = [r["episode_ids"] for _, r in tables["events"].rows() if r["role"] in ("onset", "threat")]
    found, advice = "no event is the onset of {}, or a threat", f"add it to {tables['events'].info.path}"
    yield from unnamed(tables["episodes"], {e for cell in begins for e in elements(cell)}, found, advice)


@each("events")
def only_context_before(row: Row, tables: Tables) -> Faults:
    """Yield events before the first day of their episode that are no context."""
    day = row["date"] or row["date_latest"]
    for episode in elements(row["episode_ids"]) if day else ():
        begins = tables["episodes"].row(episode)["first_day"]
        if begins and day < begins and (row["role"] != "context" or (begins - day).days > LONG):
            found = f"{shown(row['role'])} on {day}, before {shown(episode)} begins ({begins})"
            yield "role", found, "write context, or correct one of the days"


@rule
def codings_settled(tables: Tables) -> Iterator[Problem]:
    """Yield coded cells of episodes that differ from what the two codings settled on."""
    settled = tables["codings"].one_by("episode_id", "variable")
    for line, row in tables["episodes"].rows():
        for (episode, variable), coding in settled.items():
            if episode == row["episode_id"] and variable in row and row[variable] != coding["value"]:
                found = f"{shown(row[variable])}, but the codings settled on {shown(coding['value'])}"
                yield at(tables["episodes"], line, variable, found, "copy the settled value")


@each("episodes")
def all_coded(row: Row, tables: Tables) -> Faults:
    """Yield episodes that are not coded in every variable."""
    codings, episode = tables["codings"], row["episode_id"]
    for variable in sorted(tables["coding_rules"].by("variable")):
        if (episode, variable) not in codings.by("episode_id", "variable"):
            found = f"{shown(episode)} is not coded in {shown(variable)}"
            yield "episode_id", found, f"add a row to {codings.info.path}"


@each("questions")
def two_sides(row: Row, tables: Tables) -> Faults:
    """Yield questions with fewer than two claims."""
    claims, question = tables["claims"], row["question_id"]
    if (count := len(claims.by("question_id").get(question, ()))) < 2:
        advice = f"a question has two sides: add the other to {claims.info.path}"
        yield "question_id", f"{count} claim(s) on {shown(question)}", advice


@each("events")
def led_by_an_actor(row: Row, tables: Tables) -> Faults:
    """Yield events that nobody acts or speaks in, and acts told of a side that takes no part."""
    actors, episodes = tables["event_actors"], elements(row["episode_ids"])
    own, where = actors.by("event_id").get(row["event_id"], ()), f"acts or speaks in {actors.info.path}"
    lead = {r["country"] for _, r in own if r["role"] in ("acts", "speaks")}
    side = {"HKG", *(tables["episodes"].row(e)["sender"] for e in episodes)}
    if not lead:
        yield "event_id", "has no actor", f"add one to {actors.info.path}"
    elif row["act_of"] == "sender" and episodes and not lead & side:
        yield "act_of", f"{shown('sender')}, but none of its side {where}", "correct act_of or the actors"
    targets = {t for e in episodes for t in tables["episodes"].row(e)["targets"] or ("ALL",)}
    if row["act_of"] == "target" and None not in lead and not {"ALL", *lead} & targets:
        yield "act_of", f"{shown('target')}, but no target {where}", "write third, or correct the actors"
    elif row["act_of"] == "third" and "ALL" in targets:
        yield "act_of", f"{shown('third')}, but its episode singles out no destination", "write target"


@each("episodes")
def told_in_brief(row: Row, tables: Tables) -> Faults:
    """Yield episodes that lack one of the lines that open their page."""
    briefs, episode = tables["briefs"], row["episode_id"]
    there = briefs.by("episode_id", "line")
    missing = [name for name in briefs.info.column("line").values if (episode, name) not in there]
    if missing:
        yield "episode_id", f"{shown(episode)} has no brief for {', '.join(missing)}", f"add it to {briefs.info.path}"


@each("events")
def days_of_ids(row: Row, tables: Tables) -> Faults:
    """Yield events on another day, or by another actor, than their id says."""
    event = row["event_id"]
    said = ID.match(event or "")
    if said is None:
        if event:
            yield "event_id", f"{shown(event)} begins with no day and actor", NAMED
        return
    column, size = "date" if row["date"] else "date_earliest", len(said["day"])
    first, last = row["date"] or row["date_earliest"], row["date"] or row["date_latest"]
    if first and last and not str(first)[:size] <= said["day"] <= str(last)[:size]:
        found = f"{' to '.join(map(str, dict.fromkeys((first, last))))} is not {said['day']}, as the id says"
        yield column, found, "correct the day or the id"
    others = [r[c] for _, r in tables["event_actors"].by("event_id").get(event, ()) for c in ("actor", "country")]
    if row["actor"] and said["actor"] not in {_short(name) for name in (row["actor"], *others) if name}:
        yield "actor", f"{shown(row['actor'])} is not {said['actor']}, as the id says", "correct the actor or the id"


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
    of = gathered((e, row) for _, row in tables["events"].rows() for e in elements(row["episode_ids"]))
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
