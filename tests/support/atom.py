"""The rules of Atom (RFC 4287) that a feed of the book must keep, and that it invents no address."""

import datetime
import re
from xml.etree import ElementTree as Xml

from build import about

ATOM = "{http://www.w3.org/2005/Atom}"
# What may stand in a feed and in an entry, and how often at most (None: any number).
MOST = {"id": 1, "title": 1, "updated": 1, "rights": 1, "content": 1, "author": None, "link": None}


def checked(written: bytes, place: str) -> tuple[Xml.Element, list[Xml.Element]]:
    """Return a feed and its entries, once they keep the rules; place: its own address."""
    root = Xml.fromstring(written)  # noqa: S314 (our own text)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert root.find(f"{ATOM}author/{ATOM}name").text == about.AUTHORS[0]
    ids = [parent.find(f"{ATOM}id").text for parent in (root, *entries)]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", i) for i in ids)
    for parent in (root, *entries):
        tags = [child.tag.removeprefix(ATOM) for child in parent if child.tag != f"{ATOM}entry"]
        assert set(tags) <= set(MOST) and all(tags.count(t) <= (MOST[t] or len(tags)) for t in tags)
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1 and parent.find(f"{ATOM}{name}").text
        assert datetime.datetime.fromisoformat(parent.find(f"{ATOM}updated").text).tzinfo
        pages = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in parent.findall(f"{ATOM}link")]
        assert len(set(pages)) == len(pages) and all(link.get("href") for link in parent.findall(f"{ATOM}link"))
    assert links(root)["self"] == place and (root.get("{http://www.w3.org/XML/1998/namespace}base") is None) is (
        about.ADDRESS is None
    )
    assert all(e.find(f"{ATOM}content").get("type") == "text" and e.find(f"{ATOM}content").text for e in entries)
    assert [list(root).index(e) for e in entries] == list(range(len(root) - len(entries), len(root)))
    return root, entries


def links(parent: Xml.Element) -> dict[str, str]:
    """Return the addresses of a feed or an entry by their kind."""
    return {str(link.get("rel")): str(link.get("href")) for link in parent.findall(f"{ATOM}link")}
