"""Rules on what stands twice: cells that go together, cells that follow from others, figures as words print them."""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

from validation.definitions import agreements as said
from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.claims import NUMBER, worded
from validation.rules.common import Faults, Tables, as_of, at, each, rule


def _its(row: Row, tables: Tables, name: str, column: str) -> list[Row]:
    """Return the rows of a table that share a cell with a row."""
    return [r for _, r in tables[name].by(column).get(row[column], ())]


def _document(row: Row, t: Tables) -> Row:
    return t["instruments"].row(row.get("instrument_id") or t["measures"].row(row["measure_id"])["instrument_id"])


def _known(row: Row, t: Tables) -> list[datetime.date]:
    return [_document(row, t)[column] for column in said.KNOWN.get(row["known_basis"], ())]


def _countries(text: str | None, t: Tables) -> list[str]:
    return [r["iso3"] for _, r in t["countries"].rows() if text and r["name"] and r["name"] in text]


def _list(row: Row, t: Tables) -> list[str]:
    rule = t["measures"].row(row["measure_id"])
    due = "watch" if rule["effect"] == "strict_review" else "control"
    return ["unreliable" if "-uel-" in row["measure_id"] else due] if rule["layer"] == "entity" else []


def _seats(row: Row, t: Tables) -> list[str]:
    """Return the countries at the end of the printed addresses of a party."""
    ends = [(r["address_printed"] or "").split(",")[-1] for r in _its(row, t, "listings", "entity_id")]
    return [country for end in ends for country in _countries(end, t)]


def _targets(row: Row, t: Tables) -> list[str]:
    """Return the targets of the episode of a claim and the countries of its question, nothing if all are targets."""
    question = t["questions"].row(row["question_id"])
    targets = t["episodes"].row(question["episode_id"])["targets"] or ["ALL"]
    return [] if "ALL" in targets else [*targets, *_countries(question["text"], t)]


def _sides(row: Row, t: Tables) -> list[str]:
    """Return how an event may stand in which only the sender of its first episode acts or speaks."""
    leads = [r for r in _its(row, t, "event_actors", "event_id") if r["role"] in ("acts", "speaks")]
    lead = {r["country"] if r["actor_kind"] in ("state", "body") else None for r in leads}
    sender = t["episodes"].row((row["episode_ids"] or [""])[0])["sender"]
    return ["sender", "joint"] if sender and lead == {sender} else []


def _planned(row: Row, t: Tables) -> list[datetime.date]:
    """Return the last day of the last period of a rule where it is the planned one."""
    periods = [p for p in _its(row, t, "measure_periods", "measure_id") if p["first_day"]]
    last = max(periods, key=lambda p: p["first_day"], default=row)
    return [last["last_day"]] if (last.get("first_day"), last["state"]) == (row["planned_first"], row["state"]) else []


def _linked(row: Row, t: Tables) -> list[str]:
    older, newer = row["older_codes"], row["newer_codes"]
    return said.RELATIONS[older > 1, newer > 1] if older and newer else []


def _forms(row: Row, t: Tables) -> list[str]:
    """Return the forms of the codes that reach goods whole, where none of them is vague."""
    whole = [g for g in _its(row, t, "goods_codes", "goods_id") if g["extent"] == "whole"]
    forms = [t["control_codes"].row(g["scheme"], g["code"])["form"] for g in whole]
    return forms if {row["form"], *forms} <= said.SHARP else []


def _cited_lines(row: Row, t: Tables) -> list[str]:
    """Return the HS6 of the lines that the sources of goods print, where goods lack one of them."""
    cited = [line[:6] for line in re.findall(r"(?<!\d)\d{8}(?!\d)", "|".join(row["source_ids"] or ()))]
    return cited if not set(cited) <= set(row["hs6"] or ()) else []


def _after_period(row: Row, t: Tables) -> list[str]:
    """Return the month in which a period ends, for a customs figure that is said to be older."""
    vintage, end = row["vintage"] or "", str(row["period_end"] or "")[:7]
    return [end] if row["origin"] in said.CUSTOMS and "" < vintage < end[: len(vintage)] else []


def _ends_in(name: str | None, unit: str | None) -> bool:
    plain = (unit or "").lower().replace("percent", "pct").replace("1/", "per_")
    return (name or "").endswith(re.sub(r"\W+", "_", plain))


def _families(row: Row, t: Tables) -> list[str]:
    links = t["hs6_links"].by("edition", "hs6").get((row["edition"], row["hs6"]), ())
    return [r["family"] for _, r in links if r["in_family"]]


def _written(text: str) -> list[str]:
    """Return the language whose letters a text holds: Japanese by its kana, Chinese by letters that Japanese lacks."""
    chinese = "".join(re.findall("[\u4e00-\u9fff]", text))
    lacking = chinese != chinese.encode("cp932", "ignore").decode("cp932")
    return ["ja"] if re.search("[\u3041-\u30fa]", text) else ["zh"] * lacking


def _divided(row: Row, t: Tables) -> list[float]:
    """Return the share that a note tells as tonnes of tonnes."""
    printed = re.search(r"([\d,]+) t of ([\d,]+) t\b", row["note"] or "")
    part, whole = (float(n.replace(",", "")) for n in printed.groups()) if printed else (0, 0)
    return [round(100 * part / whole, places) for places in (1, 0)] if whole else []


def _of_the_rest(row: Row) -> list[str]:
    """Return how words stand to what is left over: exact only where they name nothing besides."""
    return ["exact"] if said.REST.fullmatch(row["printed_item"] or "") else ["wider", "inferred"]


def _claimed(row: Row, t: Tables) -> list[str]:
    units = [unit for unit, words in said.CLAIMED.items() if re.search(words, row["position"] or "")]
    return units if row["unit"] in said.CLAIMED else []


def _yearly(row: Row, t: Tables) -> list[str]:
    found = row["amount"] and re.search(
        rf"(?<![\d,.]){row['amount']:,g} t(?: of [^,.;]+)? a year", row["summary"] or ""
    )
    return ["t_per_year"] if found else []


def _signed(row: Row, t: Tables) -> list[float]:
    """Return a change with the sign of the words beside it."""
    signs = [s for s, words in said.SIGNS.items() if re.search(words, f"{row['printed_item']} {row['note']}")]
    changes = row["value"] and len(signs) == 1 and "_change_" in (row["indicator_id"] or "")
    return [signs[0] * abs(row["value"])] if changes else []


def _parts(row: Row, t: Tables) -> list[str]:
    """Return the roles of a state that acts in an act of the other side, or mediates though it is a side."""
    event, role, country = t["events"].row(row["event_id"]), row["role"], row["country"]
    episodes = [t["episodes"].row(e) for e in event["episode_ids"] or ()]
    senders = {"HKG", *(e["sender"] for e in episodes)}
    sides = senders | {target for e in episodes for target in e["targets"] or ()}
    state = country and episodes and row["actor_kind"] == "state"
    if state and role == "acts" and event["act_of"] == "sender" and country not in senders:
        return ["is_target"]
    return ["acts", "speaks", "is_target"] if state and role == "mediates" and country in sides else []


def _recorded(row: Row, t: Tables) -> list[str]:
    """Return where a plan lies that comes within the record after the last period of its rule."""
    ends, first = [p["last_day"] for p in _its(row, t, "measure_periods", "measure_id")], row["planned_first"]
    last = as_of(t)
    beyond = ends and all(ends) and first and last and max(ends) < first <= last
    return [f"a day by {max(ends)}, where its periods end"] if beyond else []


def _members(row: Row, t: Tables) -> list[str]:
    """Return what reports in euro, where the reporter is no member of the European Union."""
    euro = row["currency"] == "EUR" and row["reporter"] in t["countries"].one_by("iso3")
    return ["a member of the EU"] if euro and not t["countries"].row(row["reporter"])["eu_member_from"] else []


def _in_words(row: Row, t: Tables) -> list[str]:
    return [e for e in t["entities"].one_by("entity_id") if row["printed_words"] and e.upper() in row["printed_words"]]


def _counted(row: Row, t: Tables) -> list[int]:
    """Return the number of entries of a list without gaps."""
    return [] if _its(row, t, "list_gaps", "edition_id") else [len(_its(row, t, "items", "edition_id"))]


def _in_hs(codes: list[str] | None, edition: str | None, t: Tables) -> list[str]:
    """Return those of some codes that an edition of the Harmonized System has, "none" where it has none."""
    return [c for c in codes or () if (edition, c) in t["hs6_links"].by("edition", "hs6")] or ["none"]


# Likewise, worked out: table, cell, and what the message names as its reason.
WORKED_OUT: dict[str, Callable[[Row, Tables], list[Any]]] = {
    "measure_plans known_day instrument_id": _known,
    "measure_plans planned_last measure_id": _planned,
    "measure_customs_codes hs_edition measure_id": lambda r, t: said.HS_OF.get(
        getattr(_document(r, t)["issued"], "year", 0), []
    ),
    "entities parent_id group_name": lambda r, t: [e["entity_id"] for e in _its(r, t, "entities", "group_name")],
    "listings list measure_id": _list,
    "entities country entity_id": _seats,
    "listing_grounds language printed_words": lambda r, t: (
        ["en"] if (r["printed_words"] or "é").isascii() else _written(r["printed_words"] or "")
    ),
    "entity_aliases language alias": lambda r, t: _written(r["alias"] or ""),
    "use_shares share_pct note": _divided,
    "use_shares mapping printed_item": lambda r, t: [] if r["application_id"] != "other" else _of_the_rest(r),
    "claims unit position": _claimed,
    "events amount_unit summary": _yearly,
    "observations value printed_item": _signed,
    "event_actors role event_id": _parts,
    "measure_plans planned_first measure_id": _recorded,
    "trade_flows reporter currency": _members,
    "sources language title": lambda r, t: [c for w, c in said.LANGUAGES.items() if w in (r["title"] or "")],
    "listing_grounds entity_id printed_words": _in_words,
    "list_editions official_count edition_id": _counted,
    "item_customs_codes hs6 hs_edition": lambda r, t: [] if r["note"] else _in_hs([r["hs6"]], r["hs_edition"], t),
    "goods hs6 goods_id": lambda r, t: _in_hs(r["hs6"], "HS2022", t),
    "hs6_links relation older_codes": _linked,
    "codings value note": lambda r, t: [] if "Settled anew" in (r["note"] or "") else [r["value_a"], r["value_b"]],
    "hs6_families family hs6": _families,
    "goods form goods_id": _forms,
    "goods hs6 source_ids": _cited_lines,
    "observations vintage period_end": _after_period,
    "goods_code_conditions unit property": lambda r, t: [] if _ends_in(r["property"], r["unit"]) else [r["property"]],
    "material_groups group_id material_id": lambda r, t: said.GROUPS.get(
        t["materials"].row(r["material_id"])["ree_class_china"], []
    ),
    "material_uses defence sector": lambda r, t: said.MILITARY[r["sector"] == "defence"] if r["sector"] else [],
    "material_uses substitutability substitutes": lambda r, t: said.SUBSTITUTED if r["substitutes"] else [],
    "publishers publisher_class name": lambda r, t: said.GITHUB if (r["name"] or "").startswith("GitHub: ") else [],
    "events act_of event_id": _sides,
    "event_actors country actor": lambda r, t: [r["actor"]] if r["actor_kind"] == "state" else [],
    "episodes targets title": lambda r, t: _countries(r["title"], t),
    "claims destination question_id": _targets,
}


@rule
def cells_go_together(tables: Tables) -> Iterator[Problem]:
    """Yield cells that differ from those of most rows of the same text, code, case or source."""
    for name, shared, columns in said.TOGETHER:
        for rows in tables[name].by(*shared).values():
            for column in columns:
                usual = Counter(r[column] for _, r in rows if r[column] is not None).most_common(1)
                for line, row in rows:
                    if usual and row[column] not in (usual[0][0], None):
                        found = f"{shown(row[column])}, but rows of the same {shared[-1]} have {shown(usual[0][0])}"
                        yield at(tables[name], line, column, found, "correct one of them")


@rule
def cells_follow(tables: Tables) -> Iterator[Problem]:
    """Yield cells that are not what another cell, or the row that it names, makes them."""
    worked_out = [(*key.split(), how) for key, how in WORKED_OUT.items()]
    for name, column, by, how in cast("list[tuple[str, str, str, Any]]", [*said.FOLLOWS, *worked_out]):
        for line, row in tables[name].rows():
            if isinstance(how, dict):
                due = how.get(row[by], [])
            elif isinstance(how, str):
                due = re.findall(how, "|".join(_texts(row[by])))
            elif callable(how):
                due = [e for cell in how(row, tables) for e in _texts(cell)]
            else:
                due = [e for _, r in tables[how[0]].by(how[1]).get(row[by], ()) for e in _texts(r[how[2]])]
            for cell in _texts(row[column]) if due else ():
                if cell not in due:
                    found = f"{shown(cell)}, but by {by} it is {' or '.join(dict.fromkeys(due))}"
                    yield at(tables[name], line, column, found, "correct one of them")


def _texts(cell: Any) -> list[str]:
    """Return a cell, or the elements of a list, as texts; none of an empty cell."""
    cells = cell if isinstance(cell, list) else [cell]
    return [f"{c:g}" if isinstance(c, float) else str(c) for c in cells if c is not None]


@each("measure_conditions", "goods_code_conditions", "platform_materials", "stockpiles", "events")
def figures_as_worded(row: Row, tables: Tables) -> Faults:
    """Yield figures, limits and units that the words beside them deny."""
    of = tables["goods_codes"].row(*list(row.values())[:4]) if "goods_id" in row else row
    text, column = next((of[c] or "" for c in said.WORDS if c in of), ""), next(c for c in said.FIGURES if c in row)
    value, measured = str(row[column]).replace(",", ""), "amount_unit" if column == "amount" else "unit"
    unit, operator = (row[measured] or "").removesuffix("_per_year"), row.get("operator") or " "
    due, denied = said.LIMITS.get(operator[0], ("", "never "))
    units = {u for u, word in said.UNITS.items() if re.search(word, text)}
    if not NUMBER.fullmatch(value) or not NUMBER.search(text) or (column == "amount" and unit not in units):
        return
    for named, cell, wrong in (
        (column, value, not worded(float(value), text) and not str(row.get("property")).endswith("_ratio")),
        ("operator", operator, not re.search(due, text) or re.search(rf"{denied}{value}(?!\d)", text)),
        (measured, unit, units and unit in said.UNITS and unit not in units),
    ):
        if wrong:
            yield named, f"{shown(cell)}, but the words are {shown(text)}", "correct one of them"


@each("use_shares", "platform_materials", "stockpiles")
def bounds_as_worded(row: Row, tables: Tables) -> Faults:
    """Yield bounds that the hedge before a printed figure denies."""
    words = row["printed_item"] or ""
    hedges = [b for b, hedge in said.HEDGES.items() if re.search(rf"(?i)(?<!\w)(?:{hedge}) ?[$€]?\d", words)]
    if hedges and row["bound"] not in (None, *hedges):
        yield "bound", f"{shown(row['bound'])}, but the words are {shown(words)}", "correct one of them"
