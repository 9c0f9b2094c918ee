"""The page on bad files and on growth, from book/measured/fuzz.json and growth.json."""

import json
from collections.abc import Sequence
from typing import Any

from exportcurbs._plurals import counted
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from book.pages.common.figures import drawing, svg
from book.pages.common.markup import Markup, figure, table
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.common.template import from_template

FIGURE = "growth.svg"
# What is measured: name in the file, words, and a look that keeps apart for the colour-blind and in grey.
WORK = {
    "checks": ("Checks of the curated tables", "#0072B2", "o", "-"),
    "compile": ("Checks, and all that is computed", "#D55E00", "s", "--"),
    "frictionless": ("frictionless, checks only", "#000000", "^", ":"),
}
CAPTION = "Time and memory against the rows of the curated tables, on logarithmic scales; the thin line is proportion."
OUTCOMES = {"refused": "Refused", "same": "Same data", "other": "Other data", "faults": "Wrong answer"}
# What may be measured: key, axis label.
AMOUNTS = (("seconds", "Processor time (s)"), ("own_mb", "Memory beyond imports (MB)"))


def robustness_page(record: Record) -> Markup:
    """Return the page."""
    folder = record.root / "book" / "measured"
    fuzz, growth = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("fuzz", "growth"))
    record.files[FIGURE] = _draw(growth["sizes"])
    kinds, sizes = fuzz["kinds"], growth["sizes"]
    total = {what: sum(k[what] for k in kinds) for what in OUTCOMES}
    return from_template(
        "robustness",
        record,
        fuzz=fuzz,
        growth=growth,
        total=total,
        files={what: f"{n:,} files ({percent(n, fuzz['runs'])})" for what, n in total.items()},
        others=", ".join(f"{what} ({number:,})" for what, number in fuzz["other"].items()),
        kinds=_kinds(kinds),
        amounts=_amounts(growth),
        figure=figure(FIGURE, _alternative(growth), CAPTION, "growth"),
        compiled=" and ".join(f"{size['compiled_rows']:,}" for size in (sizes[0], sizes[-1])),
    )


def _kinds(kinds: list[dict[str, Any]]) -> Markup:
    order = sorted(kinds, key=lambda k: (-k["faults"], -k["other"] / k["runs"], k["kind"]))
    rows = [[k["kind"], *(f"{k[what]:,}" for what in ("runs", *OUTCOMES))] for k in order]
    return table(("Corruption", "Tried", *OUTCOMES.values()), rows)


def _amounts(found: dict[str, Any]) -> Markup:
    rows = [
        [words, *(f"{size[work][key]:,}" for size in found["sizes"]), f"{found['exponents'][work][name]:.2f}"]
        for key, name, unit in (("seconds", "time", "s"), ("own_mb", "memory", "MB"))
        for work, words in ((w, f"{look[0]}, {unit}") for w, look in WORK.items())
    ]
    return table(("What", *(counted(size["rows"], "row") for size in found["sizes"]), "Exponent"), rows)


def _alternative(found: dict[str, Any]) -> str:
    first, last = found["sizes"][0], found["sizes"][-1]
    sizes = [
        f"{look[0]}: {first[work]['seconds']} s and {first[work]['own_mb']:,} MB at {first['rows']:,} rows, "
        f"{last[work]['seconds']} s and {last[work]['own_mb']:,} MB at {last['rows']:,} rows"
        for work, look in WORK.items()
    ]
    return "Two line charts on logarithmic scales. " + "; ".join(sizes) + "."


def _draw(sizes: Sequence[dict[str, Any]]) -> bytes:
    with drawing(**{"text.parse_math": True}):  # the ticks are powers of ten, and no text is of the data
        drawn = Figure(figsize=(6.6, 3.6), layout="constrained")
        left, right = drawn.subplots(1, 2)
        for axes, (key, label) in zip((left, right), AMOUNTS, strict=True):
            _panel(axes, sizes, key, label)
        handles, labels = left.get_legend_handles_labels()
        drawn.legend(handles, labels, loc="outside upper left", ncols=2, frameon=False, fontsize=9)
        return svg(drawn)


def _panel(axes: Axes, sizes: Sequence[dict[str, Any]], key: str, label: str) -> None:
    rows = [size["rows"] for size in sizes]
    for work, (words, colour, marker, line) in WORK.items():
        axes.loglog(rows, [s[work][key] for s in sizes], color=colour, marker=marker, linestyle=line, label=words)
    start = sizes[0]["compile"][key]
    axes.loglog(rows, [start * r / rows[0] for r in rows], color="#888888", linewidth=0.8, label="in proportion")
    axes.set_xticks(rows, [f"{r:,}" for r in rows])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("Rows of the curated tables")
    axes.set_ylabel(label)
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
