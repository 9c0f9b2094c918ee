"""Where a cell of the curated tables stands a second time: questions that the list of what stands twice asks."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property

from tests.support.project import Row
from validation.definitions.base import words

Rows = dict[str, list[Row]]


class Look:
    """The rows of all tables, found by the cells of a column."""

    def __init__(self, tables: Rows) -> None:
        self.tables = tables
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def all(self, table: str, column: str, cell: str) -> list[Row]:
        """Return the rows of a table that hold a cell."""
        if (table, column) not in self._by:
            found: dict[str, list[Row]] = {}
            for row in self.tables[table]:
                found.setdefault(row[column], []).append(row)
            self._by[table, column] = found
        return self._by[table, column].get(cell, [])

    def one(self, table: str, column: str, cell: str) -> Row:
        """Return the row of a key, a row of empty cells if there is none."""
        found = self.all(table, column, cell)
        return found[0] if found else dict.fromkeys(self.tables[table][0], "")

    @cached_property
    def rare_earths(self) -> set[str]:
        return {row["material_id"] for row in self.all("material_groups", "group_id", "rare_earths")}

    def instrument(self, row: Row) -> Row:
        """Return the document of a measure, a period or a listing."""
        measure = row if "instrument_id" in row else self.one("measures", "measure_id", row["measure_id"])
        return self.one("instruments", "instrument_id", measure["instrument_id"])

    @cached_property
    def _series(self) -> Counter[tuple[str, ...]]:
        return Counter(map(series, (r for r in self.tables["observations"] if float(r["value"]) > 0)))

    def figures(self, row: Row) -> int:
        """Return how many positive figures the series of an observation has beside it."""
        return self._series[series(row)] - 1


UNREAD = ("quoted_by", "not_seen")
FORM_TOLD = {"software", "technology"}
CODED = words("trigger issue stated_aim reported_aim demand formality scope outcome settlement")
SERIES = (
    "indicator_id",
    "material_id",
    "group_id",
    "form",
    "hs_code",
    "reporter",
    "partner",
    "statistic",
    "unit",
    "basis",
    "origin",
)
Told = Callable[[Row, str, Look], bool]


def series(row: Row) -> tuple[str, ...]:
    """Return what the figures of one series share."""
    return (*(row[c] for c in SERIES), str(span(row)))


def span(row: Row) -> int:
    """Return how many months a period touches."""
    (y1, m1), (y2, m2) = (map(int, row[c].split("-")[:2]) for c in ("period_start", "period_end"))
    return 12 * (y2 - y1) + m2 - m1


def year(text: str) -> int:
    found = re.search(r"(?<!\d)(1[89]|20)\d\d(?!\d)", text)
    return int(found[0]) if found else 0


def dated_id(row: Row, new: str, look: Look) -> bool:
    found = year(row["source_id"])
    return bool(found and new) and abs(int(new[:4]) - found) > 1


def title_counts(row: Row) -> bool:
    return bool(re.match(r"\d+ ", row["title_en"]))


def unlike(column: str, *pairs: tuple[str, str]) -> Told:
    """Return a test: the title speaks of the old value and not of the new one."""
    words = dict(pairs)

    def tells(row: Row, new: str, look: Look) -> bool:
        old, later = words.get(row[column], ""), words.get(new, "")
        says = bool(old and re.search(old, row["title"])) or row[column] not in words
        return says and not (later and re.search(later, row["title"]))

    return tells


EFFECTS = (
    ("ban", r"\bBan\b|\bban\b|^No |prohibited|Liability"),
    ("denial_in_principle", r"Refusal in principle|Liability"),
    ("strict_review", "review"),
    ("licence", "[Ll]icence|restricted"),
    ("quota", "quota"),
    ("duty", "duty"),
    ("state_trading", "state-trading|qualified firms"),
)
FLOWS = (
    ("re_export_abroad", "passing|of Chinese origin|transfer abroad"),
    ("foreign_made", "foreign-made|made abroad"),
    ("import", "[Nn]o imports"),
)
USES = (
    ("military", "military (use|user|end)"),
    ("wmd", "mass-destruction|terror"),
    ("advanced_chips", "chips"),
    ("military_capability", "military (strength|potential)"),
)


def cites_entry(row: Row, new: str, look: Look) -> bool:
    return bool(re.search(r"gh-2026-catalogue-index\[[a-z_0-9/]+\]", row["source_ids"])) and not row["note"]


def names(row: Row, new: str, look: Look) -> bool:
    return any(row[c] for c in ("name_en_printed", "name_zh_printed"))


def listed(column: str) -> Told:
    return lambda row, new, look: any(
        r[f"{column}_printed"] for r in look.all("listings", "entity_id", row["entity_id"])
    )


def begins(row: Row, new: str, look: Look) -> bool:
    document = look.one("instruments", "instrument_id", row["by_instrument_id"])
    return bool(document["issued"] if row["cause"] == "announced" else document["effective"])


def own(row: Row, new: str, look: Look) -> bool:
    return row["cause"] in ("announced", "takes_effect")


def acts(row: Row, new: str, look: Look) -> bool:
    periods = look.all("measure_periods", "by_instrument_id", row["instrument_id"])
    return any(p["cause"] != "announced" for p in periods)


def announces(row: Row, new: str, look: Look) -> bool:
    periods = look.all("measure_periods", "by_instrument_id", row["instrument_id"])
    return any(p["cause"] == "announced" for p in periods)


def other_document(row: Row, new: str, look: Look) -> bool:
    """A list of another document, whose number or days are known."""
    document = look.one("instruments", "instrument_id", new)
    return any(document[c] and row[c] and document[c] != row[c] for c in ("number", "issued", "effective"))


def other_issuer(row: Row, new: str, look: Look) -> bool:
    issuers = look.one("instruments", "instrument_id", new)["issuer_ids"].split("|")
    return bool(new) and row["actor"] not in (*issuers, "CHN")


def named_by_id(row: Row, new: str, look: Look) -> bool:
    """An actor whom neither the id nor the list of actors names."""
    beside = [r[c].lower() for r in look.all("event_actors", "event_id", row["event_id"]) for c in ("actor", "country")]
    said = re.sub(r"^[\d-]*", "", row["event_id"]).split("-")[0]
    return said != re.split("[_-]", new.lower())[0] and said not in [re.split("[_-]", a)[0] for a in beside]


def editions(row: Row, new: str, look: Look) -> bool:
    return bool(row["instrument_id"])


def of_series(row: Row, new: str, look: Look) -> bool:
    """A figure a thousand times its neighbours, of which there are two at least."""
    old, now = float(row["value"]), float(new or 0)
    return look.figures(row) > 1 and old > 0 and now > 0 and not 0.01 < now / old < 100 and row["flag"] != "outlier"


def dimension(unit: str) -> str:
    mass = {"t": "mass", "kg": "mass", "carat": "mass"}
    money = {"usd": "money", "usd_million": "money", "cny": "money", "jpy_billion": "money"}
    return "price" if "_per_" in unit else (mass | money).get(unit, unit)


def other_dimension(row: Row, new: str, look: Look) -> bool:
    unit = look.one("indicators", "indicator_id", row["indicator_id"])["unit"]
    return dimension(new) != dimension(unit)


def position_says(row: Row, new: str, look: Look) -> bool:
    return row["value_num"] in re.findall(r"\d[\d.]*", row["position"].replace(",", ""))


def printed_by(row: Row, new: str, look: Look) -> bool:
    return any(r["name_zh"] == row["name_zh"] for r in look.all("items", "code", row["code"])) and bool(row["name_zh"])


def title_names(row: Row, new: str, look: Look) -> bool:
    """A code whose name names its subject, in English or Chinese, and not the other material."""
    code = next((c for c in look.all("control_codes", "code", row["code"]) if c["scheme"] == row["scheme"]), None)
    text = f"{code['name_en']} {code['name_zh']} {code['parameters_en']}".lower() if code else ""
    old, later = (look.one("materials", "material_id", m) for m in (row["material_id"], new))
    says = [any(w and w.lower()[:5] in text for w in (m["name_en"], m["name_zh"])) for m in (old, later)]
    return row["role"] == "subject" and says == [True, False]


def base(code: str) -> str:
    return code.partition(".")[0]


def stated_country(row: Row, look: Look) -> bool:
    titles = [look.instrument(r)["title_en"] for r in look.all("listings", "entity_id", row["entity_id"])]
    return any(re.match(r"\d+ (US|Taiwan|Japanese|EU) ", title) for title in titles)
