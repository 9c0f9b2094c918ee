"""Names for the ids of the data where a reader expects a name: groups, units, origins, languages, countries."""

import datetime
from collections.abc import Mapping
from typing import Any

import pycountry

GROUPS = {
    "govini_five_minerals": "Five minerals of the Govini study",
    "light_rare_earths": "Light rare earths",
    "medium_heavy_rare_earths": "Medium and heavy rare earths",
    "rare_earths": "Rare earths",
    "superhard_materials": "Superhard materials",
}
_MONEY = {"usd": "US dollars", "cny": "yuan", "jpy": "yen"}
_MEASURES = {"mtu": "metric ton unit", "troy_oz": "troy ounce", "lb": "pound"}
_LARGE = ("million", "billion", "trillion")
# Countries whose name takes an article in a sentence.
_ARTICLE = ("United ", "Netherlands", "Philippines", "Rest of the world", "Bahamas", "Gambia", "Maldives", "Comoros")
_SHORT = {
    "aip": "AIP",
    "aj": "A.J.",
    "asd": "ASD",
    "be": "Be",
    "cn": "CN",
    "crs": "CRS",
    "csis": "CSIS",
    "dla": "DLA",
    "dod": "DoD",
    "gao": "GAO",
    "hwjs": "HWJS",
    "iiss": "IISS",
    "intl": "International",
    "jpo": "JPO",
    "lrdr": "LRDR",
    "mda": "MDA",
    "nato": "NATO",
    "nrcan": "Natural Resources Canada",
    "nyt": "New York Times",
    "spie": "SPIE",
    "us": "US",
    "usgs": "USGS",
}
_SMALL = ("assessment", "by", "from", "inferred", "news", "recycling", "report", "review", "stockpile")


def group_name(key: str) -> str:
    """Return the name of a group of materials; one without a name here goes by its id."""
    return GROUPS.get(key) or key.replace("_", " ").capitalize()


def language_name(key: str) -> str:
    """Return the English name of a language by its code of two letters."""
    found = pycountry.languages.get(alpha_2=key)
    return str(found.name) if found else key


def unit_name(unit: str) -> str:
    """Return a unit in words: `usd_per_kg` is US dollars per kg, `jpy_billion` billion yen."""
    money, _, rest = unit.partition("_")
    if money not in _MONEY:
        return unit.replace("_", " ")
    if rest in _LARGE:
        return f"{rest} {_MONEY[money]}"
    per = rest.removeprefix("per_")
    return f"{_MONEY[money]} per {_MEASURES.get(per, per.replace('_', ' '))}" if rest else _MONEY[money]


def basis_name(basis: str) -> str:
    """Return a basis of a figure in words, places with a capital."""
    words = basis.replace("_", " ")
    return words.replace("china", "China").replace("europe", "Europe").replace("rotterdam", "Rotterdam")


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


def value_name(value: str) -> str:
    """Return a value of a closed list in words, places with a capital."""
    return value.replace("_", " ").replace("taiwan", "Taiwan")


def unbroken(words: object) -> str:
    """Return days with hyphens at which no line breaks."""
    return str(words).replace("-", "\u2011")


def spaced(value: str | None) -> str:
    """Return a value of a closed list in words, nothing for None."""
    return (value or "").replace("_", " ")


def percent(part: int, whole: int) -> str:
    """Return a share in percent, without decimals unless it would read 0 or 100 where it is not."""
    if not whole:
        return "–"
    share = 100 * part / whole
    rounded_away = (part and share < 0.5) or (part < whole and share >= 99.5)
    return f"{share:.1f} %" if rounded_away else f"{share:.0f} %"


def day_name(day: datetime.date) -> str:
    """Return a day as it stands in a text: 4 April 2025."""
    return f"{day.day} {day:%B %Y}"


def month_name(day: datetime.date) -> str:
    """Return the month of a day as it stands in a text: April 2025."""
    return f"{day:%B %Y}"
