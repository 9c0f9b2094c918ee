"""An answer in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from exportcurbs.law.words import STATE_WORDS

Answer = Mapping[str, Any]
COMPARED = {"lt": "below", "le": "at most", "gt": "above", "ge": "at least", "eq": "equal to", "is": "is"}
UN = "PRK"
TRADE = {"has_quota": "quota", "has_licence": "licence", "has_state_trading": "state trading"}
# Conditions of goods that a line holds.
MOST = 2


def answer_in_words(answer: Answer) -> str:
    """Return an answer as a few lines of text."""
    since = f" since {answer['since']}" if answer["since"] and answer["regime"] != "unknown" else ""
    flow = "" if answer["flow"] == "export_from_china" else f", {answer['flow'].replace('_', ' ')}"
    known = f", as known on {answer['known_on']}" if answer["known_on"] else ""
    head = f"{answer['item']} to {answer['destination']} on {answer['day']}, {answer['end_use']} use{flow}{known}"
    lines = [f"{head}: {_needed(answer)}{since}", f"  {_how_sure(answer)}"]
    if answer["day"] > answer["record_to"]:
        lines.append(f"  outside the record, which goes to {answer['record_to']}")
    if answer["coverage"]:
        lines.append(f"  customs line controlled: {answer['coverage']}")
    for part in (_rules, _goods, _changes, _time, _parties, _beside):
        lines += [f"  {line}" for line in part(answer)]
    return "\n".join(lines)


def _needed(answer: Answer) -> str:
    single = not answer["coverage"] and {row.get("role") for row in answer["goods"]} <= {"goods", "entry"}
    return needed(answer["regime"], answer["strictest"], single=single)


def needed(regime: str, strictest: str, words: Mapping[str, str] | None = None, *, single: bool) -> str:
    """Return what it needs: where a part of it (of a single thing what meets conditions) needs more, that first."""
    most, own = ((words or {}).get(value, value) for value in (strictest, regime))
    if strictest in (regime, "none", "unknown"):
        return own
    some, others = ("under conditions", "otherwise") if single else ("for a part of it", "the rest")
    return f"{most} {some}; {'the whole' if regime == 'unknown' else others} {own}"


def _how_sure(answer: Answer) -> str:
    words = f"how sure: {answer['basis']}; at least {answer['at_least']}"
    if answer["strictest"] == "unknown" != answer["regime"]:
        words += "; what other goods need is not known"
    if answer["destination"] == UN and "un_sanctions" not in answer["layers_read"]:
        words += "; UN measures are not in the record as a whole"
    if answer["known_on"]:
        words += "; coverage and codes are today's reading"
    return words


def _rules(answer: Answer) -> Iterator[str]:
    for measure in answer["measures"]:
        yield f"rule: {_rule(measure)}"
        attested = [a for a in answer["attested_by"] if a["measure_id"] == measure["measure_id"]]
        if attested:
            by = "; ".join(f"{a['title']} ({a['publisher']})" for a in attested)
            yield f"  attested to {attested[0]['to']} by: {by}"
        yield from (f"  only if: {text}" for text in measure["only_if"])
    for measure in answer["part"]:
        yield f"reaches a part: {_rule(measure)}"
        yield from (f"  only if: {text}" for text in measure["only_if"])


def _rule(measure: Answer) -> str:
    clause = f", {measure['clause']}" if measure["clause"] else ""
    return f"{measure['measure_id']}{clause} - {measure['title']}"


def _goods(answer: Answer) -> Iterator[str]:
    """Yield a line for each goods, those in which the material is mostly traded first; of one its conditions."""
    rows = answer["goods"]
    if len(rows) == 1 and rows[0].get("role") != "heads":
        yield from (f"condition: {text}" for text in rows[0]["conditions"])
        return
    for row in sorted(rows, key=lambda r: (r.get("role") == "contains", not r.get("ordinary", True))):
        name = row.get("goods_id") or row["material_id"]
        since = f" since {row['since']}" if row["since"] and row["regime"] not in ("none", "unknown") else ""
        more = f"; {row['strictest']} if: {_some(row['conditions'])}" if row["conditions"] else ""
        if not more and row["strictest"] != row["regime"]:
            more = f"; strictest {row['strictest']}"
        sort = "contains it: " if row.get("role") == "contains" else "" if row.get("ordinary", True) else "other: "
        yield f"{sort}{name}: {row['regime']}{since}{more}"


def _some(conditions: list[str]) -> str:
    more = f" | and {len(conditions) - MOST} more" if len(conditions) > MOST else ""
    return " | ".join(conditions[:MOST]) + more


def _changes(answer: Answer) -> Iterator[str]:
    """Yield a line for each question; values of one property with the same outcomes share one."""
    asked: dict[tuple[str, str, str], list[str]] = {}
    for row in answer["would_change"]:
        unit = f" {row['unit']}" if row["unit"] else ""
        met, unmet = (_both(row[k], row[f"{k}_strictest"]) for k in ("if_met", "if_not"))
        key = f"{row['property']} {COMPARED[row['operator']]}", met, unmet
        asked.setdefault(key, []).append(f"{row['value']}{unit}")
    for (question, met, unmet), values in asked.items():
        yield f"would change it: {question} {' or '.join(values)}: {met} if met, {unmet} if not"


def _both(regime: str, strictest: str) -> str:
    return regime if regime == strictest else f"{regime} (strictest {strictest})"


def _time(answer: Answer) -> Iterator[str]:
    for row in answer["suspended"]:
        yield f"suspended: {row['measure_id']} ({row['effect']}), {_spell(row)}"
    planned = {row["measure_id"] for row in answer["scheduled"]}
    for row in (r for r in answer["announced"] if r["measure_id"] not in planned):
        yield f"announced: {row['measure_id']} ({row['effect']}), {_spell(row)}; no day of effect in the record"
    for row in answer["scheduled"]:
        until = f" to {row['last_day']}" if row["last_day"] else ""
        basis = "" if row["known_basis"] == "published" else ", day of publication not known"
        state = STATE_WORDS[row["state"]]
        yield (
            f"scheduled: {row['measure_id']} ({row['effect']}) {state} from {row['first_day']}{until}"
            f" (known from {row['known_from']}{basis})"
        )


def _spell(row: Answer) -> str:
    until = f" until {row['until']} by its own text" if row["until"] else ""
    return f"{STATE_WORDS[row['state']]} since {row['since']}{until}"


def _parties(answer: Answer) -> Iterator[str]:
    for row in answer["listed"]:
        share = "" if row["owner_pct"] is None else f"owned to {row['owner_pct']:g} percent by "
        yield f"{share}{row['entity_id']}: on the {row['list']} list, {row['measure_id']}, {_spell(row)}"
        yield from (f"  to apply for: {text}" for text in row["needs"])


def _trade(trade: Answer) -> str:
    if not (trade["measures"] or trade["perhaps"] or trade["followed"]):
        return "not followed"
    words = {True: "yes", False: "no", None: "not known"}
    said = [f"{name} {words[trade[column]]}" for column, name in TRADE.items()]
    said += [f"duty {trade['duty_pct']:g} percent"] if trade["duty_pct"] is not None else []
    named = [f"for which goods is not said by {', '.join(trade['perhaps'])}, in force for the material"]
    named = named if trade["perhaps"] else []
    rules = [f"({', '.join(trade['measures'])})"] if trade["measures"] else []
    return "; ".join([" ".join([", ".join(said), *rules]), *named])


def _beside(answer: Answer) -> Iterator[str]:
    if answer["trade"]:
        yield f"beside it, trade administration: {_trade(answer['trade'])}"
    for claim in answer["practice"]:
        yield f"practice reported: {claim['question']} {claim['claimed_by']}: {claim['position']}"
    yield from (f"contested reach: {_rule(m)}" for m in answer["contested"])
