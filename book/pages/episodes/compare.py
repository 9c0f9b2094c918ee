"""The chapter that compares the episodes: a figure on one clock, the days between the steps, the codings."""

import datetime
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import altair as alt
from exportcurbs._plurals import counted

from book.pages.common.charts import Chart, Figures, worded
from book.pages.common.markup import Markup, blocks, table
from book.pages.common.names import spaced, unbroken
from book.pages.common.plots import data, halo
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.episodes.episode import Episode, episodes_of
from book.pages.episodes.episodes import link_to
from book.pages.episodes.happened import events_of, first_day
from book.pages.episodes.timeline import COLOURS, side

CHIEF = ("japan-2010", "us-2024", "japan-2026")
LAST_DAY = 800
# What of an episode's days is named on the clock, and on how far below the dot it stands.
NAMED = {"onset": ("onset", -11), "easing": ("first easing", 15), "end": ("end", 28)}


STEPS = (
    *("Episode", "First day", "To the onset", "Onset to first easing", "Onset to end"),
    *("Acts of China", "Acts of the target", "Reactions"),
)
LAW = ("Episode", "Documents", "Measures", "In force at the end", "Suspended then", "Parties listed")


def compare_page(record: Record) -> Markup:
    """Return the page."""
    episodes = episodes_of(record)
    chief = [e for name in CHIEF for e in episodes if e.key == name]
    return from_template(
        "compare",
        record,
        clock=Figures(record, "generated/compare").show(_clock(chief)),
        steps=table(STEPS, map(_steps, episodes), "compare"),
        law=table(LAW, map(_law, episodes), "compare"),
        codings=blocks(*_codings(record, episodes)),
    )


def _days_of(episode: Episode) -> dict[str, list[datetime.date]]:
    days: dict[str, list[datetime.date]] = {}
    for event in events_of(episode.record, episode.key):
        # what the target begins or eases is no step of the restriction; its word that ships came is the end
        step = side(event) != "target" or event["role"] in ("end", "reaction")
        # an easing of which only a window is known begins no count of days
        if step and (event["date"] or event["role"] != "easing"):
            days.setdefault(event["role"], []).append(first_day(event))
    return days


def _steps(episode: Episode) -> list[object]:
    begun, days = episode.row["first_day"], _days_of(episode)
    onset = min(days.get("onset", []), default=None)
    acts = Counter(side(e) for e in events_of(episode.record, episode.key) if e["role"] != "reaction")
    return [
        link_to(episode.row),
        unbroken(begun),
        _between(begun, onset),
        _between(onset, min(days.get("easing", []), default=None)),
        _between(onset, min(days.get("end", []), default=None)),
        acts["sender"],
        acts["target"],
        len(days.get("reaction", [])),
    ]


def _between(first: datetime.date | None, last: datetime.date | None) -> str:
    return counted((last - first).days, "day") if first and last else ""


def _law(episode: Episode) -> list[object]:
    states = [episode.state(m["measure_id"]) for m in episode.measures]
    suspended = sum(s.startswith("suspended") for s in states)
    parties = len({x["entity_id"] for x in episode.listings})
    left: object = states.count("in_force")
    if episode.row["settlement"] == "absorbed":
        left = f"{left}: the goods stay licensed by a later rule"
    return [link_to(episode.row), len(episode.instruments), len(states), left, suspended, parties]


def _codings(record: Record, episodes: list[Episode]) -> Iterator[Markup]:
    variables = list(dict.fromkeys(r["variable"] for r in record.rows("coding_rules")))
    # all in one table would be wider than the page
    half = -(-len(variables) // 2)
    for some in (variables[:half], variables[half:]):
        rows = [[link_to(e.row), *(spaced(e.row[v] or "") for v in some)] for e in episodes]
        yield table(("Episode", *(spaced(v).capitalize() for v in some)), rows, "compare")


def _clock(episodes: list[Episode]) -> Chart:
    rows = [
        {"episode": e.row["title"], "event_id": event["event_id"], "role": event["role"],
         "act_of": event["act_of"], "day": (first_day(event) - e.row["first_day"]).days, "colour": COLOURS[side(event)]}
        for e in episodes for event in events_of(e.record, e.key) if event["role"] != "reaction"
    ]  # fmt: skip
    named = [
        {"episode": e.row["title"], "day": (min(days[role]) - e.row["first_day"]).days, "words": words, "dy": dy}
        for e in episodes for days in [_days_of(e)] for role, (words, dy) in NAMED.items() if role in days
    ]  # fmt: skip
    days = [f"{r['episode']}: {r['words']} on day {r['day']}" for r in named]
    begun = [f"{counted(r['day'], 'day')} in {r['episode'].split(':')[0]}" for r in named if r["words"] == "onset"]
    keys = " OR ".join(f"'|' || episode_ids || '|' LIKE '%|{e.key}|%'" for e in episodes)
    asked = f"SELECT * FROM events WHERE role NOT IN ('context', 'reaction') AND ({keys})"  # noqa: S608
    shown = [{k: v for k, v in r.items() if k != "colour"} for r in rows]
    draw = partial(_drawn, rows, named)
    return worded("episodes-clock", shown, asked, draw, begun=", ".join(begun), days=". ".join(days))


def _drawn(rows: list[dict[str, Any]], named: list[dict[str, Any]], width: int) -> Any:
    titles = list(dict.fromkeys(r["episode"] for r in rows))
    place = {title: 76 * at + 40 for at, title in enumerate(titles)}
    x = alt.X("day:Q", title="days", axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[-10, LAST_DAY]))
    y, shown = alt.Y("at:Q", scale=None, axis=None), [r for r in rows if r["day"] <= LAST_DAY]
    dots = alt.Chart(data({**r, "at": place[r["episode"]]} for r in shown)).mark_circle(size=60, opacity=1)
    layers = [dots.encode(x, y, color=alt.Color("colour:N", scale=None))]
    for _, dy in NAMED.values():
        words = alt.Chart(data({**r, "at": place[r["episode"]]} for r in named if r["dy"] == dy))
        layers += halo(words.encode(x, y, text="words:N"), align="left", dx=-3, dy=dy)
    heads = alt.Chart(data({"words": t, "at": at - 28} for t, at in place.items()))
    heads = heads.encode(x=alt.value(0), y=y, text="words:N").mark_text(align="left", fontWeight=600)
    return alt.layer(*layers, heads).properties(width=width - 12, height=76 * len(titles) + 4)
