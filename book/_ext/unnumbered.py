"""Leave figures without numbers: the extension for LaTeX asks for them, and to number them every page is read again."""

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config


def _unnumber(_app: Sphinx, config: Config) -> None:
    config.numfig = False


def setup(app: Sphinx) -> dict[str, Any]:
    """Set it after all others, as this one is of the same mind as the settings of the book."""
    app.connect("config-inited", _unnumber, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
