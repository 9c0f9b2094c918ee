"""The page that shows status at a glance: materials by destination on a day, and what is controlled to one."""

import datetime
from collections import Counter
from collections.abc import Iterator

import exportcurbs as ec
from exportcurbs._reader import Row

from book.pages.ask import words
from book.pages.ask.answers import answers
from book.pages.ask.words import FREE, LISTS, REGIME_WORDS, once, partly, resting
from book.pages.common.markup import Markup
from book.pages.common.names import called, day_name, in_a_sentence
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.law.charts import BINDING

# Columns of the map: destinations that a rule singles out, each for two end uses.
SHOWN, USES = ("ROW", "USA", "JPN", "PRK"), ("civil", "military")
LED = ("JPN", "USA")
FIRST, GROUP = "JPN", "medium_heavy_rare_earths"
SEVERAL, SAME = "several materials", "the same holds"
HEADINGS = ("Material", "Goods", "Civil use", "Military use", "Suspended")


def glance_page(record: Record) -> Markup:
    """Return the page with the map of materials and destinations, and the table of what is controlled to one."""
    heads = {g["goods_id"]: sorted(record.heads.get(g["goods_id"], ())) for g in record.rows("goods")}
    more = {"heads": heads, "conditions": _conditions(record), "first": FIRST}
    return from_template(
        "glance",
        record,
        leads=[lead(record, heads, place) for place in LED] if record.last_day else [],
        summed=summed(record, heads),
        apart=apart(record, heads),
        group=GROUP,
        first=FIRST,
        destination=in_a_sentence(record.country(FIRST)),
        shown=SHOWN,
        uses=USES,
        free=FREE,
        words=words,
        data={**answers(record, ("goods",)), **more},
        headings=HEADINGS,
        controlled=_controlled(record, heads),
    )


def lead(record: Record, heads: dict[str, list[str]], place: str) -> dict[str, object]:
    """Return what is controlled to one destination: the bans on all dual-use items, goods for civil use, parties."""
    wanted = {"effect": "ban", "flow": "export_from_china", "item_scope": "all_dual_use", "end_use": "military"}
    own = [m for m in record.rows("measures") if place in m["destinations"] and wanted.items() <= m.items()]
    bans = [m for m in own if record.state(m["measure_id"]) == "in_force"]
    civil = [record.data.status(goods, place, record.as_of) for goods in heads]
    listed = record.data.listings()
    listed = listed[(listed["country"] == place) & (listed["listed_as"] == "party") & (listed["state"] == "in_force")]
    return {
        "day": day_name(record.last_day or datetime.date.max),
        "place": in_a_sentence(record.country(place)),
        "bans": [(day_name(record.periods(m["measure_id"])[0]["first_day"]), _notice(record, m)) for m in bans],
        "goods": len(civil),
        "bound": sum(a.at_least in BINDING for a in civil),
        "part": sum(a.at_least not in BINDING and partly(a) for a in civil),
        "lists": [(LISTS[key], n) for key, n in sorted(Counter(listed["list"]).items())],
        "parties": listed["entity_id"].nunique(),
    }


def _notice(record: Record, measure: Row) -> str:
    return called(record.one("instruments", "instrument_id", measure["instrument_id"]))


def apart(record: Record, heads: dict[str, list[str]]) -> dict[str, list[object]]:
    """Return goods that need a licence, not a ban, for military use where a ban meets the others; and their rules."""
    own = {g: record.data.status(g, FIRST, record.as_of, end_use="military") for g in sorted(heads)}
    kept = {g: a for g, a in own.items() if a.regime == "licence"}
    rules = sorted({m["measure_id"] for a in kept.values() for m in a.measures})
    return {
        "goods": [record.one("goods", "goods_id", g)["name_en"] for g in kept],
        "rules": [record.one("measures", "measure_id", m) for m in rules],
    }


def summed(record: Record, heads: dict[str, list[str]]) -> dict[str, object]:
    """Return how many goods of one group are barred to one destination, since when, and what else; nothing if none."""
    last, members = record.last_day, {m for m, groups in record.groups.items() if GROUP in groups}
    own = [goods for goods, materials in heads.items() if members & set(materials)]
    by_use = {use: [record.data.status(g, FIRST, record.as_of, end_use=use) for g in own] for use in USES}
    barred = [a for a in by_use["military"] if a.at_least == "prohibited"]
    days = sorted({a.since for a in barred if a.since})
    if last is None or not days:
        return {}
    since = f"since {day_name(days[0])}" if len(days) == 1 else f"the first since {day_name(days[0])}"
    bound = sum(a.at_least in BINDING for a in by_use["civil"])
    return {"day": day_name(last), "goods": len(own), "barred": len(barred), "since": since, "bound": bound}


def _controlled(record: Record, heads: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield one row for goods of the same materials with the same answers, in order of the materials."""
    found: dict[tuple[str, ...], list[str]] = {}
    named = _conditions(record)
    sizes = Counter(_headed(record, own) for own in heads.values())
    for goods in sorted(record.rows("goods"), key=lambda g: g["goods_id"]):
        statuses = [record.data.status(goods["goods_id"], FIRST, record.as_of, end_use=use) for use in USES]
        if any(stands_out(t) for t in statuses):
            condition = named.get(goods["goods_id"], "")
            said = [" since ".join(filter(None, needs(t, condition))) for t in statuses]
            said[-1] = said[-1].replace(condition, SAME) if condition and condition in said[0] else said[-1]
            key = (rank(statuses), _headed(record, heads[goods["goods_id"]]), *said, resting(statuses[-1]))
            found.setdefault(key, []).append(goods["name_en"])
    for (_, own, *cells), names in sorted(found.items()):
        yield own, f"all {len(names)} goods on record" if len(names) == sizes[own] > 1 else "; ".join(names), *cells


def _headed(record: Record, heads: list[str]) -> str:
    return ", ".join(map(record.material, heads)) or SEVERAL


def stands_out(answer: ec.Status) -> bool:
    """Return whether goods need more than nothing, some of them under conditions, or a rule on them is suspended."""
    return answer.regime not in FREE or partly(answer) or bool(answer.suspended)


def rank(statuses: list[ec.Status]) -> str:
    """Return the place in the table: controlled as a whole, under conditions, only suspended."""
    whole, part = (any(getattr(t, column) not in FREE for t in statuses) for column in ("regime", "strictest"))
    return "0" if whole else "1" if part else "2"


def _conditions(record: Record) -> dict[str, str]:
    """Return in words the conditions under which goods are what a list names."""
    heads = {m["material_id"] for m in record.rows("materials")}
    found = (goods for m in sorted(heads) for goods in record.data.status(m, FIRST, record.as_of).goods)
    return {goods["goods_id"]: once(goods["conditions"]) for goods in found if goods["conditions"]}


def needs(answer: ec.Status, condition: str = "") -> tuple[str, str]:
    """Return what goods need, and since when; where only a part of them needs it, which, and no day."""
    presumed = "?" if answer.basis == "presumed" else ""
    if answer.regime in FREE and answer.strictest not in FREE:
        return f"{REGIME_WORDS[answer.strictest]}{presumed} {f'if: {condition}' if condition else 'in part'}", ""
    since = str(answer.since) if answer.regime not in FREE else ""
    return REGIME_WORDS[answer.regime] + presumed, since
