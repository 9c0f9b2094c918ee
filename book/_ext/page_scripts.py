"""Give a page the scripts that its front matter names (`scripts: answers explorer`), and no page any other.

Jupyter Book would put every script of the static folder on every page, in the order in which the disk lists them.
"""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config


def setup(app: Sphinx) -> dict[str, Any]:
    """Take over the choice of scripts, how a search ranks pages, and fix the order of style sheets."""
    app.connect("config-inited", _tidy)
    app.connect("html-page-context", _add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _tidy(app: Sphinx, config: Config) -> None:
    config.html_js_files = []
    config.html_search_scorer = str(Path(app.srcdir) / "_static" / "scorer.js")
    config.html_css_files = sorted(set(config.html_css_files))


def _add(app: Sphinx, page: str, *_: object) -> None:
    for name in app.env.metadata.get(page, {}).get("scripts", "").split():
        app.add_js_file(f"{name}.js", defer="defer")
