"""Say in every page what it is where it is shared: a description, and title, text and picture for a preview."""

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FEEDS = {"changes.atom": "What changed in the law", "versions.atom": "Versions of the dataset"}


def _add(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    written = Path(app.srcdir) / "generated" / "shared.json"
    if not written.exists():
        return
    shared = json.loads(written.read_text(encoding="utf-8"))
    title = unescape(re.sub(r"<[^>]+>", "", str(context.get("title", "")))) or shared["site"]
    # a picture is found by others under a whole address only; until the site has one, it is given from its root
    root = f"{shared['address'].rstrip('/')}/" if shared["address"] else ""
    said = {
        "og:type": "website",
        "og:site_name": shared["site"],
        "og:title": title,
        "og:description": shared["description"],
        "og:image": root + shared["picture"],
        **({"og:url": f"{root}{page}.html"} if root else {}),
    }
    tags = [f'<meta name="description" content="{escape(shared["description"])}" />']
    tags += [f'<meta property="{name}" content="{escape(words)}" />' for name, words in said.items()]
    for feed, followed in FEEDS.items():
        if (Path(app.srcdir) / "served" / feed).exists():
            address = context["pathto"](feed, 1)
            tags += [f'<link rel="alternate" type="application/atom+xml" title="{followed}" href="{address}" />']
    context["metatags"] = context.get("metatags", "") + "\n" + "\n".join(tags) + "\n"


def setup(app: Sphinx) -> dict[str, Any]:
    """Add to the head of each page."""
    app.connect("html-page-context", _add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
