"""Figures that Vega-Lite cannot say: SVG pictures that depend on the data and on nothing else."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib.figure import Figure


@contextmanager
def drawing(**settings: Any) -> Iterator[None]:
    """Draw with settings that depend on no machine; text is text, dollar signs begin no mathematics."""
    own: Any = {"svg.hashsalt": "exportcurbs", "font.size": 9.0, "text.parse_math": False, **settings}
    with matplotlib.style.context("default"), mpl.rc_context(own):
        yield


def svg(figure: Figure) -> bytes:
    """Return a figure as SVG."""
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
