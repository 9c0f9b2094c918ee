"""Search that finds Chinese and Japanese terms: the stock English index knows only words between spaces."""

import re
from itertools import pairwise
from typing import Any

from sphinx.application import Sphinx
from sphinx.search import SearchEnglish

EAST_ASIAN = "々〇\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f"
_PIECES = re.compile(f"[{EAST_ASIAN}]+|[^\\W{EAST_ASIAN}]+")
# F-35 and SM-6 are words of their own, beside their parts; rare-earth is its parts.
_CALLED = re.compile(r"\b[A-Za-z]{1,5}-[0-9]{1,4}[A-Za-z]?\b")
_RUN = re.compile(f"[{EAST_ASIAN}]")

# The same cut in the browser; a query of two characters or more needs its pairs only. A hyphen before a word means
# nothing: the stock search breaks off where it should leave out a word that is in a title.
_IN_THE_BROWSER = f"""
function splitQuery(query) {{
  const called = "\\\\b[a-z]{{1,5}}-[0-9]{{1,4}}[a-z]?\\\\b";
  const word = "(?:(?![{EAST_ASIAN}])[\\\\p{{L}}\\\\p{{N}}_])+";
  const runs = query.match(new RegExp(`[{EAST_ASIAN}]+|${{called}}|${{word}}`, "giu")) || [];
  return runs.flatMap((run) => {{
    const letters = Array.from(run);
    if (!/[{EAST_ASIAN}]/u.test(run) || letters.length === 1) return [run];
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  }});
}}
"""


class SearchAcrossScripts(SearchEnglish):
    """English, with Chinese and Japanese cut into single characters and pairs of neighbours."""

    js_splitter_code = _IN_THE_BROWSER

    def split(self, input: str) -> list[str]:
        """Return the words of a text."""
        found: list[str] = _CALLED.findall(input)
        for piece in _PIECES.findall(input):
            east_asian = _RUN.match(piece)
            found += [*piece, *(a + b for a, b in pairwise(piece))] if east_asian else [piece]
        return found

    def word_filter(self, word: str) -> bool:
        """Return whether a word enters the index: every one but English stop words."""
        return word not in self.stopwords


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of the English search."""
    app.add_search_language(SearchAcrossScripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
