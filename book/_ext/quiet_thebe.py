"""Silence two extensions that Jupyter Book always loads: they add addresses of other sites and a console error."""

from typing import Any

from sphinx.application import Sphinx

UNWANTED = ("sphinx_thebe", "sphinx_comments")


def setup(app: Sphinx) -> dict[str, Any]:
    """Drop the handlers and the style sheet of the unwanted extensions."""
    for listeners in app.events.listeners.values():
        listeners[:] = [x for x in listeners if not (getattr(x.handler, "__module__", "") or "").startswith(UNWANTED)]
    app.registry.css_files[:] = [c for c in app.registry.css_files if "thebe" not in c[0]]
    return {"parallel_read_safe": True, "parallel_write_safe": True}
