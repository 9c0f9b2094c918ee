"""What charts are put together from: lines with gaps, bars as wide as their period, acts on their days, spells."""

import datetime
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from exportcurbs.law.words import STATE_WORDS

from book.pages.common.chart_style import GRID, INK, NARROW, PAPER, QUIET, SENDER, SHADES, TINT, WASH

Day = datetime.date
Days = tuple[Day, Day]
ONE = datetime.timedelta(days=1)
# Pixels: a line of text, a letter of it, a row of spells.
LINE, LETTER, ROW = 15, 5.8, 32
# State: fill, line, dashes. In the sender's hue what binds, without fill what is suspended, grey what has ended.
LOOKS: dict[str, tuple[str, str, list[int]]] = {
    "announced_not_effective": (TINT, SENDER, [1, 0]),
    "in_force": (SENDER, SENDER, [1, 0]),
    "suspended_before_effect": (PAPER, QUIET, [1, 2]),
    "suspended": (PAPER, SENDER, [4, 2]),
    "ended": (GRID, QUIET, [1, 0]),
    "unknown": (WASH, WASH, [1, 0]),
}
PRESUMED = "thin: presumed, no source attests it"


@dataclass(frozen=True)
class Act:
    """What stands on a chart at its day: a few words, in the colour of the side that acted."""

    day: Day
    words: str
    colour: str = SENDER


@dataclass(frozen=True)
class Point:
    """A value from one day to another, both inclusive, of a series."""

    first: Day
    last: Day
    value: float
    series: str = ""


@dataclass(frozen=True)
class Spell:
    """A state from one day to another, both inclusive, confirmed up to a day."""

    first: Day
    last: Day
    state: str
    confirmed: Day


def data(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as the data of a chart, days as text."""
    return alt.InlineData([{k: str(v) if isinstance(v, Day) else v for k, v in row.items()} for row in rows])


def time(field: str, window: Days, width: int) -> alt.X:
    """Return the axis of days: years, or months where the window is short."""
    days, most = (window[1] - window[0]).days, max(3, width // 110)
    # no more ticks than years, months or days, whichever are named: none is named twice
    named, step = ("%Y", 360) if days > 1200 else ("%b %Y", 31) if days > 200 else ("%-d %b %Y", 1)
    axis = alt.Axis(format=named, tickCount=max(1, min(most, days // step)))
    domain = [str(window[0]), str(window[1] + ONE)]
    return alt.X(f"{field}:T", title=None, axis=axis, scale=alt.Scale(type="utc", domain=domain))


def amount(most: float, field: str = "value") -> alt.Y:
    """Return the axis of amounts, from nothing to above the largest; the unit stands above the chart."""
    scale = alt.Scale(domain=[0, most * 1.12])
    return alt.Y(f"{field}:Q", title=None, axis=alt.Axis(format=",~f", tickCount=5), scale=scale)


def lines(
    points: Sequence[Point], colours: Mapping[str, str], window: Days, width: int, *, gap: int = 1, fewest: int = 0
) -> Any:
    """Return a line for each series, named where it ends; days without a value, more than `gap`, are a gap.

    fewest: a series of fewer points is points only, and a legend below the chart names the series.
    """
    rows: list[dict[str, Any]] = []
    points = [p for p in points if window[0] <= p.first <= window[1]]
    for series in colours:
        run, last = 0, None
        for point in sorted((p for p in points if p.series == series), key=lambda p: p.first):
            run += last is None or (point.first - last).days > gap
            last = point.last
            # a value stands in the middle of its period
            day = point.first + (point.last - point.first) / 2
            rows.append({"day": day, "value": point.value, "series": series, "run": run})
    ends = [] if fewest else [_end([r for r in rows if r["series"] == s], window, width) for s in colours if s]
    legend = alt.Legend(orient="bottom", columns=1 if width <= NARROW else 3) if fewest else None
    joined = [r for r in rows if sum(r["series"] == other["series"] for other in rows) >= fewest]
    colour = alt.Color("series:N", legend=legend, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    x, y = time("day", window, width), amount(max(p.value for p in points))
    base, line = (alt.Chart(data(shown)).encode(x=x, y=y, color=colour) for shown in (rows, joined))
    named = alt.Chart(data(ends)).encode(x=x, y=y, color=colour, text="series:N")
    return alt.layer(
        line.mark_line(strokeWidth=2, strokeJoin="round", strokeCap="round").encode(detail="run:N"),
        base.mark_point(filled=True, size=36 if fewest else 22, opacity=1),
        *halo(named, align="right", dy=-11, fontWeight=600),
    ).properties(width=width - 50, height=260)


def _end(rows: list[dict[str, Any]], window: Days, width: int) -> dict[str, Any]:
    """Return where the name of a series stands: at its end, above what the line shows over the breadth of the name."""
    last = max(rows, key=lambda r: r["day"])
    under = (window[1] - window[0]) * ((len(last["series"]) + 2) * LETTER / (width - 50))
    return {**last, "value": max(r["value"] for r in rows if r["day"] >= last["day"] - under)}


def bars(points: Sequence[Point], colours: Mapping[str, str], window: Days, width: int, *, height: int = 260) -> Any:
    """Return bars as wide as their periods; series of one period stand on each other."""
    tops: dict[Day, float] = {}
    rows: list[dict[str, Any]] = []
    for p in sorted(points, key=lambda p: (p.first, list(colours).index(p.series))):
        foot = tops.get(p.first, 0)
        tops[p.first] = foot + p.value
        rows.append({"day": p.first, "after": p.last + ONE, "foot": foot, "top": foot + p.value, "series": p.series})
    legend = alt.Legend(columns=3) if len(colours) > 1 else None
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    bar = alt.Chart(data(rows)).mark_rect(stroke=PAPER, strokeWidth=1).encode(
        time("day", window, width), amount(max(tops.values()), "top"), x2="after:T", y2="foot:Q",
        color=alt.Color("series:N", scale=scale, legend=legend),
    )  # fmt: skip
    return bar.properties(width=width - 50, height=height)


def halo(chart: Any, **mark: Any) -> tuple[Any, Any]:
    """Return text twice: on a rim of paper, so that what lies beneath does not cross it."""
    return chart.mark_text(stroke=PAPER, strokeWidth=4, **mark), chart.mark_text(**mark)


def with_acts(
    chart: Any, acts: Sequence[Act], window: Days, width: int, *, height: int = 260, under: bool = False
) -> Any:
    """Return a chart with acts above it, each in a row of its own with a line down to its day, `under` the chart."""
    shown = sorted((a for a in acts if window[0] <= a.day <= window[1]), key=lambda a: a.day)
    at = [(width - 50) * ((a.day - window[0]) / (window[1] - window[0])) for a in shown]
    rows, above = [], -6
    for place, side, room in _sides(at, [LETTER * len(a.words) for a in shown], width - 50):
        act = shown[place]
        words = textwrap.wrap(act.words, max(12, int(room / LETTER)))
        above -= LINE * len(words)
        rows.append({"day": act.day, "words": words, "colour": act.colour, "at": above, "side": side})
    rules, *flags = _flags(rows, window, width, height)
    layers: list[Any] = [rules, chart] if under else [chart, rules]
    return alt.layer(*layers, *flags)


def _sides(at: Sequence[float], needed: Sequence[float], width: float) -> list[tuple[int, str, float]]:
    """Return the acts from the lowest row up: place, side that its words start from, and the room that these have.

    The first acts are read from the left, the others from the right, so that the line of none crosses the words of
    another: the words of the lower rows end before the first line that comes down from above.
    """
    found, count = [], len(at)
    for split in range(count + 1):
        left, right = range(split)[::-1], range(split, count)
        for low in ("left", "right"):
            end = at[split] if low == "left" and split < count else width
            start = at[split - 1] if low == "right" and split else -30
            lefts = [(k, "left", end - at[k]) for k in left]
            rights = [(k, "right", at[k] - start) for k in right]
            plan = [*lefts, *rights] if low == "left" else [*rights, *lefts]
            # two lines and a half are as good as one
            found.append((min((min(room / needed[k], 0.4) for k, _, room in plan), default=0), plan))
    return max(found, key=lambda x: x[0])[1]


def _flags(rows: list[dict[str, Any]], window: Days, width: int, height: int) -> Iterable[Any]:
    colour, at = alt.Color("colour:N", scale=None), alt.Y("at:Q", scale=None, axis=None)
    day = time("day", window, width)
    yield alt.Chart(data(rows)).mark_rule().encode(x=day, y=at, y2=alt.value(height), color=colour)
    for align, dx in (("left", 5), ("right", -5)):
        side = [r for r in rows if r["side"] == align]
        if side:
            words = alt.Chart(data(side)).encode(x=day, y=at, text="words:N", color=colour)
            yield from halo(words, align=align, dx=dx, dy=1, baseline="top", lineHeight=LINE)


def spells(rows: Sequence[tuple[str, Sequence[Spell]]], window: Days, width: int) -> Any:
    """Return a row for each rule: its words, and beneath them a bar for each of its states, thin where presumed."""
    pieces, labels, inner, foot = [], [], width - 12, 0
    for label, own in rows:
        wrapped = textwrap.wrap(label, int(inner / LETTER), break_on_hyphens=False)
        labels.append({"words": wrapped, "at": foot + 8})
        foot += LINE * (len(wrapped) - 1)
        pieces += [piece for spell in own for piece in _pieces(spell, foot + 17)]
        foot += ROW
    states = [s for s in LOOKS if any(p["state"] == STATE_WORDS[s] for p in pieces)]
    names = [STATE_WORDS[s] for s in states]
    fill, line, dash = (alt.Scale(domain=names, range=[LOOKS[s][k] for s in states]) for k in range(3))
    bar = alt.Chart(data(pieces)).mark_rect(strokeWidth=1).encode(
        time("first", window, width), alt.Y("top:Q", scale=None, axis=None), x2="after:T", y2="bottom:Q",
        fill=alt.Fill("state:N", scale=fill, legend=alt.Legend(columns=1 if width <= NARROW else 3)),
        stroke=alt.Stroke("state:N", scale=line), strokeDash=alt.StrokeDash("state:N", scale=dash),
    )  # fmt: skip
    words = alt.Chart(data(labels)).encode(
        x=alt.value(0), y=alt.Y("at:Q", scale=None, axis=None), text="words:N", color=alt.value(INK)
    )
    return alt.layer(bar, *halo(words, align="left", lineHeight=LINE)).properties(width=inner, height=foot + 4)


def _pieces(spell: Spell, top: int) -> list[dict[str, Any]]:
    # what has ended stays ended: only the other states can be presumed
    confirmed = spell.last if spell.state == "ended" else spell.confirmed
    presumed = max(spell.first, min(confirmed, spell.last) + ONE)
    parts = ((spell.first, presumed, 9), (presumed, spell.last + ONE, 4))
    return [
        {"first": first, "after": after, "state": STATE_WORDS[spell.state], "top": top, "bottom": top + high}
        for first, after, high in parts
        if first < after
    ]


def levels(rows: Sequence[tuple[str, float, str, str]], width: int) -> Any:
    """Return a bar across for each row: name, value, the words after the bar, colour."""
    names = 165 if width <= NARROW else 190
    drawn = [{"name": n, "value": v, "words": w, "colour": c} for n, v, w, c in rows]
    most = max(v for _, v, _, _ in rows) * (2 if width <= NARROW else 1.3)
    base = alt.Chart(data(drawn)).encode(
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most])),
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=names, labelColor=INK, domain=False)),
    )
    bar = base.mark_bar(height=13).encode(color=alt.Color("colour:N", scale=None))
    words = base.mark_text(align="left", dx=4).encode(text="words:N")
    return alt.layer(bar, words).properties(width=width - names, height=20 * len(rows))


def matrix(found: Mapping[tuple[str, str], int], order: Sequence[str], months: Sequence[str], width: int) -> Any:
    """Return a table of numbers by name and month, darker where the number is larger."""
    most = max(found.values())
    drawn = [{"name": n, "month": m, "number": k, "colour": _shade(k, most)} for (n, m), k in found.items()]
    drawn = [{**row, "ink": PAPER if row["colour"] in SHADES[3:] else INK} for row in drawn]
    names = 100 if width <= NARROW else 120
    base = alt.Chart(data(drawn)).encode(
        x=alt.X(
            "month:O", title=None, scale=alt.Scale(domain=list(months)), axis=alt.Axis(labelAngle=-90, orient="top")
        ),
        y=alt.Y("name:N", sort=list(order), title=None, axis=alt.Axis(labelColor=INK, domain=False)),
    )
    cell = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(color=alt.Color("colour:N", scale=None))
    words = base.mark_text(fontSize=11).encode(text="number:Q", color=alt.Color("ink:N", scale=None))
    return alt.layer(cell, words).properties(width=width - names, height=23 * len(order))


def _shade(number: int, most: int) -> str:
    return SHADES[min(len(SHADES) - 1, 1 + (len(SHADES) - 1) * (number - 1) // (most or 1))] if number else SHADES[0]
