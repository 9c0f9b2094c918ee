"""Atom feeds (RFC 4287) of a book without an address: ids made of names, links that begin at the feed's own place."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as Xml

from build import about


class Entry(NamedTuple):
    """One entry; its id is made of `key`, which stays for good. `links` holds an address for each kind of link."""

    key: str
    title: str
    day: datetime.date
    page: str
    text: str
    links: Mapping[str, str]


def atom(place: str, key: uuid.UUID, title: str, page: str, day: datetime.date, entries: Iterable[Entry]) -> bytes:
    """Return a feed; place and page: its own address and that of its page, day: the last that it tells of (China's)."""
    root = Xml.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    if about.ADDRESS:
        root.set("xml:base", f"{about.ADDRESS.rstrip('/')}/")
    _head(root, key, title, day, page)
    Xml.SubElement(root, "link", rel="self", type="application/atom+xml", href=place)
    Xml.SubElement(Xml.SubElement(root, "author"), "name").text = about.AUTHORS[0]
    Xml.SubElement(root, "rights").text = about.DATA_LICENCE
    for item in entries:
        entry = Xml.SubElement(root, "entry")
        _head(entry, uuid.uuid5(key, item.key), item.title, item.day, item.page)
        for rel, address in item.links.items():
            Xml.SubElement(entry, "link", rel=rel, href=address)
        Xml.SubElement(entry, "content", type="text").text = item.text
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _head(parent: Any, key: uuid.UUID, title: str, day: datetime.date, page: str) -> None:
    Xml.SubElement(parent, "id").text = key.urn
    Xml.SubElement(parent, "title").text = title
    Xml.SubElement(parent, "updated").text = f"{day}T00:00:00+08:00"
    Xml.SubElement(parent, "link", rel="alternate", type="text/html", href=page)
