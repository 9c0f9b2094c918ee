"""An answer in words."""

from collections.abc import Iterator, Mapping
from typing import Any


def answer_in_words(told: Mapping[str, Any]) -> str:
    """Return an answer as a few lines of text."""
    since = f" since {told['since']}" if told["since"] else ""
    flow = "" if told["flow"] == "export_from_china" else f", {told['flow'].replace('_', ' ')}"
    head = f"{told['item']} to {told['destination']} on {told['day']}, {told['end_use']} use{flow}"
    lines = [f"{head}: {told['regime']}{since}"]
    strictest = told["strictest"]
    stricter = "" if strictest == told["regime"] else f"; under conditions or in other goods {strictest}"
    lines.append(f"  how sure: {told['basis']}; at least {told['at_least']}{stricter}")
    if told["coverage"]:
        lines.append(f"  customs line controlled: {told['coverage']}")
    lines += [f"  rule: {_rule(m)}" for m in told["measures"]]
    lines += [f"  reaches a part: {_rule(m)}" for m in told["part"]]
    lines += _goods(told["goods"]) if len(told["goods"]) > 1 else _under(told["goods"])
    lines += [f"  beside it: {k} = {v}" for k, v in told["trade"].items() if v is not None]
    lines += [f"  practice reported: {c['question']} {c['claimed_by']}: {c['position']}" for c in told["practice"]]
    lines += [f"  contested reach: {_rule(m)}" for m in told["contested"]]
    return "\n".join(lines)


def _rule(measure: Mapping[str, Any]) -> str:
    clause = f", {measure['clause']}" if measure["clause"] else ""
    return f"{measure['measure_id']}{clause} - {measure['title']}"


def _goods(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each goods, those in which the material is mostly traded first."""
    order = {"heads": 0, "contains": 1}
    for row in sorted(rows, key=lambda r: (order.get(r.get("role", ""), 0), not r.get("ordinary", True))):
        name = row.get("goods_id") or row["material_id"]
        since = f" since {row['since']}" if row["since"] and row["regime"] not in ("none", "unknown") else ""
        more = f"; {row['strictest']} if: {' | '.join(row['conditions'])}" if row["conditions"] else ""
        if not more and row["strictest"] != row["regime"]:
            more = f"; strictest {row['strictest']}"
        role = "contains it: " if row.get("role") == "contains" else "" if row.get("ordinary", True) else "other: "
        yield f"  {role}{name}: {row['regime']}{since}{more}"


def _under(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield from (f"  condition: {text}" for text in row["conditions"])
