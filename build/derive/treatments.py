"""Acts: what each changed for goods or a code, when it was announced, published and in effect, what warned of it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from exportcurbs import Dataset
from exportcurbs._grades import Weakest
from exportcurbs.law.answers import Spell, on
from exportcurbs.law.engine import Subject
from exportcurbs.law.periods import FOREVER, Row, gathered
from exportcurbs.law.reach import BLANKET, PART, WHOLE, Limb
from exportcurbs.law.regimes import EXPORT, NONE, PANEL_USES, UNKNOWN
from exportcurbs.law.rules import Rule
from exportcurbs.law.trade import DUTY

FORCE, SUSPENDED = "in_force", ("suspended", "suspended_before_effect")
# How strict for every shipment, and for some.
Level = tuple[float, float]
EXCHANGES = ("XTKS", "XSHG", "XNYS")
FIRST, AHEAD = datetime.date(1997, 1, 1), datetime.timedelta(days=60)
ANNOUNCED = "announced_not_effective"


class Turn(NamedTuple):
    """A rule that begins or ceases to reach a subject: its states on the day and the day before."""

    rule: Rule
    extent: str
    before: str
    after: str
    last: int


class Act(NamedTuple):
    """What the turns of one instrument on one day make of a subject."""

    day: int
    act: str
    instrument_id: str
    turns: tuple[Turn, ...]


def turns(limbs: Iterable[Limb], acts: Mapping[tuple[str, int], str], as_of: int) -> dict[tuple[int, str], list[Turn]]:
    """Return the turns of rules by day and instrument; acts: what instrument made the state of a rule on a day."""
    found: dict[tuple[int, str], list[Turn]] = defaultdict(list)
    for reaching in gathered((limb.rule.measure_id, limb) for limb in limbs).values():
        rule = reaching[0].rule
        for period in rule.periods:
            day = period.first
            before, after = (_state(rule, reaching, d) for d in (day - 1, day))
            if day <= as_of and (before[1] or after[1]):
                turn = Turn(rule, after[1] or before[1] or PART, before[0], after[0], period.last)
                found[day, acts[rule.measure_id, day]].append(turn)
    return found


def _state(rule: Rule, limbs: Iterable[Limb], day: int) -> tuple[str, str | None]:
    """Return the state of a rule on a day and how far it reaches; absent where it does not."""
    extents = {x.extent for x in limbs if x.first <= day <= x.last}
    if not extents:
        return "absent", None
    return rule.state(day), WHOLE if extents & {WHOLE} else BLANKET if extents == {BLANKET} else PART


def _named(own: Sequence[Turn], before: Level, after: Level, none_before: bool, none_after: bool) -> str | None:
    """Return the act that turns make; None for a mere announcement."""
    if any(t.after in SUSPENDED and t.before not in SUSPENDED for t in own):
        return "suspended"
    begins = any(t.after == FORCE for t in own)
    if any(t.after == FORCE and t.before in SUSPENDED for t in own):
        return "resumed"
    if not begins and not any(t.before == FORCE for t in own):
        return None
    if before == after:
        return "restated"
    if none_before if begins else none_after:
        return "new" if begins else "released"
    return "widened" if after > before else "narrowed"


def level(spell: Spell | None) -> Level:
    """Return how strict an answer is for all shipments, and for some."""
    return spell.ranks if spell else (NONE, NONE)


class Treatments:
    """The acts on every subject, from the engine and the rows of the law."""

    def __init__(self, data: Dataset, grades: Weakest) -> None:
        self.engine, self.book, self.grades = data.law, data.law.book, grades
        self._begun = {(r["measure_id"], r["first_day"].toordinal()): r for r in data.rows("measure_periods")}
        rules = self.book.rules
        self._by = {key: r["by_instrument_id"] or rules[key[0]].instrument_id for key, r in self._begun.items()}
        self._acts: dict[str, Row] = data.rows_by_id("instruments")
        listed = (r for r in data.rows("measure_items") if r["basis"] == "inferred")
        self._inferred = {(r["measure_id"], (r["scheme"], r["code"])) for r in listed}
        self._kept: dict[tuple[object, ...], list[Act]] = {}

    def of(self, subject: Subject, place: str, use: str) -> Iterator[tuple[Any, ...]]:
        """Yield the acts on a subject: day, act, instrument, and the columns that follow in the table."""
        limbs, spells = self.engine.limbs(subject, place, use, EXPORT), self.engine.spells(subject, place, use)
        key = (*sorted(x.key for x in limbs), *(x for x in spells[:1]), len(spells), *(spells[-1:]))
        if key not in self._kept:
            self._kept[key] = list(self._status_acts(limbs, spells))
        own = [self._settled(subject, place, use, act, spells) for act in self._kept[key]]
        own += self._trade_acts(subject) if isinstance(subject, str) else []
        for act in sorted(own):
            yield self._told(subject, act, on(spells, act.day - 1), on(spells, act.day))

    def _status_acts(self, limbs: Iterable[Limb], spells: Sequence[Spell]) -> Iterator[Act]:
        found = turns((x for x in limbs if x.rule.item_scope != "all_items"), self._by, self.book.as_of)
        for (day, instrument), own in found.items():
            before, after = on(spells, day - 1), on(spells, day)
            deciding = {m for s in (before, after) if s for m in (*s.measures, *s.part)}
            # A rule on whatever is a dual-use item does nothing to what is none.
            real = [t for t in own if t.extent != BLANKET or t.rule.measure_id in deciding]
            none = [not s or not (s.measures or s.part) for s in (before, after)]
            if real and (act := _named(real, level(before), level(after), *none)):
                yield Act(day, act, instrument, tuple(real))

    def _settled(self, subject: Subject, place: str, use: str, act: Act, spells: Sequence[Spell]) -> Act:
        """Return an act that looks new, where the record does not know what stood before, as what it may be."""
        before = on(spells, act.day - 1)
        if act.act != "new" or (before and before.regime != UNKNOWN):
            return act
        codes = {x.via for x in self.engine.own_limbs(subject)}
        if all((t.rule.measure_id, code) in self._inferred for t in act.turns for code in codes if code):
            return act._replace(act="restated")
        heads = self.book.goods.by_id[subject].heads if isinstance(subject, str) else ()
        ruled = (on(self.engine.material_spells(m, place, use), act.day - 1) for m in heads)
        return act._replace(act="widened") if any(level(s) > (NONE, NONE) for s in ruled) else act

    def _trade_acts(self, goods: str) -> list[Act]:
        """Return the acts of trade administration on goods."""
        if ("trade", goods) not in self._kept:
            rules, found = self.engine.trade.sure(goods), []
            for (day, instrument), own in turns((Limb(r, WHOLE) for r in rules), self._by, self.book.as_of).items():
                for effect in sorted({t.rule.effect for t in own}):
                    real = [t for t in own if t.rule.effect == effect]
                    before, after = (_trade_level(rules, effect, d) for d in (day - 1, day))
                    if act := _named(real, before, after, not before[0], not after[0]):
                        found.append(Act(day, act, instrument, tuple(real)))
            self._kept["trade", goods] = _together(found)
        return self._kept["trade", goods]

    def _told(self, subject: Subject, act: Act, before: Spell | None, after: Spell | None) -> tuple[Any, ...]:
        row = self._acts[act.instrument_id]
        rules = {t.rule.measure_id: t.rule for t in act.turns}
        grades, begun = [self.grades.of_rule((subject,), m) for m in rules], [self._begun[m, act.day] for m in rules]
        last = max(t.last for t in [t for t in act.turns if t.after == FORCE] or act.turns)
        force = [p.first for r in rules.values() for p in r.periods if p.state == FORCE and p.first <= act.day]
        extents = {t.extent for t in act.turns}
        return (
            *(act.day, act.act, act.instrument_id),
            min((r["first_day_earliest"].toordinal() for r in begun if r["first_day_earliest"]), default=None),
            *(_ordinal(row["issued"]), _ordinal(row["published_day"])),
            act.day if any(t.after == FORCE for t in act.turns) else min(force, default=None),
            last if last < FOREVER else None,
            *((s.regime if s else UNKNOWN) for s in (before, after)),
            *((s.strictest if s else UNKNOWN) for s in (before, after)),
            WHOLE if extents & {WHOLE, BLANKET} else PART,
            *(sorted({r.effect for r in rules.values()}), sorted(rules)),
            min(r.layer for r in rules.values()),
            after.basis if after else UNKNOWN,
            max(r["evidence_grade"] for r in begun),
            max(grades),
        )


def _ordinal(day: Any) -> int | None:
    return day.toordinal() if day else None


def _trade_level(rules: Iterable[Rule], effect: str, day: int) -> Level:
    """Return whether an effect stood on a day, and at what rate."""
    own = [r for r in rules if r.effect == effect and r.state(day) == FORCE]
    return float(bool(own)), max((r.duty_pct or 0.0 for r in own), default=0.0) if effect == DUTY else float(bool(own))


def _together(found: Iterable[Act]) -> list[Act]:
    """Return acts with those of one day, kind and instrument as one."""
    own: dict[tuple[int, str, str], tuple[Turn, ...]] = {}
    for day, act, instrument, turned in found:
        own[day, act, instrument] = own.get((day, act, instrument), ()) + turned
    return [Act(*key, turned) for key, turned in own.items()]


def treatments(data: Dataset, grades: Weakest) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of treatments, day columns as ordinals."""
    engine, found = data.law, Treatments(data, grades)
    subjects: list[Subject] = [*sorted(engine.book.goods.by_id), *sorted(engine.book.codes.rows)]
    for subject in subjects:
        named = (subject, None, None) if isinstance(subject, str) else (None, *subject)
        rest = {use: list(found.of(subject, "ROW", use)) for use in PANEL_USES}
        for place in engine.places(subject):
            own = {use: list(found.of(subject, place, use)) for use in PANEL_USES}
            if place == "ROW" or own != rest:
                yield from ((*named, place, use, *row) for use in PANEL_USES for row in own[use])


def announcements(data: Dataset) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of announcement_calendar: every instrument that set a rule or changed its state."""
    rules = data.law.book.rules
    acts: dict[str, list[Row]] = {}
    for row in data.rows("measure_periods"):
        acts.setdefault(row["by_instrument_id"] or rules[row["measure_id"]].instrument_id, []).append(row)
    as_of = datetime.date.fromordinal(data.law.book.as_of)
    for name, instrument in data.rows_by_id("instruments").items():
        if name not in acts:
            continue
        begun = [r["first_day"] for r in acts[name] if r["state"] != ANNOUNCED]
        announced, effective = instrument["issued"], (instrument["effective"] or min(begun)) if begun else None
        known = instrument["published_day"] or announced
        warned = sorted(_warnings(data, instrument, known)) if known else []
        yield (
            *(name, _ordinal(announced), _ordinal(instrument["published_day"]), _ordinal(effective)),
            *(_ordinal(_session(exchange, known, as_of + AHEAD)) if known else None for exchange in EXCHANGES),
            (effective - known).days if known and effective else None,
            [event for _, event in warned],
            *((_ordinal(warned[-1][0]), (known - warned[-1][0]).days) if known and warned else (None, None)),
            sorted({r["measure_id"] for r in acts[name]}),
            max(instrument["evidence_grade"], *(r["evidence_grade"] for r in acts[name])),
        )


def _warnings(data: Dataset, instrument: Row, known: datetime.date) -> Iterator[tuple[datetime.date, str]]:
    """Yield day and id of the threats of the instrument's episodes that came before it."""
    own = set(instrument["episode_ids"] or ())
    for event in data.rows_by("events", "role").get("threat", []):
        day = event["date"] or event["date_latest"]
        if own & set(event["episode_ids"] or ()) and day < known:
            yield day, event["event_id"]


def _session(exchange: str, day: datetime.date, end: datetime.date) -> datetime.date | None:
    """Return the first trading day of an exchange on or after a day; none is known once its holidays are not."""
    calendar = _calendar(exchange, end)
    if not FIRST < day <= calendar.last_session.date():
        return None
    found: datetime.date = calendar.date_to_session(str(day), "next").date()
    return found


@cache
def _calendar(exchange: str, end: datetime.date) -> Any:
    import exchange_calendars  # type: ignore[import-untyped]  # takes a second, which only deriving needs

    # a calendar of its own would only be built to ask it for its bound
    known = exchange_calendars.calendar_utils.global_calendar_dispatcher._calendar_factories[exchange].bound_max()
    last = min(end, known.date()) if known else end  # Shanghai's holidays are told a year at a time
    return exchange_calendars.get_calendar(exchange, start=str(FIRST), end=str(last))
