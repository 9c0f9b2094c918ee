"""Names for the ids of the data where a reader expects a name: groups, units, origins, languages, countries."""

import csv
import datetime
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

WORDS = Path(__file__).resolve().parents[2] / "templates" / "words.csv"


@cache
def words_of(kind: str) -> dict[str, str]:
    """Return the words for the values of a closed list, in the order in which `book/templates/words.csv` holds them."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        found = {row["value"]: row["words"] for row in csv.DictReader(file) if row["of"] == kind}
    if not found:
        raise KeyError(kind)
    return found


GROUPS = words_of("group")
_MONEY = {"usd": "US dollars", "cny": "yuan", "jpy": "yen"}
_MEASURES = {"mtu": "metric ton unit", "troy_oz": "troy ounce", "lb": "pound"}
_LARGE = ("million", "billion", "trillion")
# Countries whose name takes an article in a sentence.
_ARTICLE = ("United ", "Netherlands", "Philippines", "Rest of the world", "Bahamas", "Gambia", "Maldives", "Comoros")
_SHORT, _UNITS = words_of("word of an origin"), words_of("unit")
# What a grade of evidence means, in the few words that fit beside a number.
GRADES = words_of("grade")
_SMALL = ("assessment", "by", "from", "inferred", "news", "recycling", "report", "review", "stockpile")


def group_name(key: str) -> str:
    """Return the name of a group of materials; one without a name here goes by its id."""
    return GROUPS.get(key) or key.replace("_", " ").capitalize()


def subject(row: Mapping[str, Any]) -> str:
    """Return the material or the group that a row is about, nothing if it names neither."""
    return row["material_id"] or row["group_id"] or ""


def language_name(key: str) -> str:
    """Return the English name of a language by its code of two letters."""
    found = pycountry.languages.get(alpha_2=key)
    return str(found.name).partition(" (")[0] if found else key


def unit_name(unit: str) -> str:
    """Return a unit in words: `usd_per_kg` is US dollars per kg, `jpy_billion` billion yen."""
    money, _, rest = unit.partition("_")
    if money not in _MONEY:
        return _UNITS.get(unit) or unit.replace("_", " ")
    if rest in _LARGE:
        return f"{rest} {_MONEY[money]}"
    per = rest.removeprefix("per_")
    return f"{_MONEY[money]} per {_MEASURES.get(per, per.replace('_', ' '))}" if rest else _MONEY[money]


def origin_name(origin: str) -> str:
    """Return whose figure it is, from the id of an origin: `dod-assessment-2012` is DoD assessment 2012."""
    words = (_SHORT.get(w) or (w if w in _SMALL else w.capitalize()) for w in origin.split("-"))
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def in_a_sentence(place: str) -> str:
    """Return the name of a country as it stands in a sentence: the United States, Japan."""
    if not place.startswith(_ARTICLE):
        return place
    return f"the {place[0].lower() + place[1:] if place.startswith('Rest') else place}"


def called(instrument: Mapping[str, Any]) -> str:
    """Return the number of a document, or its title where it has none."""
    return str(instrument["number"] or instrument["title_en"])


def unbroken(words: object) -> str:
    """Return days with hyphens at which no line breaks."""
    return str(words).replace("-", "\u2011")


def spaced(value: str | None) -> str:
    """Return a value of a closed list in words, places with a capital, nothing for None."""
    words = (value or "").replace("_", " ")
    return re.sub(r"\b(china|europe|rotterdam|taiwan)\b", lambda place: place[0].capitalize(), words)


def percent(part: int, whole: int) -> str:
    """Return a share in percent, without decimals unless it would read 0 or 100 where it is not."""
    if not whole:
        return "–"
    share = 100 * part / whole
    rounded_away = (part and share < 0.5) or (part < whole and share >= 99.5)
    end = "< 0.1 %" if 0 < share < 0.05 else "> 99.9 %" if 99.95 <= share < 100 else ""
    return end or (f"{share:.1f} %" if rounded_away else f"{share:.0f} %")


def graded(grade: str) -> str:
    """Return a grade of evidence with its meaning."""
    return f"grade {grade}: {GRADES[grade]}"


def day_name(day: datetime.date) -> str:
    """Return a day as it stands in a text: 4 April 2025."""
    return f"{day.day} {day:%B %Y}"


def month_name(day: datetime.date) -> str:
    """Return the month of a day as it stands in a text: April 2025."""
    return f"{day:%B %Y}"
