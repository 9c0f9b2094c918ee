"""How charts look: the type face of the book, a few colours with one meaning each, and SVG and PNG of a chart."""

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from fontTools.ttLib import TTFont

from build.write.swap import replacing

# A chart is judged whole when it is drawn, not at every step of putting it together.
alt.utils.schemapi.disable_debug_mode()
FONT = "IBM Plex Sans"
# The acts of the sender, those of the target, those of others; a series without a side; what is past or behind.
SENDER, TARGET, THIRD, SERIES, QUIET = "#b8431a", "#0072b2", "#00775a", "#3d4f63", "#9aa5b1"
INK, FAINT, GRID, PAPER, TINT, WASH = "#2b3440", "#5b6672", "#e3e7eb", "#ffffff", "#f3cdbd", "#eef1f4"
DEEP, STRONG, DEEPEST = "#e39a7a", "#cf6a42", "#5e1f0a"
# What the sender's rules ask for, in the sender's hue: the more, the stronger. Numbers of goods under them, likewise.
LADDER = {"none": PAPER, "licence": TINT, "strict": DEEP, "refused": SENDER, "prohibited": DEEPEST}
# In the dark, too, the strongest colour is that of the severest rule: the stricter, the brighter and the fuller. Steps
# of brightness alone are hard to tell on black: each has a hue of its own as well, from violet over red to yellow.
LADDER_DARK = {
    "none": "var(--pst-color-background)", "licence": "#5f4175", "strict": "#b5415f", "refused": "#ee6c2f",
    "prohibited": "#ffc62e",
}  # fmt: skip
SHADES = [WASH, TINT, DEEP, STRONG, SENDER]
# Each colour in the dark; the style sheet finds it in a picture by its very text.
DARK = {
    SENDER: "#f2936b", TARGET: "#62b6ee", THIRD: "#4fc7a2", SERIES: "#b9c9da", QUIET: "#7f8b97", INK: "#e6eaee",
    FAINT: "#aab4be", GRID: "#3a424b", PAPER: "var(--pst-color-background)", TINT: "#5a2e1e", WASH: "#262d34",
    DEEP: "#96502f", STRONG: "#c87048", DEEPEST: "#ffc08a",
}  # fmt: skip
WIDE, NARROW = 760, 350
WEIGHTS = (400, 600)
FACE = """@font-face {{ font-family: "{font}"; font-weight: {weight}; font-display: swap;
  src: url("{file}") format("woff2"); }}
"""


def _file(book: Path, weight: int, ending: str) -> Path:
    folder = book / "node_modules" / "@fontsource" / "ibm-plex-sans" / "files"
    return folder / f"ibm-plex-sans-latin-{weight}-normal.{ending}"


def serve_style(book: Path) -> None:
    """Write the type face, if it is installed, and the style sheet of its name and the colours to `served/fonts`."""
    with replacing(book / "served" / "fonts") as folder:
        files = {weight: _file(book, weight, "woff2") for weight in WEIGHTS}
        there = {weight: path for weight, path in files.items() if path.exists()}
        faces = "".join(FACE.format(font=FONT, weight=w, file=path.name) for w, path in there.items())
        (folder / "style.css").write_text(faces + _colours(), encoding="utf-8")
        for path in there.values():
            shutil.copyfile(path, folder / path.name)
            shutil.copyfile(path.parents[1] / "LICENSE", folder / "LICENSE")


def _colours() -> str:
    dark = 'html[data-theme="dark"]'
    found = [f'{dark} figure.chart [{p}="{c}"] {{ {p}: {d}; }}' for c, d in DARK.items() for p in ("fill", "stroke")]
    light, shown = (
        f"{{ {' '.join(f'--regime-{name}: {colour};' for name, colour in ladder.items())} }}"
        for ladder in (LADDER, LADDER_DARK)
    )
    # paper is white: what is printed has the colours of the light
    return "\n".join((f"html {light}", "@media screen {", *found, f"{dark} {shown}", "}")) + "\n"


def fonts(book: Path) -> str:
    """Let charts be set in the type face of a book, if it is installed; return the family that they are set in."""
    return FONT if _registered(book) else "sans-serif"


@cache
def _registered(book: Path) -> tempfile.TemporaryDirectory[str] | None:
    """Hand the type face to the renderer, which reads its files when it sets text: the folder lives as long."""
    scratch = tempfile.TemporaryDirectory()
    for weight in WEIGHTS:
        source = _file(book, weight, "woff")
        if not source.exists():
            return None
        face = TTFont(source, recalcTimestamp=False)
        face.flavor = None
        for number in (1, 16):
            face["name"].setName(FONT, number, 3, 1, 0x409)
        face.save(f"{scratch.name}/{weight}.ttf")
    vl_convert.register_font_directory(scratch.name)
    return scratch


def _config(family: str) -> dict[str, Any]:
    axis = {
        "labelColor": FAINT, "labelFontSize": 12, "titleColor": FAINT, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": GRID, "domain": False, "ticks": False, "labelPadding": 6,
    }  # fmt: skip
    return {
        "font": family,
        "aria": False,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "ticks": True, "tickColor": QUIET, "domain": True, "domainColor": QUIET},
        "axisY": {"titleAlign": "left", "titleAngle": 0, "titleAnchor": "end", "titleY": -14, "titleX": 0},
        "legend": {"orient": "top", "title": None, "labelColor": INK, "labelFontSize": 12, "labelLimit": 320,
                   "offset": 6, "symbolStrokeWidth": 1},
        "text": {"color": INK, "fontSize": 12},
        "title": {"anchor": "start", "frame": "bounds", "color": INK, "fontSize": 16, "fontWeight": 600, "offset": 14,
                  "subtitleColor": FAINT, "subtitleFontSize": 12},
    }  # fmt: skip


def svg(chart: Any, family: str) -> str:
    """Return a chart of Altair as SVG."""
    return vl_convert.vegalite_to_svg({**chart.to_dict(), "config": _config(family)}, vl_version="6.4")


def png(picture: str) -> bytes:
    """Return an SVG picture as PNG, at twice its size."""
    return vl_convert.svg_to_png(picture, scale=2)


def alone(chart: Any, title: list[str], subtitle: list[str], source: list[str]) -> Any:
    """Return a chart with the words above and below it, for a file that stands without its page."""
    foot = alt.Chart(alt.InlineData([{}]), width=WIDE, height=13 * len(source))
    words = foot.mark_text(text=source, align="left", baseline="top", fontSize=11, color=FAINT)
    return alt.vconcat(
        chart, words.encode(x=alt.value(0), y=alt.value(0)), title=alt.TitleParams(title, subtitle=subtitle)
    )
