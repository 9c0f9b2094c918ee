"""Figures: SVG pictures that depend on the data and on nothing else."""

import datetime
import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.style
from exportcurbs.law.words import STATE_WORDS
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerPatch
from matplotlib.patches import Patch, Rectangle
from matplotlib.textpath import TextPath

DAY = datetime.timedelta(days=1)
EPOCH = datetime.date(1970, 1, 1)
# State: colour, hatch, line. Okabe-Ito colours keep apart for the colour-blind; a suspension is a gap: a bar
# without colour inside a broken line; what ended is grey.
LOOKS: dict[str, tuple[str, str, Any]] = {
    "announced_not_effective": ("#F0E442", "..", "-"),
    "in_force": ("#D55E00", "", "-"),
    "suspended_before_effect": ("none", "xx", (0, (1, 2))),
    "suspended": ("none", "", (0, (3, 2))),
    "ended": ("#D9D9D9", "", "-"),
}
WIDTH, ROW = 6.6, 0.46
# One lane per role of an event, in the order of a dispute: marker, colour, label.
ROLES = {
    "trigger": ("*", "#000000", "trigger"),
    "threat": ("v", "#E69F00", "threat"),
    "onset": ("D", "#D55E00", "onset"),
    "escalation": ("^", "#CC79A7", "escalation"),
    "easing": ("o", "#009E73", "easing"),
    "end": ("s", "#0072B2", "end"),
}
LANE = 0.24
PRESUMED = "half height: presumed, no source attests it"
# A label must fit its row; where it does not, its end, by which like rules differ, is kept.
ROOM, MOST_LETTERS, LABEL_SIZE, END = 395.0, 110, 8.0, 22


@dataclass(frozen=True)
class Spell:
    """A state from one day to another, both inclusive, confirmed up to a day."""

    first: datetime.date
    last: datetime.date
    state: str
    confirmed: datetime.date


@dataclass(frozen=True)
class Bar:
    """One bar of a timeline: a label and its spells inside the window."""

    label: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Mark:
    """An event: its day and its role."""

    day: datetime.date
    role: str


@contextmanager
def drawing(**settings: Any) -> Iterator[None]:
    """Draw with settings that depend on no machine; text is text, dollar signs begin no mathematics."""
    own: Any = {"svg.hashsalt": "exportcurbs", "font.size": 9.0, "text.parse_math": False, **settings}
    with matplotlib.style.context("default"), mpl.rc_context(own):
        yield


def clipped(spell: Spell, window: tuple[datetime.date, datetime.date]) -> Spell | None:
    """Return the part of a spell inside a window of days, None if there is none."""
    first, last = max(spell.first, window[0]), min(spell.last, window[1])
    return Spell(first, last, spell.state, spell.confirmed) if first <= last else None


def svg(figure: Figure) -> bytes:
    """Return a figure as SVG."""
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def timeline(
    bars: Sequence[Bar], marks: Sequence[Mark], window: tuple[datetime.date, datetime.date], source: str
) -> bytes:
    """Return a timeline: a lane of markers per role of event, then one bar per measure, its colour its state."""
    with drawing(**{"hatch.linewidth": 0.6}):
        lanes = [role for role in ROLES if any(m.role == role for m in marks)]
        states = {s.state for bar in bars for s in bar.spells}
        handles = [_patch(state) for state in LOOKS if state in states]
        if bars:
            handles.append(Patch(facecolor="white", edgecolor="black", linewidth=0.8, label=PRESUMED))
        above, below = LANE * len(lanes) + 0.25, 0.4 + ROW * len(bars)
        figure = Figure(figsize=(WIDTH, 1.1 + 0.1 * len(handles) + above + below * bool(bars)), layout="constrained")
        heights = [above, below] if bars else [above]
        panels = figure.subplots(len(heights), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
        _lanes(panels[0], lanes, marks, window)
        if bars:
            _bars(panels[1], bars, window)
        panels[-1].set_xlabel("Date (day at the place of the act)")
        halves = {h: HandlerPatch(patch_func=_half) for h in handles if h.get_label() == PRESUMED}
        figure.legend(handles=handles, handler_map=halves, loc="outside upper left", ncols=2, frameon=False, fontsize=9)
        figure.supxlabel(source, x=0.01, ha="left", fontsize=7.5)
        return svg(figure)


def _lanes(axes: Axes, lanes: list[str], marks: Sequence[Mark], window: tuple[datetime.date, datetime.date]) -> None:
    for place, role in enumerate(lanes):
        marker, colour, _ = ROLES[role]
        days = sorted({m.day for m in marks if m.role == role})
        axes.plot([_number(d) for d in days], [place] * len(days), marker, color=colour, markersize=6, clip_on=False)
    axes.set_yticks(range(len(lanes)), [ROLES[role][2] for role in lanes], fontsize=8)
    axes.set_ylim(len(lanes) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    _dates(axes, window)
    axes.set_title("Events", loc="left", fontsize=9, fontweight="bold")


def _bars(axes: Axes, bars: Sequence[Bar], window: tuple[datetime.date, datetime.date]) -> None:
    for place, bar in enumerate(bars):
        across = axes.get_yaxis_transform()
        axes.text(
            0.005,
            place - 0.27,
            shortened(bar.label),
            transform=across,
            fontsize=LABEL_SIZE,
            va="center",
            in_layout=False,
        )
        for spell in bar.spells:
            _draw(axes, place, spell)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_yticks([])
    _dates(axes, window)
    axes.tick_params(axis="x", top=True, labeltop=len(bars) > 12)
    axes.set_title("Measures, one bar each", loc="left", fontsize=9, fontweight="bold")


def _number(day: datetime.date) -> int:
    """Return the place of a day on matplotlib's date axis."""
    return (day - EPOCH).days


def shortened(label: str, size: float = LABEL_SIZE) -> str:
    """Return a label that fits the width of a row, measured in points."""
    end = label[-END:].partition(" ")[2]
    fitting, letters = label, MOST_LETTERS
    while TextPath((0, 0), fitting, size=size).get_extents().width > ROOM:
        letters -= 3
        fitting = f"{textwrap.shorten(label, letters - len(end), placeholder=' …', break_on_hyphens=False)} {end}"
    return fitting


def _half(*, xdescent: float, ydescent: float, width: float, height: float, **_: object) -> Patch:
    """Draw the key of a bar of half height."""
    return Rectangle((-xdescent, -ydescent), width, height / 2)


def _patch(state: str) -> Patch:
    colour, hatch, line = LOOKS[state]
    edge = "#777777" if hatch == "xx" else "black"
    return Patch(facecolor=colour, hatch=hatch, edgecolor=edge, linestyle=line, linewidth=0.8, label=STATE_WORDS[state])


def _draw(axes: Axes, place: int, spell: Spell) -> None:
    colour, hatch, line = LOOKS[spell.state]
    # what has ended stays ended: only the other states can be presumed
    confirmed = spell.last if spell.state == "ended" else spell.confirmed
    presumed = max(spell.first, min(confirmed, spell.last) + DAY)
    for begin, end, height in ((spell.first, presumed, 0.36), (presumed, spell.last + DAY, 0.18)):
        if begin < end:
            axes.barh(
                place + 0.36,
                (end - begin).days,
                left=_number(begin),
                height=-height,
                align="edge",
                color=colour,
                hatch=hatch,
                edgecolor="#777777" if hatch == "xx" else "black",
                linestyle=line,
                linewidth=0.7,
            )


def _dates(axes: Axes, window: tuple[datetime.date, datetime.date]) -> None:
    axes.set_xlim(_number(window[0]), _number(window[1] + DAY))
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=9))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelsize=8)
    axes.grid(axis="x", color="#bbbbbb", linewidth=0.5)
    axes.set_axisbelow(True)
