"""Figures: SVG files that depend on the data and on nothing else."""

import datetime
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

DAY = datetime.timedelta(days=1)
EPOCH = datetime.date(1970, 1, 1)
# Okabe-Ito colours keep apart for the colour-blind; the hatches keep apart in grey.
LOOKS = {
    "announced_not_effective": ("#F0E442", "..", "announced, not yet in force"),
    "in_force": ("#D55E00", "", "in force"),
    "suspended_before_effect": ("#56B4E9", "xx", "suspended before it took effect"),
    "suspended": ("#009E73", "///", "suspended"),
    "ended": ("#FFFFFF", "", "ended"),
}
WIDTH, ROW = 6.6, 0.46


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


def clipped(spell: Spell, window: tuple[datetime.date, datetime.date]) -> Spell | None:
    """Return the part of a spell inside a window of days, None if there is none."""
    first, last = max(spell.first, window[0]), min(spell.last, window[1])
    return Spell(first, last, spell.state, spell.confirmed) if first <= last else None


def timeline(path: Path, bars: Sequence[Bar], window: tuple[datetime.date, datetime.date], source: str) -> None:
    """Write a timeline: one bar per measure, its label above it, coloured and hatched by state."""
    salted = mpl.rc_context({"svg.hashsalt": "exportcurbs", "hatch.linewidth": 0.6, "font.size": 9.0})
    with matplotlib.style.context("default"), salted:
        used = {s.state for bar in bars for s in bar.spells}
        handles = [_patch(state) for state in LOOKS if state in used]
        handles.append(Patch(facecolor="none", edgecolor="none", label="half height: presumed, no source attests it"))
        height = 1.2 + 0.1 * len(handles) + ROW * len(bars)
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        for place, bar in enumerate(bars):
            across = axes.get_yaxis_transform()
            axes.text(0.005, place - 0.27, _short(bar.label), transform=across, fontsize=9, va="center")
            for spell in bar.spells:
                _draw(axes, place, spell)
        _frame(axes, len(bars), window)
        figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, fontsize=9)
        figure.supxlabel(source, x=0.01, ha="left", fontsize=7.5)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _number(day: datetime.date) -> int:
    """Return the place of a day on matplotlib's date axis."""
    return (day - EPOCH).days


def _short(label: str) -> str:
    return textwrap.shorten(label, 84, placeholder=" …")


def _patch(state: str) -> Patch:
    colour, hatch, label = LOOKS[state]
    return Patch(facecolor=colour, hatch=hatch, edgecolor="black", linewidth=0.6, label=label)


def _draw(axes: Axes, place: int, spell: Spell) -> None:
    colour, hatch, _ = LOOKS[spell.state]
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
                edgecolor="black",
                linewidth=0.5,
            )


def _frame(axes: Axes, count: int, window: tuple[datetime.date, datetime.date]) -> None:
    axes.set_xlim(_number(window[0]), _number(window[1] + DAY))
    axes.set_ylim(count - 0.4, -0.6)
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=9))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelsize=8, top=True, labeltop=count > 12)
    axes.set_yticks([])
    axes.set_xlabel("Date (day at the place of the act)")
    axes.set_title("Measures, one bar each", loc="left", fontsize=9, fontweight="bold")
    axes.grid(axis="x", color="#bbbbbb", linewidth=0.5)
    axes.set_axisbelow(True)
