"""Rules on the letters of a cell: none that nobody sees, none of another script, none from a wrong encoding."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator

from validation.definitions.tables import ColumnInfo
from validation.problems import shown

BLANKS = {
    "\u00a0": "no-break space",
    "\u2009": "thin space",
    "\u200b": "zero-width space",
    "\u202f": "narrow no-break space",
    "\ufeff": "byte order mark",
    "\t": "tab",
}
# A longer text is a file pasted into a cell, or a quotation mark that was never closed.
LONGEST = 2_000
# Unicode categories of characters that nobody sees: controls, format marks, private and lost ones, line separators.
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
FORMULA_STARTS = ("=", "+", "-", "@")
EAST_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# What a program writes for a letter that its encoding lacks
MARK_BEFORE_LETTER = re.compile(r"\?[^\W\d_]")
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def letter_faults(column: ColumnInfo, cell: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the letters of one cell, and what to write instead."""
    plain = cell.isascii() and cell.isprintable() and cell == cell.strip() and not _lost_letter(cell)
    if plain and len(cell) <= LONGEST and not cell.startswith(FORMULA_STARTS):
        return
    yield from (*_shape(cell), *_unseen(cell), *_misread(cell), *_script(column, cell))


def _shape(cell: str) -> Iterator[tuple[str, str]]:
    if cell != cell.strip():
        yield f"{shown(cell)} has a space at an end", "remove it"
    if cell.startswith(FORMULA_STARTS) and not NEGATIVE.fullmatch(cell):
        yield f"{shown(cell)} begins like a spreadsheet formula", "begin it with another character"
    if len(cell) > LONGEST:
        yield f"{shown(cell)} has {len(cell):,} characters", f"write at most {LONGEST:,}"


def _unseen(cell: str) -> Iterator[tuple[str, str]]:
    for mark, kind in BLANKS.items():
        if mark in cell:
            yield f"{shown(cell)} holds a {kind}", "write a plain space or nothing"
    # U+3000 is the space of Chinese and Japanese text.
    for blank in sorted({c for c in cell if unicodedata.category(c) == "Zs" and c not in {*BLANKS, " ", "\u3000"}}):
        yield f"holds the blank U+{ord(blank):04X}", "write a plain space"
    for control in sorted({c for c in cell if unicodedata.category(c) in UNSEEN and c not in BLANKS}):
        yield f"holds the character U+{ord(control):04X}", "remove it"


def _script(column: ColumnInfo, cell: str) -> Iterator[tuple[str, str]]:
    if column.script == "latin" and EAST_ASIAN.search(cell):
        yield f"{shown(cell)} holds Chinese or full-width letters", "write it in Latin letters"


def _misread(cell: str) -> Iterator[tuple[str, str]]:
    if "\ufffd" in cell or _lost_letter(cell):
        yield f"{shown(cell)} holds a replacement character", "type the lost character"
    if meant := _meant(cell):
        yield f"{shown(cell)} was read in a wrong encoding", f"write {shown(meant)}"
    if unicodedata.normalize("NFC", cell) != cell:
        yield f"{shown(cell)} is not in Unicode form NFC", "type the accented letters anew"


def _lost_letter(cell: str) -> bool:
    """Say whether a question mark stands where no sentence ends; an address may hold one."""
    return "?" in cell and ("??" in cell or ("://" not in cell and MARK_BEFORE_LETTER.search(cell) is not None))


def _meant(cell: str) -> str:
    """Return the text whose UTF-8 bytes were read as Western or Chinese text, an empty text if there is none."""
    for encoding in ("cp1252", "latin-1", "gb18030"):
        with contextlib.suppress(UnicodeError):
            text = cell.encode(encoding).decode("utf-8")
            # two bytes of a Chinese letter may be those of an accented one
            if text != cell and (encoding != "gb18030" or EAST_ASIAN.search(text)):
                return text
    return ""
