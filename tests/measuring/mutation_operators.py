"""The faults of single cells: what a slip of the hand, a spreadsheet or a wrong encoding makes of a value."""

import datetime
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.measuring.mutation_kinds import CLOSED, DAYS, KINDS, NAMES, NUMBERS, TEXTS, bounds
from validation.definitions.tables import ColumnInfo, TableInfo

UNITS_APART = {"t": "kg", "kg": "t", "g": "kg", "usd_per_t": "usd_per_kg", "cny_per_t": "cny_per_kg"}
UNITS_APART |= {"usd_per_kg": "usd_per_t", "cny_per_kg": "cny_per_t"}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CODED = (*CLOSED, "digits", *NAMES)


@dataclass(frozen=True)
class Cell:
    """A filled cell with its surroundings; `chance` is seeded by table, column and operator."""

    info: TableInfo
    column: ColumnInfo
    kind: str
    row: dict[str, str]
    neighbour: str
    known: frozenset[str]
    end: datetime.date
    chance: random.Random

    @property
    def value(self) -> str:
        return self.row[self.column.name]


Change = Callable[[Cell], str | None]


def _element(change: Callable[[Cell, str], str | None]) -> Change:
    """Return a change of one element of a list, or of the cell if it is no list; of a source only the key changes."""

    def changed(cell: Cell) -> str | None:
        if not cell.column.each:
            return change(cell, cell.value)
        elements = cell.value.split("|")
        place = cell.chance.randrange(len(elements))
        key, bracket, locator = elements[place].partition("[")
        new = change(cell, key)
        elements[place] = f"{new}{bracket}{locator}"
        return None if new is None else "|".join(elements)

    return changed


def _swapped(cell: Cell, text: str) -> str | None:
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1]]
    if not places:
        return None
    i = cell.chance.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _other(cell: Cell, text: str) -> str | None:
    others = sorted(cell.known - set(cell.value.split("|")) - {text})
    return cell.chance.choice(others) if others else None


def _out_of_range(cell: Cell) -> str | None:
    least, most = bounds(cell.info.name, cell.column.name)
    outside = [f"{most + 1:g}" if most is not None else None, f"{least - 1:g}" if least is not None else None]
    beyond = [text for text in outside if text is not None]
    return cell.chance.choice(beyond) if beyond else None


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def _misread(text: str, encoding: str) -> str | None:
    return None if text.isascii() else text.encode("utf-8").decode(encoding, "replace")


def _year(cell: Cell, year: int) -> str:
    return f"{year:04d}" + cell.value[4:].replace("-02-29", "-02-28")


def _next_day(cell: Cell) -> str | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell.value):
        return None
    return str(datetime.date.fromisoformat(cell.value) + datetime.timedelta(days=1))


def _middle(cell: Cell, mark: str) -> str:
    half = (len(cell.value) + 1) // 2
    return cell.value[:half] + mark + cell.value[half:]


def _letter_for_digit(cell: Cell) -> str | None:
    swapped = re.sub("[01]", lambda m: {"0": "O", "1": "l"}[m[0]], cell.value, count=1)
    return swapped if swapped != cell.value else None


def _wide(cell: Cell) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789" else c for c in cell.value)


def _parts(cell: Cell, change: Callable[[list[str]], list[str]]) -> str | None:
    parts = cell.value.split("|")
    return "|".join(change(parts)) if cell.column.each else None


def _one_source_less(cell: Cell) -> str | None:
    parts = cell.value.split("|")
    return "|".join(parts[1:]) if len(parts) > 1 else None


# name: (kinds of column, what becomes of the value)
CELL: dict[str, tuple[tuple[str, ...], Change]] = {
    "blanked": (KINDS, lambda c: ""),
    "wrong type": ((*DAYS, *NUMBERS, "digits"), lambda c: "many"),
    "thousands mark": (NUMBERS, lambda c: c.value[:1] + "," + (c.value[1:] or "000")),
    "decimal comma": (NUMBERS, lambda c: c.value.replace(".", ",") if "." in c.value else c.value + ",5"),
    "American date": (("day",), lambda c: f"{c.value[5:7]}/{c.value[8:]}/{c.value[:4]}"),
    "impossible month": (DAYS, lambda c: c.value[:5] + "13" + c.value[7:] if len(c.value) > 4 else None),
    "impossible day": (DAYS, lambda c: c.value[:4] + "-02-30" if len(c.value) == 10 else None),
    "out of range": (NUMBERS, _out_of_range),
    "negative": (NUMBERS, lambda c: "-" + c.value if float(c.value) > 0 else None),
    "times 1,000": (NUMBERS, lambda c: _number(float(c.value) * 1000) if float(c.value) else None),
    "unit 1,000 apart": (
        ("closed list",),
        lambda c: n if c.column.name == "unit" and (n := UNITS_APART.get(c.value)) in c.known else None,
    ),
    "wrong case": (CODED, _element(lambda c, t: t.swapcase())),
    "two letters swapped": (CODED, _element(_swapped)),
    "letters appended": (CODED, _element(lambda c, t: t + "x9")),
    "dangling key": (
        ("reference", "sources"),
        _element(lambda c, t: "QQQ" if re.match("[A-Z]{3}$", t) else "no-such-row"),
    ),
    "letter for digit": (KINDS, _letter_for_digit),
    "lost leading zero": (("digits",), lambda c: c.value[1:] if c.value.startswith("0") else None),
    "future date": (DAYS, lambda c: _year(c, c.end.year + 12)),
    "a year ahead": (("day",), lambda c: _year(c, c.end.year + 1)),
    "a century back": (DAYS, lambda c: _year(c, int(c.value[:4]) - 100)),
    "neighbour pasted": (KINDS, lambda c: c.neighbour or None),
    "UTF-8 read as Western": (KINDS, lambda c: _misread(c.value, "cp1252")),
    "UTF-8 read as Chinese": (KINDS, lambda c: _misread(c.value, "gb18030")),
    "lost character": (KINDS, lambda c: _middle(c, "\ufffd")),
    "question marks": (KINDS, lambda c: None if c.value.isascii() else c.value.encode("ascii", "replace").decode()),
    "Chinese letters": (KINDS, lambda c: None if "zh" in c.column.name or "ja" in c.column.name else c.value + "金属"),
    "Latin letters": (("Chinese text",), lambda c: "gallium metal"),
    "full-width digits": (KINDS, _wide),
    "letter of another script": (
        ("English text", "any text", "own key", "word"),
        lambda c: n if (n := c.value.replace("a", "а", 1)) != c.value and re.search("[a-z]а|а[a-z]", n) else None,
    ),
    "letter that nobody sees": (KINDS, lambda c: _middle(c, "\u3164")),
    "combining mark": (TEXTS, lambda c: c.value + "\u20dd"),
    "radical for a letter": (("Chinese text",), lambda c: n if (n := c.value.replace("金", "⾦")) != c.value else None),
    "digits of another script": (TEXTS, lambda c: n if (n := c.value.translate(ARABIC)) != c.value else None),
    "a word read in a wrong encoding": (TEXTS, lambda c: c.value + " cafÃ©"),
    "control character": (KINDS, lambda c: _middle(c, "\x0b")),
    "line break": (KINDS, lambda c: _middle(c, "\n")),
    "no-break space": (KINDS, lambda c: _middle(c, "\u00a0")),
    "space at the end": (KINDS, lambda c: c.value + " "),
    "formula": (KINDS, lambda c: "=" + c.value),
    "empty element": (KINDS, lambda c: c.value + "|" if c.column.each else None),
    "element doubled": (KINDS, lambda c: _parts(c, lambda p: [*p, p[0]])),
    "locator broken": (("sources",), lambda c: c.value.split("|", 1)[0].split("[")[0] + "[p. 1"),
    "locator nested": (("sources",), lambda c: c.value.split("|", 1)[0].split("[")[0] + "[p. [1]]"),
    "one source removed": (("sources",), _one_source_less),
    "another listed value": (("closed list",), _element(_other)),
    "another existing key": (("reference", "sources"), _element(_other)),
    "another number": (NUMBERS, lambda c: _number(float(c.value) + 1)),
    "another day": (DAYS, _next_day),
    "another wording": (("word", *TEXTS), lambda c: c.value + "s"),
}
