"""Letters: those that nobody sees, those that stand for others, and the scripts of languages and columns."""

import re

BLANKS = {
    "\u00a0": "no-break space",
    "\u2009": "thin space",
    "\u200b": "zero-width space",
    "\u202f": "narrow no-break space",
    "\ufeff": "byte order mark",
    "\t": "tab",
}
# What may stand beside Chinese, in columns of one language.
HERE = {
    "latin": {"LATIN", "GREEK", "MICRO", "OHM", "MASCULINE", "FEMININE", "MODIFIER"},
    "chinese": {"LATIN", "GREEK", "MICRO", "OHM", "IDEOGRAPHIC"},
    "japanese": {"LATIN", "GREEK", "MICRO", "OHM", "IDEOGRAPHIC", "KATAKANA", "HIRAGANA"},
}
ODD = {
    "a letter that nobody sees": re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0]"),
    "a radical in place of a letter": re.compile("[\u2e80-\u2fdf]"),
    "a letter of a mathematical alphabet": re.compile("[\U0001d400-\U0001d7ff]"),
    "a letter of compatibility": re.compile("[\uf900-\ufaff\ufb00-\ufb4f\U0002f800-\U0002fa1f]"),
}
# Scripts and the languages that are written in them.
SCRIPTS = {
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja"),
    "HANGUL": ("ko",),
    "CYRILLIC": ("ru", "uk"),
    "ARABIC": ("ar",),
}
