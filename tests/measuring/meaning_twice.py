"""What stands twice in the curated tables: the cells of which a rule can know that they are wrong, and what tells them.

Written before the rules that look at them. A fault in such a cell is knowable; every other cell says something that
nothing else in the dataset says, and only its source can show the fault.
"""

import re
from dataclasses import dataclass

from tests.measuring.meaning_look import (
    CODED,
    EFFECTS,
    FLOWS,
    FORM_TOLD,
    UNREAD,
    USES,
    Told,
    acts,
    announces,
    base,
    begins,
    cites_entry,
    dated_id,
    dimension,
    editions,
    listed,
    named_by_id,
    names,
    of_series,
    other_dimension,
    other_document,
    other_issuer,
    own,
    position_says,
    printed_by,
    stated_country,
    title_counts,
    title_names,
    unlike,
    year,
)


@dataclass(frozen=True)
class Twice:
    """Columns of a table whose cells stand twice: where else, and for which rows and new cells that tells a fault.

    `copies` marks a column whose cells stand in one row only: a copy is seen, an exchange between two rows is not.
    """

    table: str
    columns: tuple[str, ...]
    by: str
    tells: Told = lambda row, new, look: True
    copies: bool = False


SHARED = (
    Twice("countries", ("name", "m49"), "ISO 3166", lambda r, n, k: bool(r["m49"])),
    Twice("countries", ("baci_code",), "the M49 code, but for six countries", lambda r, n, k: bool(r["baci_code"])),
    Twice("countries", ("cow_code",), "no other country has it", copies=True),
    Twice("publishers", ("name",), "no other publisher has it", copies=True),
    Twice("sources", ("url",), "no other source has it", copies=True),
    Twice("sources", ("published",), "the year in the id", dated_id),
    Twice("sources", ("host",), "only a copy that was read has a keeper", lambda r, n, k: r["read_as"] in UNREAD),
    Twice("sources", ("read_as",), "host and quoting source", lambda r, n, k: r["host"] != "issuer" and n in UNREAD),
)
MATERIALS = (
    Twice("materials", ("name_en", "symbol", "atomic_number"), "the periodic table", lambda r, n, k: bool(r["symbol"])),
    Twice("materials", ("name_zh", "name_ja"), "no other material has it", copies=True),
    Twice(
        "materials",
        ("ree_class_china", "ree_class_usgs", "ree_class_eu"),
        "only rare earths have a class",
        lambda r, n, k: not n and r["material_id"] in k.rare_earths and r["material_id"] not in ("Pm", "Sc"),
    ),
)
ITEMS = (
    Twice("list_editions", ("number", "issued", "effective"), "the document that issues it", editions),
    Twice("list_editions", ("instrument_id",), "number and days", other_document),
    Twice(
        "control_codes", ("form",), "goods, software or technology", lambda r, n, k: FORM_TOLD & {r["form"], n} != set()
    ),
    Twice("items", ("section", "direction", "serial"), "the entry in the locator", cites_entry),
    Twice("items", ("scheme",), "the section"),
    Twice("items", ("name_zh",), "the name of the code", printed_by),
    Twice(
        "items",
        ("code",),
        "the order of the entries",
        lambda r, n, k: r["edition_id"] == "licence-2026" and base(n) != base(r["code"]),
    ),
    Twice("item_customs_codes", ("section", "direction", "serial"), "the entry in the locator", cites_entry),
    Twice("item_customs_codes", ("tariff_year", "hs_edition"), "the other of both, and the edition"),
    Twice(
        "item_customs_codes", ("basis",), "six digits are classified", lambda r, n, k: "classified" in (r["basis"], n)
    ),
    Twice("code_materials", ("material_id",), "the name of the code", title_names),
    Twice(
        "code_equivalents",
        ("foreign_code",),
        "the locator",
        lambda r, n, k: "[" in r["source_ids"].partition("eu-2025-annex1")[2][:1],
    ),
    Twice(
        "code_equivalents",
        ("relation", "basis"),
        "the other of both",
        lambda r, n, k: "not_assessed" in (r["relation"], n) or "numbering" in (r["basis"], n),
    ),
)
LAW = (
    Twice(
        "instruments",
        ("number",),
        "the number in the id",
        lambda r, n, k: bool(re.fullmatch(r"cn-(uel-)?\d{4}-\d+", r["instrument_id"])),
    ),
    Twice("instruments", ("issued",), "the periods that it announces", announces),
    Twice("instruments", ("effective",), "the periods that it begins", acts),
    Twice(
        "instruments",
        ("repealed",),
        "the periods that end that day",
        lambda r, n, k: bool(k.all("measures", "instrument_id", r["instrument_id"])) and not r["note"],
    ),
    Twice(
        "instruments",
        ("kind",),
        "the id",
        lambda r, n, k: bool(re.match("cn-(decree|law|uel|tariff)-", r["instrument_id"])),
    ),
    Twice(
        "instruments",
        ("issuer_ids",),
        "the id",
        lambda r, n, k: bool(re.match("cn-(decree|law|uel|gacc|tariff)-", r["instrument_id"])),
    ),
    # a title that states no number denies none
    Twice("instruments", ("title_en",), "the parties listed", lambda r, n, k: title_counts({"title_en": n})),
    Twice("measures", ("effect",), "the title", unlike("effect", *EFFECTS)),
    Twice("measures", ("flow",), "the title", unlike("flow", *FLOWS)),
    Twice("measures", ("end_use",), "the title", unlike("end_use", *USES)),
    Twice("measures", ("duty_pct",), "the title"),
    Twice("measures", ("layer",), "effect, flow and kind of document"),
    Twice("measures", ("end_user", "item_scope"), "the layer, and rows of items or listings"),
    Twice("measure_items", ("scheme",), "the code"),
    Twice("measure_periods", ("first_day",), "the day of its document", begins),
    Twice("measure_periods", ("state", "cause"), "the other of both"),
    Twice(
        "measure_periods",
        ("by_instrument_id",),
        "the rule's own document, or the day",
        lambda r, n, k: own(r, n, k) or begins(r, n, k),
    ),
    Twice("entities", ("name_en",), "the printed name", listed("name_en")),
    Twice("entities", ("name_zh",), "the printed name", listed("name_zh")),
    Twice("entities", ("country",), "the notice that lists it", lambda r, n, k: stated_country(r, k)),
    Twice("listings", ("entity_id",), "the printed names", names),
    Twice(
        "listings",
        ("measure_id",),
        "the number of parties that a notice states",
        lambda r, n, k: r["listed_as"] == "party" and title_counts(k.instrument(r)),
    ),
    Twice("listings", ("list",), "effect and document of the rule"),
    Twice(
        "listings",
        ("listed_as",),
        "the number of parties that the notice states",
        lambda r, n, k: "party" in (r["listed_as"], n) and title_counts(k.instrument(r)),
    ),
    Twice("listings", ("position",), "the locator, and the places of the others"),
    Twice("listings", ("name_en_printed", "name_zh_printed"), "the name of the party"),
    Twice(
        "coverage",
        ("last_day",),
        "the day of the record",
        lambda r, n, k: n > max(s["tracks_notices_to"] for s in k.tables["sources"]),
    ),
)
EPISODES = (
    Twice("episodes", ("first_day",), "its first event"),
    Twice("episodes", CODED, "the codings"),
    Twice("codings", ("value",), "the two codings"),
    Twice("coding_rules", ("position",), "the places of the others"),
    Twice("events", ("event_id", "date"), "id and date"),
    Twice("events", ("date_earliest",), "the id", lambda r, n, k: not r["event_id"].startswith(n[:7])),
    Twice("events", ("actor",), "the id", named_by_id),
    Twice("events", ("instrument_id",), "the issuer", other_issuer),
    Twice("questions", ("episode_id",), "the id", lambda r, n, k: bool(re.match(r"[a-z]+\d{4}-", r["question_id"]))),
    Twice("claims", ("question_id", "claim_id"), "the other of both"),
    Twice(
        "claims", ("value_num",), "the position", lambda r, n, k: r["value_type"] == "number" and position_says(r, n, k)
    ),
    Twice("claims", ("value_date",), "the position"),
)
TRADE = (
    Twice("indicators", ("title", "definition"), "no other indicator has it", copies=True),
    Twice("indicators", ("unit",), "its figures", lambda r, n, k: dimension(n) != dimension(r["unit"])),
    Twice("observations", ("unit",), "the indicator", other_dimension),
    Twice(
        "observations",
        ("indicator_id",),
        "the unit",
        lambda r, n, k: other_dimension(r | {"indicator_id": n}, r["unit"], k),
    ),
    Twice("observations", ("hs_edition",), "the year", lambda r, n, k: year(n) > year(r["period_start"]) + 1),
    Twice(
        "observations",
        ("period_start", "period_end"),
        "a period is whole months",
        lambda r, n, k: n[8:] not in ("", "01", "28", "29", "30", "31") or r["period_start"][8:] != "01",
    ),
    Twice("observations", ("value",), "its neighbours in the series", of_series),
    Twice("trade_flows", ("hs_edition",), "the year", lambda r, n, k: year(n) > year(r["period_start"])),
    Twice("tariff_lines", ("hs6",), "the customs code"),
)
USED = (
    Twice("applications", ("category",), "the wider application", lambda r, n, k: bool(r["parent_id"])),
    Twice("applications", ("title",), "no other application has it", copies=True),
    Twice("platforms", ("name",), "no other platform has it", copies=True),
    Twice("material_uses", ("sector",), "the use", lambda r, n, k: n == "defence" and r["defence"] == "civil"),
    Twice("material_uses", ("defence",), "the sector", lambda r, n, k: n == "civil" and r["sector"] == "defence"),
)
TWICE = (*SHARED, *MATERIALS, *ITEMS, *LAW, *EPISODES, *TRADE, *USED)
