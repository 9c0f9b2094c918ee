"""Rules on the letters of a cell: none that nobody sees, none of another script, none from a wrong encoding."""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from validation.definitions.scripts import BLANKS, HERE, ODD
from validation.definitions.tables import ColumnInfo
from validation.problems import shown

# A longer text is a file pasted into a cell, or a quotation mark that was never closed.
LONGEST = 2_000
# Unicode categories of characters that nobody sees: controls, format marks, private and lost ones, line separators.
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
FORMULA_STARTS = ("=", "+", "-", "@")
# Most cells: plain letters without any of what is looked for below.
PLAIN = re.compile(rf"(?![ =+@-])[ ->@-~]{{0,{LONGEST}}}(?<! )")
EAST_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# What a program writes for a letter that its encoding lacks
MARK_BEFORE_LETTER = re.compile(r"\?[^\W\d_]")
# Alphabets whose letters look alike; a Greek letter may be the sign of a unit or a particle.
ALPHABETS = {"LATIN", "GREEK", "CYRILLIC"}
SYMBOLS = "\u00b5\u03bc\u03a9\u2126\u03b1\u03b2\u03b3"
WORD, WIDE = re.compile(r"[^\W\d_]+"), re.compile(r"[^\x00-\x7f]+")
MARKS = ("Mn", "Mc", "Me")
WESTERN = ("cp1252", "latin-1", "mac_roman")
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def letter_faults(column: ColumnInfo, cell: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the letters of one cell, and what to write instead."""
    if not PLAIN.fullmatch(cell):
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
    scripts = {_alphabet(c) for c in cell} - {""}
    if column.script != "any" and (foreign := scripts - HERE[column.script] - {"CJK", "FULLWIDTH"}):
        yield f"{shown(cell)} holds {_named(foreign)} letters", "write it in Latin letters"
    for word in WORD.findall(cell):
        letters = {_alphabet(c) for c in word if c not in SYMBOLS} & ALPHABETS
        if len(letters) > 1:
            found = f"{shown(word)} mixes {_named(letters)} letters that look alike"
            yield found, "type the word anew"


def _named(scripts: Iterable[str]) -> str:
    return " and ".join(sorted(script.title() for script in scripts))


def _alphabet(letter: str) -> str:
    """Return the script of a letter, an empty text for signs, digits and Latin letters with or without an accent."""
    if letter.isascii() or not letter.isalpha():
        return "" if not letter.isalpha() else "LATIN"
    return unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0]


def _misread(cell: str) -> Iterator[tuple[str, str]]:
    if "\ufffd" in cell or _lost_letter(cell):
        yield f"{shown(cell)} holds a replacement character", "type the lost character"
    if meant := _meant(cell):
        yield f"{shown(cell)} was read in a wrong encoding", f"write {shown(meant)}"
    if unicodedata.normalize("NFC", cell) != cell:
        yield f"{shown(cell)} is not in Unicode form NFC", "type the accented letters anew"
    for name, odd in ODD.items():
        if found := odd.search(cell):
            yield f"{shown(cell)} holds {name} (U+{ord(found[0]):04X})", "type an ordinary letter or digit"
    if any(unicodedata.category(c) in MARKS for c in unicodedata.normalize("NFC", cell)):
        yield f"{shown(cell)} holds a combining mark", "type the accented letter as one"
    if any(unicodedata.category(c) == "Nd" and not c.isascii() and not "\uff10" <= c <= "\uff19" for c in cell):
        yield f"{shown(cell)} holds digits of another script", "write 0 to 9"


def _lost_letter(cell: str) -> bool:
    """Say whether a question mark stands where no sentence ends; an address may hold one."""
    return "?" in cell and ("??" in cell or ("://" not in cell and MARK_BEFORE_LETTER.search(cell) is not None))


def _meant(cell: str) -> str:
    """Return the text whose UTF-8 bytes were read as Western or Chinese text, an empty text if there is none."""
    for encoding in ("cp1252", "latin-1", "mac_roman", "gb18030", "cp932", "big5"):
        western = encoding in WESTERN
        # a part of a cell may be misread; two bytes of a Chinese letter may be those of an accented one
        for part in WIDE.findall(cell) if western else [cell]:
            with contextlib.suppress(UnicodeError):
                text = part.encode(encoding).decode("utf-8")
                if text != part and (western or EAST_ASIAN.search(text)):
                    return str(cell.replace(part, text))
    return ""
