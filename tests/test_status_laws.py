"""Laws of status (data model, sections 3, 6 and 7) on the real rule book and on drawn ones, and a second logic."""

import datetime
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from build.compile import Compiled
from build.materials import MaterialSpell
from build.panels import Months, announced_days
from build.rules import RuleBook
from build.status import RANK, StatusEngine, StatusSpell
from tests.project import ROOT, Project
from tests.rule_books import (
    LAST,
    MATERIALS,
    PLACES,
    START,
    USES,
    Book,
    Row,
    Tables,
    books,
    code_spells,
    material_spells,
    read,
    shift,
)
from tests.status_twin import Answer, MaterialAnswer, Twin, curated

DAY = datetime.timedelta(days=1)
WHERE = [(place, use) for place in PLACES for use in USES]
SEED = 20260929
drawn = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Spells = Mapping[Any, Sequence[StatusSpell]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return curated(ROOT)


@pytest.fixture(scope="module")
def as_of() -> datetime.date:
    return datetime.date.fromisoformat(Project(ROOT).as_of())


@pytest.fixture(scope="module")
def twin(tables: Tables, as_of: datetime.date) -> Twin:
    return Twin(tables, as_of)


@pytest.fixture(scope="module")
def real(tables: Tables, as_of: datetime.date) -> RuleBook:
    return read(tables, as_of)


@pytest.fixture(scope="module")
def real_spells(real: RuleBook) -> Spells:
    return code_spells(real)


# -- the second logic --------------------------------------------------------------------------------------------


def published(compiled: Compiled, name: str, subject: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    """Return the spells of a status table in order of days, by subject, destination and end use."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in compiled.frames[name].to_dict("records"):
        found.setdefault(tuple(row[c] for c in (*subject, "destination", "end_use")), []).append(row)
    return {k: sorted(rows, key=lambda r: r["first_day"]) for k, rows in found.items()}


def each_day(rows: list[Row], days: list[datetime.date]) -> list[Row | None]:
    """Return for each of some days, in order, the one row that holds it."""
    found: list[Row | None] = []
    at = 0
    for day in days:
        while at < len(rows) and rows[at]["last_day"] < day:
            at += 1
        found.append(rows[at] if at < len(rows) and rows[at]["first_day"] <= day else None)
    return found


def told(row: Row | None) -> tuple[Any, ...]:
    if row is None:
        return ("unknown", "none", (), "unknown")
    return (row["regime"], row["at_least"], tuple(row["measure_ids"]), row["basis"])


def told_material(row: Row | None) -> tuple[Any, ...]:
    if row is None:
        return (*told(row), "unknown", (), (None, None, None), None)
    flags = (row["has_quota"], row["has_licence"], row["has_state_trading"])
    duty = None if missing(row["duty_pct"]) else row["duty_pct"]
    beside = tuple(None if missing(f) else bool(f) for f in flags)
    return (*told(row), row["mildest"], tuple(row["forms"]), beside, duty)


def missing(value: object) -> bool:
    return value is None or str(value) in ("<NA>", "nan", "NaT")


def said(answer: Answer | MaterialAnswer) -> tuple[Any, ...]:
    own = (answer.regime, answer.at_least, answer.measures, answer.basis)
    if isinstance(answer, Answer):
        return own
    return (*own, answer.mildest, answer.forms, answer.trade, answer.duty_pct)


def around(days: Iterable[datetime.date]) -> set[datetime.date]:
    return {day + n * DAY for day in days for n in (-1, 0, 1)}


def some_days(seed: int, first: datetime.date, last: datetime.date, number: int) -> set[datetime.date]:
    chosen = random.Random(seed).sample(range((last - first).days + 1), number)  # noqa: S311
    return {first + n * DAY for n in chosen}


def test_the_second_logic_agrees_on_every_material(compiled: Compiled, twin: Twin, as_of: datetime.date):
    turning = twin.turning_days()
    assert len(turning) > 80
    days = sorted(around(turning) | some_days(SEED, datetime.date(2005, 1, 1), as_of, 20))
    table = published(compiled, "material_status", ["material_id"])
    materials = [str(r["material_id"]) for r in twin.tables["materials"]]
    assert {m for m, _, _ in table} <= set(materials)
    for material in materials:
        answers = twin.material_answers(material, WHERE, days)
        for place, use in WHERE:
            fast = map(told_material, each_day(table.get((material, place, use), []), days))
            slow = map(said, answers[place, use])
            apart = [(str(d), a, b) for d, a, b in zip(days, fast, slow, strict=True) if a != b]
            assert not apart, (material, place, use, apart[:2])


def test_the_second_logic_agrees_on_every_code(compiled: Compiled, twin: Twin, as_of: datetime.date):
    turning = twin.turning_days()
    picked = random.Random(SEED).sample(turning, 16)  # noqa: S311
    days = sorted(around(picked) | some_days(SEED + 1, datetime.date(2022, 1, 1), as_of, 16))
    table = published(compiled, "code_status", ["scheme", "code"])
    codes = [code for code in twin.codes if code[0] in ("dual_use", "class")]
    assert {(s, c) for s, c, _, _ in table} <= set(codes)
    for code in codes:
        answers = twin.code_answers(code, WHERE, days)
        for place, use in WHERE:
            fast = map(told, each_day(table.get((*code, place, use), []), days))
            slow = map(said, answers[place, use])
            apart = [(str(d), a, b) for d, a, b in zip(days, fast, slow, strict=True) if a != b]
            assert not apart, (code, place, use, apart[:2])


def plain(spell: StatusSpell | MaterialSpell) -> Row:
    row: Row = dict(vars(spell)) | {"measure_ids": spell.measures}
    row["first_day"] = datetime.date.fromordinal(spell.first)
    row["last_day"] = datetime.date.fromordinal(spell.last)
    if isinstance(spell, MaterialSpell):
        row |= dict(zip(("has_quota", "has_licence", "has_state_trading"), spell.trade, strict=True))
    return row


@drawn
@given(books())
def test_the_second_logic_agrees_on_drawn_books(book: Book):
    slow = Twin(book.tables, book.as_of)
    days = [START + n * DAY for n in range(-1, (LAST - START).days + 3)]
    own = book.read()
    slow_codes = {code: slow.code_answers(code, WHERE, days) for code in slow.codes}
    for (scheme, code, place, use), spells in code_spells(own).items():
        rows = each_day([plain(s) for s in spells], days)
        slow_rows = slow_codes[scheme, code][place, use]
        assert list(map(told, rows)) == list(map(said, slow_rows)), (code, place, use)
        ceilings = [r["at_most"] if r else "prohibited" for r in rows]
        assert ceilings == [a.ceiling for a in slow_rows], (code, place, use)
    fast_spells = material_spells(own, MATERIALS)
    for material in MATERIALS:
        answers = slow.material_answers(material, WHERE, days)
        for place, use in WHERE:
            rows = [plain(s) for s in fast_spells[material, place, use]]
            fast = [told_material(r) for r in each_day(rows, days)]
            assert fast == [said(a) for a in answers[place, use]], (material, place, use)


# -- the laws ----------------------------------------------------------------------------------------------------


def rank(regime: str) -> int:
    return RANK[regime]


def on(spells: Sequence[StatusSpell], day: int) -> StatusSpell | None:
    return next((s for s in spells if s.first <= day <= s.last), None)


def regimes(spells: Sequence[StatusSpell], days: Iterable[int]) -> list[tuple[str, str]]:
    """Return regime and floor of each day, without the measures that decide."""
    found = [on(spells, d) for d in days]
    return [(s.regime, s.at_least) if s else ("unknown", "none") for s in found]


def turns(*all_spells: Sequence[StatusSpell]) -> set[int]:
    return {d for spells in all_spells for s in spells for d in (s.first - 1, s.first, s.last, s.last + 1)}


def check_spells(spells: Spells, as_of: int):
    """Spells follow each other day on day up to as_of; none is longer; each says something else than the last."""
    for key, own in spells.items():
        for before, after in pairwise(own):
            assert after.first == before.last + 1, (key, before, after)
        assert all(s.first <= s.last <= as_of for s in own), key
        assert not own or own[-1].last == as_of, key


def check_measures(spells: Spells, book: RuleBook):
    """Every measure that decides is in force on every day, and attested on each where the answer is confirmed."""
    rules = {r.measure_id: r for r in book.rules}
    for key, own in spells.items():
        for spell in own:
            assert (spell.basis == "unknown") == (spell.regime == "unknown"), (key, spell)
            assert bool(spell.measures) == (spell.at_least != "none"), (key, spell)
            for measure in spell.measures:
                periods = [p for p in rules[measure].spells if p.first <= spell.last and spell.first <= p.last]
                assert {p.state for p in periods} == {"in_force"}, (key, spell)
                held = sum(min(p.last, spell.last) - max(p.first, spell.first) + 1 for p in periods)
                assert held == spell.last - spell.first + 1, (key, spell)
                attested = all(min(p.last, spell.last) <= p.confirmed for p in periods)
                assert attested or spell.basis != "confirmed", (key, spell)


def check_gaps(spells: Spells, book: RuleBook):
    """Where a good is free, every rule that once bound it is suspended or ended."""
    engine = StatusEngine(book)
    for (scheme, code, place, use), own in spells.items():
        if not any(s.at_least != "none" for s in own):
            continue
        wanted = "any" if use == "civil" else use
        rules = [r for r in engine.binding if (scheme, code) in r.codes and r.reaches(place, wanted)]
        for spell in own:
            for rule in rules if spell.regime == "none" else ():
                once = any(p.state == "in_force" and p.first < spell.first for p in rule.spells)
                states = {rule.state(spell.first), rule.state(spell.last)}
                again = {"suspended", "ended", "announced_not_effective", "suspended_before_effect"}
                came_back = any(p.state == "ended" and p.first <= spell.first for p in rule.spells)
                allowed = again if came_back else {"suspended", "ended"}
                assert not once or states <= allowed, (code, place, use, spell, rule.measure_id)


def check_order(spells: Spells, stricter: Any, milder: Any) -> int:
    """One key is never milder than another; return on how many days with both known it was stricter."""
    high, low = spells[stricter], spells[milder]
    more = 0
    for day in turns(high, low):
        a, b = on(high, day), on(low, day)
        floors = (rank(a.at_least) if a else 0), (rank(b.at_least) if b else 0)
        assert floors[0] >= floors[1], (stricter, milder, a, b)
        if a and b and "unknown" not in (a.regime, b.regime):
            assert rank(a.regime) >= rank(b.regime), (stricter, milder, a, b)
            more += rank(a.regime) > rank(b.regime)
    return more


def military_over_civil(spells: Spells) -> int:
    return sum(check_order(spells, key, (*key[:3], "civil")) for key in spells if key[3] != "civil")


def named_over_rest(spells: Spells) -> int:
    return sum(check_order(spells, key, (key[0], key[1], "ROW", key[3])) for key in spells if key[2] in ("USA", "JPN"))


def test_periods_of_real_measures_follow_each_other(tables: Tables):
    rows = sorted(tables["measure_periods"], key=lambda r: (r["measure_id"], r["first_day"]))
    for before, after in pairwise(rows):
        if before["measure_id"] == after["measure_id"] and before["state"] != "ended":
            assert after["first_day"] == before["last_day"] + DAY, (before, after)
    assert {r["measure_id"] for r in rows} == {r["measure_id"] for r in tables["measures"]}


def test_real_spells_leave_no_hole_and_end_with_the_record(real: RuleBook, real_spells: Spells):
    check_spells(real_spells, real.as_of)


def test_real_answers_rest_on_periods(real: RuleBook, real_spells: Spells):
    check_measures(real_spells, real)


def test_a_controlled_real_code_is_freed_only_by_suspension_or_end(real: RuleBook, real_spells: Spells):
    check_gaps(real_spells, real)


def test_real_military_use_is_never_milder(real_spells: Spells):
    assert military_over_civil(real_spells) > 0


def test_a_named_real_destination_is_never_milder(real_spells: Spells):
    assert named_over_rest(real_spells) > 0


@drawn
@given(books())
def test_drawn_books_keep_the_laws_of_one_book(book: Book):
    own = book.read()
    spells = code_spells(own)
    check_spells(spells, own.as_of)
    check_measures(spells, own)
    check_gaps(spells, own)
    military_over_civil(spells)
    named_over_rest(spells)
    for parts in material_spells(own, MATERIALS).values():
        for spell in parts:
            assert spell.basis != "confirmed" or spell.last <= own.as_of
            assert spell.mildest == "unknown" or rank(spell.mildest) <= rank(spell.at_least)


# A rule on listed parties, as a notice that adds firms to a list makes it.
LISTED: Row = {
    "measure_id": "added",
    "instrument_id": "added",
    "title": "added",
    "effect": "ban",
    "flow": "export_from_china",
    "destinations": ["ALL"],
    "end_use": "any",
    "end_user": "listed",
    "item_scope": "all_dual_use",
    "layer": "entity",
    "duty_pct": None,
}


def listed(tables: Tables, first: datetime.date, **cells: str) -> Tables:
    """Return the rows with one more rule on listed parties."""
    period = {"measure_id": "added", "first_day": first, "last_day": None, "state": "in_force", "last_confirmed": first}
    return {
        **tables,
        "measures": [*tables["measures"], LISTED | cells],
        "measure_periods": [*tables["measure_periods"], period],
    }


@pytest.mark.parametrize("layer", ["entity", "dual_use"])
def test_a_listing_changes_no_real_country(tables: Tables, real_spells: Spells, as_of: datetime.date, layer: str):
    more = read(listed(tables, datetime.date(2025, 1, 2), layer=layer), as_of)
    assert code_spells(more) == real_spells
    materials = tuple(str(r["material_id"]) for r in tables["materials"])
    assert material_spells(more, materials) == material_spells(read(tables, as_of), materials)


@drawn
@given(books())
def test_a_listing_changes_no_drawn_country(book: Book):
    for layer in ("entity", "dual_use"):
        more = read(listed(book.tables, shift(START, 3), layer=layer), book.as_of)
        assert code_spells(more) == code_spells(book.read())
        assert material_spells(more, MATERIALS) == material_spells(book.read(), MATERIALS)


def paused(tables: Tables, row: Row, first: datetime.date, last: datetime.date) -> Tables:
    """Return the rows with a period cut in three: as it was, suspended from first to last, as it was."""
    before = row | {"last_day": first - DAY, "last_confirmed": min(row["last_confirmed"], first - DAY)}
    pause = row | {"first_day": first, "last_day": last, "state": "suspended", "last_confirmed": first}
    after = row | {"first_day": last + DAY, "last_confirmed": max(row["last_confirmed"], last + DAY)}
    rest = [r for r in tables["measure_periods"] if r is not row]
    return {**tables, "measure_periods": [*rest, before, pause, after]}


def check_pause(old: Spells, new: Spells, span: tuple[int, int], as_of: int) -> int:
    """Outside the pause all is as before; inside nothing is stricter; return in how many keys it was milder."""
    milder = 0
    for key, own in old.items():
        days = {d for d in turns(own, new[key]) | {span[0] - 1, span[1] + 1} if d <= as_of}
        outside = sorted(d for d in days if not span[0] <= d <= span[1])
        assert regimes(own, outside) == regimes(new[key], outside), key
        for d in outside:
            a, b = on(own, d), on(new[key], d)
            assert (a.measures if a else ()) == (b.measures if b else ()), (key, d)
        inside = [d for d in range(span[0], span[1] + 1) if d in days or d == span[0]]
        pairs = list(zip(regimes(own, inside), regimes(new[key], inside), strict=True))
        assert all(rank(a[1]) >= rank(b[1]) for a, b in pairs), key
        milder += any(rank(a[1]) > rank(b[1]) for a, b in pairs)
    return milder


@pytest.mark.parametrize("measure", ["cn-2024-46-1", "cn-2024-51-1", "cn-2025-18-1", "cn-2026-1-1a", "cn-2026-29-1"])
def test_suspending_and_resuming_a_real_measure(
    tables: Tables, real_spells: Spells, as_of: datetime.date, measure: str
):
    (row,) = [r for r in tables["measure_periods"] if r["measure_id"] == measure and r["state"] == "in_force"]
    first, last = row["first_day"] + 7 * DAY, row["first_day"] + 40 * DAY
    new = code_spells(read(paused(tables, row, first, last), as_of))
    assert check_pause(real_spells, new, (first.toordinal(), last.toordinal()), as_of.toordinal()) > 0


@drawn
@given(books())
def test_suspending_and_resuming_a_drawn_measure(book: Book):
    long = [
        r
        for r in book.tables["measure_periods"]
        if r["state"] == "in_force" and (min(r["last_day"] or book.as_of, book.as_of) - r["first_day"]).days >= 2
    ]
    assume(long)
    row = long[0]
    first, last = row["first_day"] + DAY, min(row["last_day"] or book.as_of, book.as_of) - DAY
    new = code_spells(read(paused(book.tables, row, first, last), book.as_of))
    check_pause(code_spells(book.read()), new, (first.toordinal(), last.toordinal()), book.as_of.toordinal())


def split(tables: Tables, name: str) -> Tables:
    """Return the rows with a measure split in two: by its items, or by its destinations, else doubled."""
    (row,) = [m for m in tables["measures"] if m["measure_id"] == name]
    other = row | {"measure_id": f"{name}-other"}
    items = [r for r in tables["measure_items"] if r["measure_id"] == name]
    kept = [r for r in items if r["inclusion"] == "included"]
    spared = [r for r in items if r["inclusion"] == "excluded"]
    first, second = [*kept[: len(kept) // 2], *spared], [*kept[len(kept) // 2 :], *spared]
    if len(kept) < 2:
        first = second = items
        if len(row["destinations"]) > 1:
            row = row | {"destinations": row["destinations"][:1]}
            other = other | {"destinations": other["destinations"][1:]}
    second = [r | {"measure_id": other["measure_id"]} for r in second]
    periods = [r | {"measure_id": other["measure_id"]} for r in tables["measure_periods"] if r["measure_id"] == name]
    return {
        **tables,
        "measures": [row if m["measure_id"] == name else m for m in tables["measures"]] + [other],
        "measure_items": [r for r in tables["measure_items"] if r["measure_id"] != name] + first + second,
        "measure_periods": [*tables["measure_periods"], *periods],
    }


def same_but_names(old: Sequence[StatusSpell], new: Sequence[StatusSpell]):
    for day in turns(old, new):
        a, b = on(old, day), on(new, day)
        assert (a is None) == (b is None)
        if a and b:
            assert {m.removesuffix("-other") for m in b.measures} == set(a.measures)
            assert (a.regime, a.at_least, a.basis) == (b.regime, b.at_least, b.basis)


@pytest.mark.parametrize("measure", ["cn-2024-46-2a", "cn-2024-51-1", "cn-2024-46-1", "cn-2025-10-1", "cn-2025-57-1"])
def test_splitting_a_real_measure(tables: Tables, real_spells: Spells, as_of: datetime.date, measure: str):
    new = code_spells(read(split(tables, measure), as_of))
    for key, own in real_spells.items():
        same_but_names(own, new[key])


@drawn
@given(books())
def test_splitting_a_drawn_measure(book: Book):
    old = code_spells(book.read())
    for measure in book.tables["measures"]:
        new = code_spells(read(split(book.tables, measure["measure_id"]), book.as_of))
        for key, own in old.items():
            same_but_names(own, new[key])


def deciding(spells: Spells) -> set[str]:
    return {m for own in spells.values() for s in own for m in s.measures}


def without(rows: list[Row], row: Row) -> list[Row]:
    return [r for r in rows if r is not row]


def narrowed(tables: Tables, codes: set[tuple[str, str]]) -> Tables:
    """Return the rows with only some codes, so that many rule books can be read in a short time."""
    kept = [r for r in tables["control_codes"] if (r["scheme"], r["code"]) in codes]
    subjects = [r for r in tables["code_materials"] if (r["scheme"], r["code"]) in codes]
    items = [r for r in tables["measure_items"] if not r["code"] or (r["scheme"], r["code"]) in codes]
    return {**tables, "control_codes": kept, "code_materials": subjects, "measure_items": items}


def family(tables: Tables, row: Row) -> set[tuple[str, str]]:
    """Return the codes above, at and below the code of an item row, or the goods of its material."""
    if not row["code"]:
        own = [r for r in tables["code_materials"] if r["material_id"] == row["material_id"]]
        return {(r["scheme"], r["code"]) for r in own}
    parts = str(row["code"]).split(".")
    above = {".".join(parts[: n + 1]) for n in range(len(parts))}
    return {
        (r["scheme"], r["code"])
        for r in tables["control_codes"]
        if r["scheme"] == row["scheme"] and (r["code"] in above or r["code"].startswith(f"{row['code']}."))
    }


def test_each_item_row_of_a_deciding_measure_counts(tables: Tables, real_spells: Spells, as_of: datetime.date):
    names = deciding(real_spells)
    rows = [r for r in tables["measure_items"] if r["measure_id"] in names]
    assert len(rows) > 200
    for row in rows:
        few = narrowed(tables, family(tables, row))
        less = {**few, "measure_items": without(few["measure_items"], row)}
        assert code_spells(read(less, as_of)) != code_spells(read(few, as_of)), row


def without_period(tables: Tables, row: Row) -> Tables:
    """Return the rows without a period; a measure that has no other goes with it, for it has no state then."""
    rest = without(tables["measure_periods"], row)
    gone = {row["measure_id"]} - {r["measure_id"] for r in rest}
    names = ("measures", "measure_items")
    return {**tables, "measure_periods": rest} | {
        name: [r for r in tables[name] if r["measure_id"] not in gone] for name in names
    }


def waiting(book: RuleBook, measure: str, as_of: datetime.date) -> list[list[int]]:
    """Return the days that the panels count as announced, by destination and end use, for one measure alone."""
    months, rules = Months(as_of.toordinal()), [r for r in book.rules if r.measure_id == measure]
    return [announced_days(months, rules, place, use) for place, use in WHERE]


def test_each_period_row_of_a_deciding_measure_counts(tables: Tables, real_spells: Spells, as_of: datetime.date):
    """Days in force or suspended decide regimes; days of waiting are counted in the panels.

    The end of a measure whose control another carries on changes nothing by itself; every other end does.
    """
    names = deciding(real_spells)
    states: set[str] = set()
    for row in [r for r in tables["measure_periods"] if r["measure_id"] in names]:
        covered = sorted({k[:2] for k, own in real_spells.items() if any(row["measure_id"] in s.measures for s in own)})
        some = {f for s, code in covered[:3] + covered[-3:] for f in family(tables, {"scheme": s, "code": code})}
        few = narrowed(tables, some)
        old, new = read(few, as_of), read(without_period(few, row), as_of)
        changed = code_spells(old) != code_spells(new)
        states.add(row["state"])
        if row["state"] in ("in_force", "suspended"):
            assert changed, row
        elif row["state"] == "ended":
            assert changed or row["cause"] == "carried_over", row
        else:
            assert waiting(old, row["measure_id"], as_of) != waiting(new, row["measure_id"], as_of), row
    assert states >= {"in_force", "suspended", "ended", "announced_not_effective"}


def test_no_rule_has_a_state_without_a_period(real: RuleBook):
    for rule in real.rules:
        first = rule.spells[0].first
        assert rule.state(first - 1) == "absent"
        for spell in rule.spells:
            assert rule.state(spell.first) == rule.state(spell.last) == spell.state
        last = rule.spells[-1]
        if last.last < datetime.date.max.toordinal():
            assert rule.state(last.last + 1) == "unknown"


def test_nothing_published_lies_past_the_record(compiled: Compiled, as_of: datetime.date):
    for name in ("code_status", "material_status"):
        assert max(compiled.frames[name]["last_day"]) == as_of
