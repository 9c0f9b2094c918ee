"""The page on bad files and on growth, from book/measured/fuzz.json and growth.json."""

import json
from collections.abc import Sequence
from typing import Any

from exportcurbs._plurals import counted
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from book.pages.common.figures import drawing, svg
from book.pages.common.markup import Markup, bullets, code, figure, heading, joined, md, page, section, table
from book.pages.common.names import percent
from book.pages.common.record import Record

FIGURE = "growth.svg"
# What is measured: name in the file, words, and a look that keeps apart for the colour-blind and in grey.
WORK = {
    "checks": ("Checks of the curated tables", "#0072B2", "o", "-"),
    "compile": ("Checks, and all that is computed", "#D55E00", "s", "--"),
    "frictionless": ("frictionless, checks only", "#000000", "^", ":"),
}
MENDED = (
    "The first runs found faults that have since been mended: a table whose header was shuffled kept the checks busy "
    "for minutes with guesses at the key that was meant; odd names in a header broke the line of a message; a very "
    "long list took the square of its length; question marks that a spreadsheet writes for lost letters passed as text."
)
CAPTION = "Time and memory against the rows of the curated tables, on logarithmic scales; the thin line is proportion."
# What may be measured: key, axis label.
AMOUNTS = (("seconds", "Processor time (s)"), ("own_mb", "Memory beyond imports (MB)"))


def robustness_page(record: Record) -> Markup:
    """Return the page."""
    folder = record.root / "book" / "measured"
    fuzz, growth = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("fuzz", "growth"))
    record.files[FIGURE] = _draw(growth["sizes"])
    return page(heading(1, "Bad files and growth"), _fuzz(fuzz), _growth(growth), record.stamp)


def _fuzz(found: dict[str, Any]) -> Markup:
    kinds = sorted(found["kinds"], key=lambda k: (-k["faults"], -k["other"] / k["runs"], k["kind"]))
    total = {what: sum(k[what] for k in kinds) for what in ("refused", "same", "other", "faults")}
    rows = [[k["kind"], *(f"{k[what]:,}" for what in ("runs", "refused", "same", "other", "faults"))] for k in kinds]
    headings = ("Corruption", "Tried", "Refused", "Same data", "Other data", "Wrong answer")
    return section(
        "Corrupted files",
        f"The files of the curated tables were corrupted {found['runs']:,} times, one file and one corruption at a "
        f"time, with a fixed seed ({found['seed']}). {counted(total['faults'], 'answer')} of the build "
        f"{'was' if total['faults'] == 1 else 'were'} wrong: a crash, a hang, an unclear message or changed data that "
        "a rule could have known.",
        bullets(_outcomes(found, total)),
        MENDED,
        "Kinds of corruption, those that most often pass first:",
        table(headings, rows),
    )


def _outcomes(found: dict[str, Any], total: dict[str, int]) -> list[Markup]:
    """Return what became of the corrupted files, the worst first."""
    files = {what: f"{n:,} files ({percent(n, found['runs'])})" for what, n in total.items()}
    return [
        md(
            "**Other data**: {} were taken, and the tables hold other data than before. In each of them the cells that "
            "differ are exactly those that differ in the file, and no rule can know them to be false: a wrong digit in "
            "a figure, a wrong letter in a note, a row that nothing refers to lost. What changed, by number of files: "
            "{}.",
            files["other"],
            ", ".join(f"{what} ({number:,})" for what, number in found["other"].items()),
        ),
        md(
            "**Refused**: {}. Every one of the {:,} messages names the file, and the line where there is one.",
            files["refused"],
            found["messages"],
        ),
        md("**Same data**: {} were taken and change nothing, as two lines swapped.", files["same"]),
    ]


def _growth(found: dict[str, Any]) -> Markup:
    sizes, machine = found["sizes"], found["machine"]
    rows = [
        [words, *(f"{size[work][key]:,}" for size in sizes), f"{found['exponents'][work][name]:.2f}"]
        for key, name, unit in (("seconds", "time", "s"), ("own_mb", "memory", "MB"))
        for work, words in ((w, f"{look[0]}, {unit}") for w, look in WORK.items())
    ]
    headings = ("What", *(f"{counted(size['rows'], 'row')}" for size in sizes), "Exponent")
    compiled = " and ".join(f"{size['compiled_rows']:,}" for size in (sizes[0], sizes[-1]))
    return section(
        "Growth",
        "How time and memory grow with the rows. An exponent of 1 means in proportion, 2 by the square.",
        table(headings, rows),
        figure(FIGURE, _alternative(found), CAPTION, "growth"),
        md(
            "The tables stand beside renamed copies of themselves, up to {} times their size; with all that is "
            "computed from them that makes {} rows at the smallest and the largest size. What the world has only once "
            "does not grow: {}, and the rules for all dual-use items, which reach the codes of every copy. "
            "Destinations are those that rules name; their number stays.",
            sizes[-1]["times"],
            compiled,
            joined(map(code, found["single"])),
        ),
        "frictionless is a library that checks CSV files against a description. It was given the types, required "
        "cells, closed lists, patterns, primary keys and single references of the same definitions, and the same "
        "files. It checks less: no rules of rows, no law of the rule book, no elements of lists.",
        f"Measured on a machine with {machine['cores']} cores, {machine['system']}, Python {machine['python']}: "
        "processor time after imports, the best of several runs at the smaller sizes; memory is the peak of a process "
        "of its own, without what imports take.",
    )


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
