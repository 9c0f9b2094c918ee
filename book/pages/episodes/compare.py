"""The chapter that compares the episodes: a figure on one clock, the days between the steps, the codings."""

import datetime
from pathlib import Path

from matplotlib.figure import Figure

from book.pages.common.figures import ROLES, WIDTH, drawing, shortened
from book.pages.common.markup import esc, figure, pipe_table
from book.pages.common.text import Row, counted, stamp
from book.pages.common.words import value_name
from book.pages.episodes.episodes import Episode, Tables
from book.pages.episodes.happened import events_of, first_day
from build.write.parquet import Release

CHIEF = ("japan-2010", "us-2024", "japan-2026")
LAST_DAY = 800


def compare_page(tables: Tables, release: Release, folder: Path) -> str:
    """Write the figure, and return the page."""
    episodes = [Episode.of(tables, row) for row in sorted(tables.rows["episodes"], key=lambda r: r["first_day"])]
    chief = [e for name in CHIEF for e in episodes if e.row["episode_id"] == name]
    source = f"Source: Export Curbs {release.version}, table events, record as of {release.as_of}."
    _clock(folder / "compare.svg", tables, chief, source)
    lines = [
        "# The episodes compared",
        "",
        "One clock for the three chief episodes: day 0 is the first day of each. Reactions are left out.",
        "",
        *figure("compare.svg", _told(tables, chief), "Events of three episodes by days since the first."),
        *_tables(tables, episodes),
        *_codings(tables, [e.row for e in episodes]),
        stamp(release),
        "",
    ]
    return "\n".join(lines)


def _tables(tables: Tables, episodes: list[Episode]) -> list[str]:
    steps = ("Episode", "First day", "To the onset", "Onset to first easing", "Onset to end", "Acts", "Reactions")
    law = ("Episode", "Documents", "Measures", "In force at the end", "Suspended then", "Parties listed")
    return [
        "## Days between the steps",
        "",
        "A day that is not on record is left empty: no easing and no end means that none was found.",
        "",
        *pipe_table(steps, [_steps(tables, e) for e in episodes], "compare"),
        "## How much law",
        "",
        "Documents, measures and listed parties that the record ties to each episode. An episode without a document is "
        "a threat, or a practice that no order covered. The end is the last day of its figure: a year after "
        "the last day of a closed episode, the last day of the record for an open one.",
        "",
        *pipe_table(law, [_law(e) for e in episodes], "compare"),
    ]


def _link(row: Row) -> str:
    return f"[{esc(row['title'])}](episode-{row['episode_id']}.md)"


def _days_of(tables: Tables, episode: Episode) -> dict[str, list[datetime.date]]:
    days: dict[str, list[datetime.date]] = {}
    for event in events_of(tables.rows, episode.row["episode_id"]):
        days.setdefault(event["role"], []).append(first_day(event))
    return days


def _steps(tables: Tables, episode: Episode) -> list[object]:
    row, days = episode.row, _days_of(tables, episode)
    onset = min(days.get("onset", []), default=None)
    acts = sum(len(found) for role, found in days.items() if role != "reaction")
    return [
        _link(row),
        str(row["first_day"]).replace("-", "\u2011"),
        _between(row["first_day"], onset),
        _between(onset, min(days.get("easing", []), default=None)),
        _between(onset, min(days.get("end", []), default=None)),
        acts,
        len(days.get("reaction", [])),
    ]


def _between(first: datetime.date | None, last: datetime.date | None) -> str:
    return counted((last - first).days, "day") if first and last else ""


def _law(episode: Episode) -> list[object]:
    last = episode.window[1]
    states = [episode.state(m["measure_id"], last) for m in episode.measures]
    suspended = sum(s.startswith("suspended") for s in states)
    parties = len({x["entity_id"] for x in episode.listings})
    numbers = (len(episode.instruments), len(states), states.count("in_force"), suspended, parties)
    return [_link(episode.row), *(str(n) for n in numbers)]


def _codings(tables: Tables, rows: list[Row]) -> list[str]:
    variables = list(dict.fromkeys(r["variable"] for r in tables.rows["coding_rules"]))
    table = [[_link(row), *(esc(value_name(row[v] or "")) for v in variables)] for row in rows]
    told = "The rule of each value stands on the page of the episode."
    headings = ("Episode", *(v.replace("_", " ").capitalize() for v in variables))
    return ["## How they are coded", "", told, "", *pipe_table(headings, table, "compare")]


def _clock(path: Path, tables: Tables, episodes: list[Episode], source: str) -> None:
    with drawing():
        drawn = Figure(figsize=(WIDTH, 0.6 + 1.75 * len(episodes)), layout="constrained")
        panels = drawn.subplots(len(episodes), 1, sharex=True, squeeze=False)[:, 0]
        for axes, episode in zip(panels, episodes, strict=True):
            days, start = _days_of(tables, episode), episode.row["first_day"]
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
        drawn.supxlabel(source, x=0.01, ha="left", fontsize=7.5)
        drawn.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _told(tables: Tables, episodes: list[Episode]) -> str:
    parts = []
    for episode in episodes:
        start, days = episode.row["first_day"], _days_of(tables, episode)
        spans = [
            f"{ROLES[r][2]} day {(min(days[r]) - start).days} to {(max(days[r]) - start).days}"
            for r in ROLES
            if r in days
        ]
        parts.append(f"{episode.row['title']}: {', '.join(spans)}.")
    return " ".join(parts)
