"""What stands twice across cells and tables: cells that go together, and cells that follow from others."""

import re
from typing import Any

import periodictable
import pycountry

# Rows that share the first cells share the others: one text says one thing, one source keeps to its ways.
TOGETHER = (
    ("measure_conditions", ("text_en",), ("property", "operator", "value", "unit")),
    ("use_industries", ("scheme", "code"), ("title",)),
    ("use_shares", ("application_id", "printed_item"), ("mapping",)),
    ("material_uses", ("application_id", "defence", "printed_item"), ("sector",)),
    ("wto_steps", ("case_id",), ("complainant",)),
    ("event_actors", ("actor",), ("country",)),
    ("trade_flows", ("source_id", "flow"), ("currency", "valuation")),
    ("trade_flows", ("source_id", "period_start"), ("hs_edition",)),
    ("trade_flows", ("valuation",), ("flow",)),
    ("trade_indices", ("source_id", "reporter"), ("flow",)),
)

# Words for what is left over, and nothing besides.
REST = re.compile(r"(?i)(\d+ percent )?(all )?others?( uses| applications| products)?")

# What a cell may hold by another: a list of cells for each cell of that other.
Lists = dict[Any, list[str]]
_HS = {"HS2002": range(2002, 2007), "HS2007": range(2007, 2012), "HS2012": range(2012, 2017)}
_HS |= {"HS2017": range(2017, 2022), "HS2022": range(2022, 2028), "HS2028": range(2028, 2033)}
HS_OF: Lists = {year: [edition] for edition, years in _HS.items() for year in years}
CUSTOMS: Lists = {"gacc": ["CHN"], "japan-mof": ["JPN"], "us-census": ["USA"]}
USGS: Lists = {e.number: ["light" if 57 <= e.number <= 64 else "heavy"] for e in periodictable.elements}
# British spellings of elements that the periodic table spells in the American way.
_SPELT = {"aluminum": "Aluminium", "cesium": "Caesium", "sulfur": "Sulphur"}
ELEMENTS: Lists = {e.symbol: [_SPELT.get(e.name, e.name.capitalize())] for e in periodictable.elements}
# Names of ours that ISO 3166 does not give, and the codes of BACI that are not those of M49.
_OURS = {"COD": "DR Congo", "RUS": "Russia", "TUR": "Turkey"}
_BACI = {"CHE": 757, "FRA": 251, "IND": 699, "NOR": 579, "TWN": 490, "USA": 842}
_NAMES = ("name", "common_name", "official_name")
COUNTRIES: Lists = {
    c.alpha_3: [*(getattr(c, n) for n in _NAMES if hasattr(c, n)), *([_OURS[c.alpha_3]] if c.alpha_3 in _OURS else [])]
    for c in pycountry.countries
}
M49: Lists = {c.alpha_3: [c.numeric] for c in pycountry.countries}
BACI: Lists = {c.alpha_3: [str(_BACI.get(c.alpha_3, int(c.numeric)))] for c in pycountry.countries}
STATES_OF: Lists = {
    "announced": ["announced_not_effective"],
    "takes_effect": ["in_force"],
    "suspended": ["suspended", "suspended_before_effect"],
    "resumed": ["in_force", "announced_not_effective"],
    "carried_over": ["in_force", "ended"],
    "repealed": ["ended"],
    "expired": ["ended"],
    "stopped": ["ended"],
}
SYSTEMS: Lists = {"classified": ["HS6"], "announcement": ["CN10", "CN8"], "catalogue": ["CN10", "CN8"]}
SCHEMES: Lists = {
    "dual_use": ["dual_use"],
    "nuclear": ["nuclear"],
    "chemical": ["chemical"],
    "isotope": ["class"],
    "cryptography": ["class"],
    "precursor_1": ["precursor"],
    "precursor_2": ["precursor"],
    "precursor_3": ["precursor"],
}
# Whether several older and several newer codes make up a link.
RELATIONS: Lists = {
    (False, False): ["same"],
    (False, True): ["split"],
    (True, False): ["merge"],
    (True, True): ["complex"],
}
# The words before a printed figure that make it a bound.
HEDGES = {
    "about": "about|approximately|around|roughly|nearly|almost|estimated|~",
    "at_least": "more than|over|at least|exceeding",
    "at_most": "less than|under|up to|as much as",
}
MILITARY = {True: ["defence", "both"], False: ["civil", "both", "not_stated"]}
UNSPECIFIC: Lists = {"software": ["software"], "technology": ["technology"]}

# The words of a title that speak of a value; a value that the title does not speak of is wrong.
EFFECTS = {
    "ban": r"\b[Bb]an(?:ned)?\b|^No |prohibited|Liability",
    "denial_in_principle": r"[Rr]efus|Liability",
    "strict_review": r"review",
    "licence": r"[Ll]icen[cs]e|restricted",
    "quota": r"[Qq]uota|capped",
    "duty": r"\bduty\b",
    "state_trading": r"state-trading|[Qq]ualified firms|designated units|reserved to",
}
# Words of a title that only one value goes with.
ONLY = {
    "flow": {
        "re_export_abroad": r"\bpassing\b|of Chinese origin|transfer abroad",
        "foreign_made": r"foreign-made|made abroad",
        "import": r"\b[Nn]o imports\b",
    },
    "end_use": {
        "military": r"military (?:users?|uses?|end)\b",
        "wmd": r"mass-destruction|terror",
        "advanced_chips": r"advanced chips",
        "military_capability": r"military (?:strength|potential)",
    },
    "destinations": {
        "USA": r"\b(?:to the US|for US|to the United States)\b",
        "JPN": r"\bJapanese military\b|to Japan\b",
    },
}

# What ids that begin so say of kind (nothing: of any kind) and issuer (nothing: several issue such documents).
SERIES: dict[str, tuple[tuple[str, ...], str]] = {
    "cn-decree": (("regulation",), "state_council"),
    "cn-law": (("law",), "npcsc"),
    "cn-uel": (("list_notice",), "uel_mechanism"),
    "cn-tariff": (("tariff_plan",), "cntc"),
    "cn-gacc": ((), "gacc"),
    "cn-setc": ((), "setc"),
    "cn-order": (("order", "catalogue"), ""),
    "cn-order-mofcom": ((), "mofcom"),
    "cn-order-moftec": ((), "moftec"),
}

# The last serial of each part of the 2026 licence catalogue, all of whose entries are recorded or named as gaps.
CATALOGUE = "licence-2026"
LAST_SERIALS = {
    ("dual_use", "export"): 846,
    ("nuclear", "export"): 159,
    ("precursor_1", "export"): 63,
    ("precursor_2", "export"): 13,
    ("chemical", "import"): 74,
    ("precursor_1", "import"): 63,
    ("isotope", "import"): 10,
    ("cryptography", "import"): 4,
}

KNOWN = {"published": ("published_day",), "issued": ("issued", "issued_latest")}
GITHUB, SUBSTITUTED = ["data_repository", "self_published"], ["full", "partial", "not_stated"]
HEAVY = ["medium_heavy_rare_earths", "rare_earths"]
GROUPS = {"light": ["light_rare_earths", "rare_earths"], "medium": HEAVY, "heavy": HEAVY}
SHARP = {"alloy", "magnet", "metal", "oxide", "target"}
FIGURES, WORDS = ("quantity", "amount", "value"), ("text_en", "condition_en", "printed_item", "summary")
# Words that limits go with, and words that, right before the figure, deny them.
LIMITS = {
    "g": (r"[Mm]ore|over\b|above|least|exceed", r"(?:below|under|less than|up to|at most) "),
    "l": (r"less|below|under|up to|within|most|to \d|fewer|smaller", r"(?:over|above|more than|at least) "),
}
# Words of a position that the unit of its number goes with.
CLAIMED = {
    "usd_billion": r"billion dollars|\$",
    "jpy_trillion": "trillion yen",
    "percent": "percent",
    "t": r"\d t\b",
    "kg": r"\bkg\b",
    "days": r"\bdays?\b",
    "months": r"\bmonths?\b",
    "years": r"\byears?\b",
}
SIGNS = {-1: r"\b(?:lower|fell|falls?|drop\w*|declin\w*|decreas\w*)\b", 1: r"\b(?:higher|rose|rises?|increas\w*)\b"}
# Languages that titles name.
LANGUAGES = {"(Japanese": "ja", "(Chinese": "zh", "(German": "de", "(French": "fr", "(Russian": "ru"}
RECIPES: Lists = {"share": ["percent"], "change": ["percent"], "ratio": ["ratio"]}
# Listings and controls never ease, and pauses never sharpen.
_HARD, _SOFT = ["onset", "escalation"], ["easing", "end"]
_ROLES = ["trigger", "threat", "reaction", "context"]
ROLES: Lists = {k: [*_ROLES, *_HARD] for k in ("entity_listing", "export_control", "sanction")}
ROLES["suspension"] = [*_ROLES, *_SOFT]
UNITS = {"kg": r"kg\b|kilogram", "t": r"\d t\b|\d tons\b", "lb": r"lbs?\b|pounds?\b"}

# States that wait for another one: the document that brings them about says for which day.
WAITING = {
    "announced_not_effective": "the planned day of effect",
    "suspended": "the planned end of the suspension (an open one has no planned_last)",
    "suspended_before_effect": "the planned end of the suspension (an open one has no planned_last)",
}
# A cell, the cell that says what it may hold, and how: by a list, as its words say, or as the rows that it names
# (their table, the column with its name, the column that says it).
FOLLOWS: tuple[tuple[str, str, str, Lists | str | tuple[str, str, str]], ...] = (
    ("measure_periods", "state", "cause", STATES_OF),
    ("measures", "duty_pct", "title", r"([\d.]+) percent"),
    ("listings", "position", "source_ids", r"\[no\. (\d+)\]"),
    ("list_editions", "issued", "instrument_id", ("instruments", "instrument_id", "issued")),
    ("list_editions", "effective", "instrument_id", ("instruments", "instrument_id", "effective")),
    ("items", "scheme", "section", SCHEMES),
    ("item_customs_codes", "system", "basis", SYSTEMS),
    ("item_customs_codes", "hs_edition", "tariff_year", HS_OF),
    ("item_customs_codes", "tariff_year", "edition_id", r"(?:19|20)\d\d"),
    ("control_codes", "form", "goods_or_technology", UNSPECIFIC),
    ("control_codes", "goods_or_technology", "form", UNSPECIFIC),
    ("materials", "name_en", "symbol", ELEMENTS),
    ("materials", "symbol", "material_id", r"^[A-Z][a-z]?$"),
    ("materials", "ree_class_usgs", "atomic_number", USGS),
    ("applications", "category", "parent_id", ("applications", "application_id", "category")),
    ("stockpiles", "year", "day", r"^\d{4}"),
    ("observations", "reporter", "origin", CUSTOMS),
    ("indicators", "unit", "indicator_id", ("observations", "indicator_id", "unit")),
    ("events", "episode_ids", "instrument_id", ("instruments", "instrument_id", "episode_ids")),
    ("wto_steps", "case_id", "document", r"DS\d+"),
    ("wto_steps", "date", "event_id", ("events", "event_id", "date")),
    ("events", "role", "kind", ROLES),
    ("replications", "unit", "recipe", RECIPES),
    ("countries", "name", "iso3", COUNTRIES),
    ("countries", "m49", "iso3", M49),
    ("countries", "baci_code", "iso3", BACI),
    ("claims", "question_id", "claim_id", r"^(.*)-\d+$"),
)
