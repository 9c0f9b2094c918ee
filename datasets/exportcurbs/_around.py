"""What stands around an answer: plans, suspensions, what would change it, parties, practice, who attests it."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from exportcurbs._ask import Item, party_book
from exportcurbs._grades import Weakest
from exportcurbs._question import Question
from exportcurbs._reader import Row
from exportcurbs._rests import basis_of
from exportcurbs.law.answers import on
from exportcurbs.law.attested import witnesses
from exportcurbs.law.conditions import Case, Condition, Test
from exportcurbs.law.parties import Listing
from exportcurbs.law.periods import FOREVER, days_of, run
from exportcurbs.law.reach import BLANKET
from exportcurbs.law.regimes import EXPORT
from exportcurbs.law.rules import Rule
from exportcurbs.law.trade import Trade, together

_date = datetime.date.fromordinal
CLAIMED = ("claim_id", "question", "position", "claimed_by", "first_day", "last_day")


def _rules(question: Question) -> list[Rule]:
    """Return the rules that reach the item by name or entry, whatever their state, and the lists of the party."""
    own = set(question.shipment.listings)
    limbs = (x for found in question.limbs().values() for x in found)
    day = min(question.day, question.engine.book.as_of)
    kept = (x for x in limbs if (x.binds and x.extent != BLANKET) or x.rule.measure_id in own)
    found = {x.rule.measure_id: x.rule for x in kept if x.first <= day <= x.last}
    return [found[m] for m in sorted(found)]


def record_to(question: Question) -> datetime.date:
    """The last day of the record: what was announced for later days is `scheduled`, never confirmed."""
    return _date(question.engine.book.as_of)


def scheduled(question: Question) -> list[Row]:
    """What acts known that day (or on known_on) plan for later: measure, state, days, since when it was known.

    known_basis: published; issued or begins where no day of publication is known.
    """
    plans, as_of = question.engine.plans, question.engine.book.as_of
    if plans is None:
        return []
    day = min(question.day, as_of)
    found = [
        {
            "measure_id": rule.measure_id,
            "state": plan.state,
            "effect": rule.effect,
            "first_day": _date(plan.first),
            "last_day": _date(plan.last) if plan.last < FOREVER else None,
            "known_from": _date(plan.known_day),
            "known_basis": plan.known_basis,
            "instrument_id": plan.instrument_id,
        }
        for rule in _rules(question)
        for plan in plans.schedule(rule.measure_id, day, question.known_on)
    ]
    return sorted(found, key=lambda row: (row["first_day"], row["measure_id"]))


def suspended(question: Question) -> list[Row]:
    """Rules that reach the item but are suspended: measure, state, since, and until when by their own text."""
    return _standing(question, ("suspended", "suspended_before_effect"))


def announced(question: Question) -> list[Row]:
    """Rules that reach the item, announced and not yet in force: measure, state, since, and until when."""
    return _standing(question, ("announced_not_effective",))


def _standing(question: Question, states: Collection[str]) -> list[Row]:
    plans, day = question.engine.plans, question.day
    found = [r for r in _rules(question) if r.state(day) in states] if day <= question.engine.book.as_of else []
    until = [plans.until(r.measure_id, day, question.known_on) if plans else None for r in found]
    return [
        {
            "measure_id": rule.measure_id,
            "state": rule.state(day),
            "effect": rule.effect,
            "since": _date(run(rule.periods, day)),
            "until": _date(last) if last else None,
        }
        for rule, last in zip(found, until, strict=True)
    ]


def would_change(question: Question) -> list[Row]:
    """Facts not given that could move the answer: property, operator, value, unit, text, if_met, if_not."""
    shipment = question.shipment
    case = shipment.case or Case({}, {})
    tests: dict[Test, Condition] = {}
    for limbs in question.limbs().values():
        for limb in limbs:
            force = limb.rule.state(question.day) == "in_force" and limb.first <= question.day <= limb.last
            for one in limb.conditions if force else ():
                if one.test and one.effect != "procedure" and case.meets(one) is None:
                    tests.setdefault(one.test, one)
    found = []
    now = question.spell and (question.spell.regime, question.spell.strictest)
    for test, one in sorted(tests.items()):
        outcomes = []
        for met in (True, False):
            other = replace(shipment, case=Case(case.facts, {**case.assumed, test: met}))
            spell = on(question.of(question.item, None, other), question.day)
            outcomes.append((spell.regime, spell.strictest) if spell else ("unknown", "unknown"))
        if any(outcome != now for outcome in outcomes):
            row: Row = {"property": test[0], "operator": test[1], "value": test[2], "unit": one.unit, "text": one.text}
            row |= {"if_met": outcomes[0][0], "if_met_strictest": outcomes[0][1]}
            found.append(row | {"if_not": outcomes[1][0], "if_not_strictest": outcomes[1][1]})
    return found


def trade(question: Question) -> Trade | None:
    """Return the trade layer over goods: the ordinary ones of a material, those that a code or line reaches."""
    if question.flow != EXPORT or question.day > question.engine.book.as_of:
        return None
    layer, day, place, kind = question.engine.trade, question.day, question.where[0], question.item.kind
    goods = trade_goods(question)
    if kind in ("material", "group"):
        return layer.of_material(goods, place, day)
    found = [layer.of_goods(name, place, day) for name in goods]
    own = layer.of_code(question.item.key, place, day) if kind == "code" else None
    return together([*found, own] if own and (own.measures or not found) else found)


def trade_goods(question: Question) -> list[str]:
    """Return the goods whose trade layer stands beside the answer."""
    engine, (kind, key, _) = question.engine, question.item
    if kind == "code":
        return list(engine.trade.goods_of(key, question.where[0], question.day))
    if kind == "line":
        return [g.goods_id for g in engine.book.goods.of_line.get(key[:6], ())]
    if kind == "goods":
        return [key]
    return list(dict.fromkeys(g.goods_id for m in question.materials for g in engine.ordinary(m)))


def trade_row(question: Question) -> Row:
    """Quota, licence, state trading and duty of trade administration beside it; None where not known.

    Of a material over its ordinary goods, of a code or customs line over the goods in it: has_quota, has_licence and
    has_state_trading say whether any needs it, duty_pct is what all pay. `measures` are in force and reach them,
    `perhaps` name the material and do not say which goods; `followed` whether the record follows the layer for it.
    Empty past the record and for other flows.
    """
    found = trade(question)
    if found is None:
        return {}
    known = {"has_quota": found.quota, "has_licence": found.licence, "has_state_trading": found.state_trading}
    rules = {"measures": list(found.measures), "perhaps": list(found.perhaps)}
    return {**known, "duty_pct": found.duty_pct, **rules, "followed": found.followed}


def needs_any_permit(question: Question) -> bool | None:
    """Whether the regime or trade administration asks for a permit, or bars it; None where that is not known."""
    floor = question.spell.at_least if question.spell else "none"
    if floor != "none":
        return True
    beside = trade(question)
    permit = beside.permit if beside else False if question.flow != EXPORT else None
    return permit if permit or (question.spell and question.spell.regime == "none") else None


def contested(question: Question) -> list[str]:
    """Rules in force that reach the item for uses that add to military strength: how far into civil is disputed."""
    if question.end_use != "civil" or not question.spell:
        return []
    stricter = on(question.of(question.item, "military_capability"), question.day)
    rules = question.engine.book.rules
    found = (*stricter.measures, *stricter.part) if stricter else ()
    return [m for m in found if rules[m].end_use == "military_capability"]


def practice(question: Question) -> list[Row]:
    """Claims that practice differed from law on that day, each with the question that it answers."""
    data, book = question.data, question.engine.book
    materials = _materials(question)
    found = []
    for row in data.rows_by("claims", "destination").get(question.destination, []):
        first, last = row["first_day"], row["last_day"]
        if not (first and last and first.toordinal() <= question.day <= last.toordinal()):
            continue
        rule = book.rules.get(row["measure_id"] or "")
        if (rule is None or rule.state(question.day) != "absent") and materials & book.named(row):
            text = data.rows_by("questions", "question_id")[row["question_id"]][0]["text"]
            found.append({"question": text, **row})
    return [{k: row[k] for k in CLAIMED} for row in found]


def _materials(question: Question) -> frozenset[str]:
    book, (kind, key, _) = question.engine.book, question.item
    if kind in ("material", "group"):
        return frozenset(question.materials)
    if kind == "code":
        return book.codes.heads.get(key, frozenset())
    goods = [book.goods.by_id[key]] if kind == "goods" else book.goods.of_line.get(key[:6], ())
    return frozenset(m for g in goods for m in g.heads)


def listed(question: Question) -> list[Row]:
    """Lists on which the party stands or stood, or one that owns it (owner_pct): state, since, until, needs."""
    book, day = question.data.kept(party_book), min(question.day, question.engine.book.as_of)
    found: list[Listing] = []
    if question.party is not None:
        found += book.listings(question.party, day, question.periods)
    owned = (question.facts or {}).get("owned_by")
    if owned:
        found += book.owners(owned, day, question.periods)
    return [
        {**vars(x), "since": _date(x.since), "until": x.until and _date(x.until), "needs": list(x.needs)} for x in found
    ]


def attested_by(question: Question) -> list[Row]:
    """Who attests the deciding rules, and to which day: measure, to, source, title, publisher; who states a rule."""
    data, found = question.data, []
    sources = data.rows_by("sources", "source_id")
    for measure in question.spell.measures if question.spell else ():
        for row in data.rows_by("measure_periods", "measure_id").get(measure, []):
            first, last = days_of(row)
            if row["state"] != "in_force" or not first <= question.day <= last:
                continue
            for source in witnesses(row, (sources[text.partition("[")[0]][0] for text in row["source_ids"])):
                publisher = data.rows_by("publishers", "publisher_id")[source["publisher_id"]][0]["name"]
                witness = {"measure_id": measure, "to": row["last_confirmed"], "source_id": source["source_id"]}
                found.append(witness | {"title": source["title"], "publisher": publisher})
    return found


def layers_read(question: Question) -> list[str]:
    """The lists that were read that day of those that could hold the item: where all were, silence means none."""
    silence, place = question.engine.silence, question.where[0]
    found: set[str] | None = None
    for subject in question.subjects():
        own = silence.layers(subject, place, question.day)
        found = own if found is None else found & own
    return sorted(found or ())


def evidence_grade(question: Question) -> str | None:
    """The weakest grade of what the answer rests on; None of a customs line or a group."""
    if not question.spell:
        return "D"
    weakest, (kind, key, _) = question.data.kept(Weakest), question.item
    if kind == "code":
        return weakest.of_code(key, question.spell)
    if kind == "goods":
        return weakest.of_goods(key, question.spell)
    return weakest.of_material(key, question.spell) if kind == "material" else None


def sources(question: Question) -> list[str]:
    """The ids of the sources on which the answer rests."""
    if not question.spell:
        return []
    row: Row = {"first_day": _date(question.spell.first), "regime": question.spell.regime}
    row |= {"measure_ids": list(question.spell.measures), "part_measure_ids": list(question.spell.part)}
    places = {
        place for table, cells in _answered(question.item) for place in basis_of(question.data, table, row | cells)
    }
    cited = question.data.rows_by("row_sources", "table", "row_id")
    return sorted({c["source_id"] for place in places for c in cited.get(place, ())})


def _answered(item: Item) -> Iterable[tuple[str, dict[str, Any]]]:
    if item.kind == "code":
        yield "code_status", {"scheme": item.key[0], "code": item.key[1]}
    elif item.kind == "goods":
        yield "goods_status", {"goods_id": item.key}
    else:
        yield "material_status", {"material_id": item.key if item.kind == "material" else None}
