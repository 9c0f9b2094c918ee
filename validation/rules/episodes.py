"""Rules on the family episodes: events with documents, roles in order, codings settled, questions with two sides."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, by, elements, one_by

# Roles of an episode in the order in which they first come.
ORDER = ("trigger", "onset", "easing", "end")


def first_day(event: Row) -> datetime.date | None:
    """Return the first possible day of an event."""
    day: datetime.date | None = event["date"] or event["date_earliest"]
    return day


def day_of_document(tables: Tables) -> Iterator[Problem]:
    """Yield events whose day is none of the days of the document that they name."""
    events = tables["events"]
    documents = one_by(tables["instruments"], "instrument_id")
    for line, row in events.rows():
        document = documents.get(row["instrument_id"])
        if document is None or row["date"] is None:
            continue
        days = {document[c] for c in ("issued", "published_day", "effective") if document[c]}
        early, late = document["issued_earliest"], document["issued_latest"]
        inside = not document["issued"] and late and (early or late) <= row["date"] <= late
        if days and row["date"] not in days and not inside:
            listed = " or ".join(str(d) for d in sorted(days))
            found = f"{row['date']} is no day of {shown(row['instrument_id'])}"
            yield Problem(events.info.path, line, "date", found, f"write {listed}, or empty instrument_id")


def roles_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield episodes whose onset comes before the trigger, or easing before the onset, and so on."""
    events = tables["events"]
    first: dict[tuple[str, str], tuple[datetime.date, int]] = {}
    for line, row in events.rows():
        day = first_day(row)
        if day is None:
            continue
        for episode in elements(row["episode_ids"]):
            key = (episode, row["role"])
            first[key] = min(first.get(key, (day, line)), (day, line))
    for episode in sorted({episode for episode, _ in first}):
        known = [(role, *first[episode, role]) for role in ORDER if (episode, role) in first]
        for (role, day, _), (later, later_day, line) in pairwise(known):
            if later_day < day:
                found = f"the first {later} of {shown(episode)} ({later_day}) comes before its {role} ({day})"
                yield Problem(events.info.path, line, "role", found, "correct the role or the day")


def begun(tables: Tables) -> Iterator[Problem]:
    """Yield episodes without an onset or threat."""
    episodes = tables["episodes"]
    begun = {
        e for _, r in tables["events"].rows() if r["role"] in ("onset", "threat") for e in elements(r["episode_ids"])
    }
    for line, row in episodes.rows():
        if row["episode_id"] not in begun:
            found = f"no event is the onset of {shown(row['episode_id'])}, or a threat"
            yield Problem(episodes.info.path, line, "episode_id", found, f"add it to {tables['events'].info.path}")


def only_context_before(tables: Tables) -> Iterator[Problem]:
    """Yield events before the first day of their episode that are no context."""
    events, episodes = tables["events"], one_by(tables["episodes"], "episode_id")
    for line, row in events.rows():
        day = row["date"] or row["date_latest"]
        for episode in elements(row["episode_ids"]) if day and row["role"] != "context" else ():
            begins = episodes[episode]["first_day"] if episode in episodes else None
            if begins and day < begins:
                found = f"{shown(row['role'])} on {day}, before {shown(episode)} begins ({begins})"
                yield Problem(events.info.path, line, "role", found, "write context, or correct one of the days")


def codings_settled(tables: Tables) -> Iterator[Problem]:
    """Yield coded cells of episodes that differ from what the two codings settled on."""
    episodes = {r["episode_id"]: (line, r) for line, r in tables["episodes"].rows()}
    for _, row in tables["codings"].rows():
        line, episode = episodes.get(row["episode_id"], (0, {}))
        if row["variable"] in episode and episode[row["variable"]] != row["value"]:
            found = f"{shown(episode[row['variable']])}, but the codings settled on {shown(row['value'])}"
            path = tables["episodes"].info.path
            yield Problem(path, line, row["variable"], found, "copy the settled value")


def all_coded(tables: Tables) -> Iterator[Problem]:
    """Yield episodes that are not coded in every variable."""
    episodes, codings = tables["episodes"], tables["codings"]
    coded = {(row["episode_id"], row["variable"]) for _, row in codings.rows()}
    variables = sorted(by(tables["coding_rules"], "variable"))
    for line, row in episodes.rows():
        for variable in variables:
            if (row["episode_id"], variable) not in coded:
                found = f"{shown(row['episode_id'])} is not coded in {shown(variable)}"
                yield Problem(episodes.info.path, line, "episode_id", found, f"add a row to {codings.info.path}")


def two_sides(tables: Tables) -> Iterator[Problem]:
    """Yield questions with fewer than two claims."""
    questions, claims = tables["questions"], by(tables["claims"], "question_id")
    for line, row in questions.rows():
        if len(claims.get(row["question_id"], ())) < 2:
            found = f"{len(claims.get(row['question_id'], ()))} claim(s) on {shown(row['question_id'])}"
            yield Problem(
                questions.info.path,
                line,
                "question_id",
                found,
                f"a question has two sides: add the other to {tables['claims'].info.path}",
            )


def led_by_an_actor(tables: Tables) -> Iterator[Problem]:
    """Yield events that nobody acts or speaks in, and acts of the sender in which none of its side takes part."""
    events, actors = tables["events"], tables["event_actors"]
    senders = {r["episode_id"]: r["sender"] for _, r in tables["episodes"].rows()}
    leads = {
        event: {r["country"] for _, r in rows if r["role"] in ("acts", "speaks")}
        for event, rows in by(actors, "event_id").items()
    }
    for line, row in events.rows():
        lead, episodes = leads.get(row["event_id"]), elements(row["episode_ids"])
        if not lead:
            yield Problem(events.info.path, line, "event_id", "has no actor", f"add one to {actors.info.path}")
        elif row["act_of"] == "sender" and episodes and not lead & {"HKG", *(senders.get(e) for e in episodes)}:
            found = f"{shown('sender')}, but none of its side acts or speaks in {actors.info.path}"
            yield Problem(events.info.path, line, "act_of", found, "correct act_of or the actors")


def told_in_brief(tables: Tables) -> Iterator[Problem]:
    """Yield episodes that lack one of the lines that open their page."""
    episodes, briefs = tables["episodes"], tables["briefs"]
    told = set(by(briefs, "episode_id", "line"))
    for line, row in episodes.rows():
        missing = [name for name in briefs.info.column("line").values if (row["episode_id"], name) not in told]
        if missing:
            found = f"{shown(row['episode_id'])} has no brief for {', '.join(missing)}"
            yield Problem(episodes.info.path, line, "episode_id", found, f"add it to {briefs.info.path}")


RULES: tuple[Rule, ...] = (
    day_of_document,
    roles_in_order,
    begun,
    only_context_before,
    codings_settled,
    all_coded,
    two_sides,
    led_by_an_actor,
    told_in_brief,
)
