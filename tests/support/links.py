"""The links of a built site, read from its HTML files: what they lead to, and what is missing there."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ANCHOR = re.compile(r'\s(?:id|name)="([^"]+)"')
_LOADED = re.compile(r'<(?:script|img|iframe|link)\b[^>]*\s(?:src|href)="((?:https?:)?//[^"]+)"')
_CODE = re.compile(r"<(?:pre|script)\b.*?</(?:pre|script)>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One HTML file: its text, the addresses it links to and the anchors it offers."""

    path: Path
    text: str

    @property
    def links(self) -> list[str]:
        return [html.unescape(link) for link in _LINK.findall(_CODE.sub("", self.text))]

    @property
    def anchors(self) -> set[str]:
        return {html.unescape(name) for name in _ANCHOR.findall(self.text)}

    @property
    def loaded_from_elsewhere(self) -> list[str]:
        return _LOADED.findall(self.text)


def pages(folder: Path) -> list[Page]:
    """Return every page of a site."""
    found = sorted(p for p in folder.rglob("*.html") if "_static" not in p.parts)
    return [Page(p, p.read_text(encoding="utf-8")) for p in found]


def broken(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield page and address of every link inside a site that leads to no file or to no anchor."""
    site = {page.path.resolve(): page for page in pages(folder)}
    anchors = {path: page.anchors for path, page in site.items()}
    for path, page in site.items():
        for link in dict.fromkeys(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            # `#day=...` sets a form, `#name` leads to a place
            anchor = "" if "=" in parts.fragment else unquote(parts.fragment)
            missing = target in anchors and anchor and anchor not in anchors[target]
            if not target.is_file() or missing:
                yield page.path.relative_to(folder).as_posix(), link
