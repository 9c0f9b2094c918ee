"""The nearest known name."""

import re
from collections.abc import Iterable, Mapping

MOST = 5


def guess(text: str, known: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """Return ` Did you mean ...?` with the known ids nearest to a text, by id or by name; nothing if none is near.

    Near is what is spelt almost alike, else what holds every word of the text, else what is spelt somewhat alike.
    """
    import difflib

    asked, spelt = text.casefold(), {name.casefold(): i for name, i in (names or {}).items()}
    # a text of three letters is like many of two
    ids = {n: i for n, i in (spelt | {k.casefold(): k for k in known}).items() if len(n) > 2 or n == asked}
    words, close = _words(asked), difflib.get_close_matches(asked, ids, n=1, cutoff=0.8)
    close = close or sorted((n for n in ids if words and words <= _words(n)), key=len)
    close = list(dict.fromkeys(ids[n] for n in close or difflib.get_close_matches(asked, ids, n=1)))
    return f" Did you mean {' or '.join(map(repr, close[:MOST]))}?" if close else ""


def _words(text: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"\w{3,}", text.replace("_", " "))}
