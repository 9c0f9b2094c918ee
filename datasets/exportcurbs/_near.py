"""The nearest known name."""

from collections.abc import Iterable, Mapping


def guess(text: str, known: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """Return ` Did you mean ...?` with the known id nearest to a text, by id or by name; nothing if none is near."""
    import difflib

    ids = {name.casefold(): known_id for name, known_id in (names or {}).items()} | {k.casefold(): k for k in known}
    close = difflib.get_close_matches(text.casefold(), ids, n=1)
    return f" Did you mean {ids[close[0]]!r}?" if close else ""
