"""Charts in rows of their own: bands of numbers over time, and lanes of dots."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import altair as alt

from book.pages.common.chart_style import GRID, NARROW, PAPER, QUIET
from book.pages.common.plots import LETTER, LINE, ONE, Days, data, time

Day = datetime.date
# Numbers of the parts of a whole, by month.
Months = Sequence[tuple[Day, tuple[int, ...]]]
# Pixels: the height of the highest band, a row of bands, room for figures at the end.
HIGH, STEP, FIGURES = 34, 44, 72


def bands(rows: Mapping[str, Months], parts: Mapping[str, tuple[str, str]], width: int) -> Any:
    """Return a band for each name: its height by month the number of goods, its parts on each other.

    parts: the short word of each part, for the last month in figures, and its colour.
    """
    most = max(sum(values) for months in rows.values() for _, values in months)
    pieces, ends = [], []
    for place, (name, months) in enumerate(rows.items()):
        foot = STEP * (place + 1) - 4
        pieces += list(_pieces(months, list(parts), foot, HIGH / most))
        words = [f"{n} {word}" for (word, _), n in zip(parts.values(), months[-1][1], strict=True) if n][::-1]
        ends.append({"name": name, "at": foot - LINE * max(len(words), 1) + 2, "words": words, "foot": foot})
    inner = int(width - LETTER * max(map(len, rows)) - 14 - FIGURES)
    window = min(p["day"] for p in pieces), max(p["after"] for p in pieces) - ONE
    at, top, foot_at = (alt.Y(f"{name}:Q", scale=None, axis=None) for name in ("at", "top", "foot"))
    scale = alt.Scale(domain=list(parts), range=[colour for _, colour in parts.values()])
    bar = alt.Chart(data(pieces)).mark_rect().encode(
        time("day", window, inner), top, x2="after:T", y2="bottom:Q",
        color=alt.Color("part:N", scale=scale, legend=alt.Legend(columns=1 if width <= NARROW else 2)),
    )  # fmt: skip
    base = alt.Chart(data(ends))
    ground = base.mark_rule(color=QUIET).encode(y=foot_at)
    names = base.mark_text(align="right", baseline="bottom").encode(x=alt.value(-8), y=foot_at, text="name:N")
    figures = base.mark_text(align="left", baseline="top", lineHeight=LINE, fontWeight=600)
    at_end = figures.encode(x=alt.value(inner + 8), y=at, text="words:N")
    return alt.layer(bar, ground, names, at_end).properties(width=inner, height=STEP * len(rows))


def _pieces(months: Months, parts: Sequence[str], foot: float, unit: float) -> Iterator[dict[str, Any]]:
    """Yield a piece for each part and run of months with equal numbers, on each other from the foot up."""
    for values, run in groupby(months, key=lambda x: x[1]):
        days, bottom = [day for day, _ in run], foot
        after = (days[-1].replace(day=28) + 4 * ONE).replace(day=1)
        for part, number in zip(parts, values, strict=True):
            top = bottom - unit * number
            yield {"day": days[0], "after": after, "bottom": bottom, "top": top, "part": part}
            bottom = top


def lanes(marks: Sequence[tuple[str, Day, str]], names: Sequence[str], window: Days, width: int) -> Any:
    """Return a lane of dots for each name: what happened, by day, in the colour of its side."""
    step = 30
    drawn = [{"day": d, "at": step * names.index(n) + 17, "colour": c} for n, d, c in marks]
    lines = [{"name": n, "at": step * k + 17} for k, n in enumerate(names)]
    at = alt.Y("at:Q", scale=None, axis=None)
    dot = alt.Chart(data(drawn)).mark_circle(size=60, opacity=1, stroke=PAPER, strokeWidth=1)
    base = alt.Chart(data(lines)).encode(y=at)
    return alt.layer(
        base.mark_rule(color=GRID),
        dot.encode(x=time("day", window, width), y=at, color=alt.Color("colour:N", scale=None)),
        base.mark_text(align="right", fontSize=11).encode(x=alt.value(-10), text="name:N"),
    ).properties(width=width - 50, height=step * len(names))
