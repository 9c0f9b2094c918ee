"""How a row cites: `key` or `key[locator]`."""

import re

SOURCE = re.compile(r"^(?P<key>[^\[\]|\s]+)(?:\[(?P<locator>[^\[\]|]+)\])?$")


def split_source(text: str) -> tuple[str, str | None] | None:
    """Return key and locator of `key[locator]`, or None if the text has another shape."""
    match = SOURCE.fullmatch(text)
    return (match["key"], match["locator"]) if match else None


def source_key(text: str) -> str:
    """Return the key of a citation that has been parsed before."""
    return text.split("[", 1)[0]
