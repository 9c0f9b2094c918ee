"""Sort the pages that a glob of _toc.yml finds by their titles: a reader looks for Tin under T, not under Sn."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx_external_toc.api import Document, FileItem, GlobItem, SiteMap


def _title(page: Path) -> str:
    lines = page.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("# ").casefold() for line in lines if line.startswith("# ")), page.stem)


def _found(folder: Path, pattern: str, site: SiteMap) -> Iterator[FileItem]:
    """Name the pages of a glob by title, those that the table of contents names itself left out."""
    pages = {p.relative_to(folder).with_suffix("").as_posix(): p for p in folder.glob("generated/*.md")}
    wanted = [name for name in pages if fnmatchcase(name, pattern) and name not in site]
    for name in sorted(wanted, key=lambda name: (_title(pages[name]), name)):
        site[name] = Document(docname=name)
        yield FileItem(name)


def _sort(app: Sphinx, config: Config) -> None:
    site: SiteMap = config.external_site_map
    for tree in [tree for name in list(site) for tree in site[name].subtrees]:
        items: list[Any] = []
        for item in tree.items:
            items += _found(Path(app.srcdir), item, site) if isinstance(item, GlobItem) else [item]
        tree.items = items


def setup(app: Sphinx) -> dict[str, Any]:
    """Sort once the table of contents has been read."""
    app.connect("config-inited", _sort, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
