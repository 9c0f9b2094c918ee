"""The chapter that compares the episodes: a figure on one clock, the days between the steps, the codings."""

import datetime

from exportcurbs._plurals import counted
from matplotlib.figure import Figure

from book.pages.common.figures import ROLES, WIDTH, drawing, shortened, svg
from book.pages.common.markup import Markup, figure, heading, page, section, table
from book.pages.common.names import spaced, unbroken, value_name
from book.pages.common.record import Record
from book.pages.episodes.episode import Episode, episodes_of
from book.pages.episodes.episodes import link_to
from book.pages.episodes.happened import events_of, first_day

CHIEF = ("japan-2010", "us-2024", "japan-2026")
LAST_DAY = 800
FIGURE = "compare.svg"


def compare_page(record: Record) -> Markup:
    """Return the page."""
    episodes = episodes_of(record)
    chief = [e for name in CHIEF for e in episodes if e.key == name]
    record.files[FIGURE] = _clock(record, chief)
    return page(
        heading(1, "The episodes compared"),
        "One clock for the three chief episodes: day 0 is the first day of each. Reactions are left out.",
        figure(FIGURE, _alternative(chief), "Events of three episodes by days since the first."),
        *_tables(episodes),
        _codings(record, episodes),
        record.stamp,
    )


def _tables(episodes: list[Episode]) -> tuple[Markup, Markup]:
    steps = ("Episode", "First day", "To the onset", "Onset to first easing", "Onset to end", "Acts", "Reactions")
    law = ("Episode", "Documents", "Measures", "In force at the end", "Suspended then", "Parties listed")
    return (
        section(
            "Days between the steps",
            "A day that is not on record is left empty: no easing and no end means that none was found.",
            table(steps, [_steps(e) for e in episodes], "compare"),
        ),
        section(
            "How much law",
            "Documents, measures and listed parties that the record ties to each episode. An episode without a "
            "document is a threat, or a practice that no order covered. The end is the last day of its figure: a year "
            "after the last day of a closed episode, the last day of the record for an open one.",
            table(law, [_law(e) for e in episodes], "compare"),
        ),
    )


def _days_of(episode: Episode) -> dict[str, list[datetime.date]]:
    days: dict[str, list[datetime.date]] = {}
    for event in events_of(episode.record, episode.key):
        days.setdefault(event["role"], []).append(first_day(event))
    return days


def _steps(episode: Episode) -> list[object]:
    begun, days = episode.row["first_day"], _days_of(episode)
    onset = min(days.get("onset", []), default=None)
    acts = sum(len(found) for role, found in days.items() if role != "reaction")
    return [
        link_to(episode.row),
        unbroken(begun),
        _between(begun, onset),
        _between(onset, min(days.get("easing", []), default=None)),
        _between(onset, min(days.get("end", []), default=None)),
        acts,
        len(days.get("reaction", [])),
    ]


def _between(first: datetime.date | None, last: datetime.date | None) -> str:
    return counted((last - first).days, "day") if first and last else ""


def _law(episode: Episode) -> list[object]:
    states = [episode.state(m["measure_id"]) for m in episode.measures]
    suspended = sum(s.startswith("suspended") for s in states)
    parties = len({x["entity_id"] for x in episode.listings})
    return [
        link_to(episode.row), len(episode.instruments), len(states), states.count("in_force"), suspended, parties,
    ]  # fmt: skip


def _codings(record: Record, episodes: list[Episode]) -> Markup:
    variables = list(dict.fromkeys(r["variable"] for r in record.rows("coding_rules")))
    rows = [[link_to(e.row), *(value_name(e.row[v] or "") for v in variables)] for e in episodes]
    headings = ("Episode", *(spaced(v).capitalize() for v in variables))
    return section(
        "How they are coded", "The rule of each value stands on the page of the episode.",
        table(headings, rows, "compare"),
    )  # fmt: skip


def _clock(record: Record, episodes: list[Episode]) -> bytes:
    with drawing():
        clock = Figure(figsize=(WIDTH, 0.6 + 1.75 * len(episodes)), layout="constrained")
        panels = clock.subplots(len(episodes), 1, sharex=True, squeeze=False)[:, 0]
        for axes, episode in zip(panels, episodes, strict=True):
            days, start = _days_of(episode), episode.row["first_day"]
            for place, (role, (marker, colour, _)) in enumerate(ROLES.items()):
                at = [(d - start).days for d in days.get(role, [])]
                axes.plot(at, [place] * len(at), marker, color=colour, markersize=6, clip_on=True)
            axes.set_yticks(range(len(ROLES)), [label for _, _, label in ROLES.values()], fontsize=8)
            axes.set_ylim(len(ROLES) - 0.5, -0.5)
            axes.set_xlim(-10, LAST_DAY)
            axes.set_title(shortened(episode.row["title"], 9.0), loc="left", fontsize=9, fontweight="bold")
            axes.grid(axis="x", color="#bbbbbb", linewidth=0.5)
            axes.tick_params(axis="y", length=0)
        panels[-1].set_xlabel("Days since the first day of the episode")
        clock.supxlabel(record.source_line("table events"), x=0.01, ha="left", fontsize=7.5)
        return svg(clock)


def _alternative(episodes: list[Episode]) -> str:
    parts = []
    for episode in episodes:
        start, days = episode.row["first_day"], _days_of(episode)
        spans = [
            f"{ROLES[r][2]} day {(min(days[r]) - start).days} to {(max(days[r]) - start).days}"
            for r in ROLES
            if r in days
        ]
        parts.append(f"{episode.row['title']}: {', '.join(spans)}.")
    return " ".join(parts)
