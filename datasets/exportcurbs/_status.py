"""The answer to one question: what did exporting this to there need on that day."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from exportcurbs._reader import Reader, Row, guess
from exportcurbs.law.answers import Spell, on, since
from exportcurbs.law.materials import TRADE, MaterialSpell
from exportcurbs.law.parties import NAMES, parties, plain
from exportcurbs.law.regimes import END_USES, RANK, REGIME_OF, REGIMES
from exportcurbs.law.rules import Code

NO_RULE, MOST = RANK["none"], len(REGIMES) - 1
DESCRIBED = ("measure_id", "title", "instrument_id", "clause", "effect")


@dataclass(frozen=True)
class Status:
    """The answer, and why.

    regime: none, licence, licence_strict, denial_in_principle, prohibited or unknown; `at_least` is the sure floor;
    `since` the first day of the regime; `measures` the deciding rules (id, title, instrument, clause); `mildest` the
    mildest regime over the goods of a material that codes or notices name; `basis` confirmed, presumed or unknown;
    `trade` quota, licence, state trading and duty beside the dual-use layer; `practice` claims that practice differed
    from law on that day; `contested` rules for uses that add to military strength, whose reach into civil trade is
    disputed; `record` the first and last day that the record speaks of what was asked.
    """

    subject: str
    destination: str
    day: datetime.date
    end_use: str
    regime: str
    at_least: str
    since: datetime.date | None
    mildest: str
    basis: str
    measures: list[Row] = field(default_factory=list)
    trade: Row = field(default_factory=dict)
    practice: list[Row] = field(default_factory=list)
    contested: list[Row] = field(default_factory=list)
    record: tuple[datetime.date, datetime.date] | None = None

    def __str__(self) -> str:
        """Return the answer as a few lines of text."""
        since = f" since {self.since}" if self.since else ""
        lines = [f"{self.subject} to {self.destination} on {self.day}, {self.end_use} use: {self.regime}{since}"]
        lines.append(f"  how sure: {self.basis}; at least {self.at_least}; mildest {self.mildest}")
        if self.record and not self.record[0] <= self.day <= self.record[1]:
            lines.append(f"  outside the record, which goes from {self.record[0]} to {self.record[1]}")
        lines += [f"  rule: {m['measure_id']} - {m['title']}" for m in self.measures]
        lines += [f"  beside it: {k} = {v}" for k, v in self.trade.items() if v is not None]
        lines += [f"  practice reported: {c['claimed_by']}: {c['position']}" for c in self.practice]
        lines += [f"  contested reach: {m['measure_id']} - {m['title']}" for m in self.contested]
        return "\n".join(lines)


def status(
    data: Reader,
    material_or_code: str,
    destination: str,
    day: str | datetime.date,
    end_use: str = "civil",
    entity: str | None = None,
) -> Status:
    """Return what exporting a material or code from China to a destination needed on a day.

    material_or_code: a material_id (`Dy`) or a dual-use code (`3C001.a`); destination: ISO 3166 alpha-3; day: a date
    or YYYY-MM-DD; end_use: civil, military, military_capability, wmd or advanced_chips; entity: an entity_id, or any
    name or alias of a party in any script, for the answer to that listed party. ValueError, saying what is known, for
    anything unknown.
    """
    when = _day(day)
    subject = _subject(data, material_or_code)
    place = _place(data, destination)
    if end_use not in END_USES:
        raise ValueError(f"unknown end use {end_use!r}; write one of: {', '.join(sorted(END_USES))}")
    spells: Sequence[Spell]
    if isinstance(subject, str):
        spells = data.law.material_spells(subject, place, end_use)
    else:
        spells = data.law.code_spells(subject, place, end_use)
    spell = on(spells, when.toordinal())
    answer = Status(
        subject=material_or_code,
        destination=destination,
        day=when,
        end_use=end_use,
        regime=spell.regime if spell else "unknown",
        at_least=spell.at_least if spell else "none",
        since=_date(since(spells, spell)) if spell else None,
        mildest=(spell.mildest if isinstance(spell, MaterialSpell) else spell.regime) if spell else "unknown",
        basis=spell.basis if spell else "unknown",
        measures=_measures(data, spell.measures) if spell else [],
        trade=_trade(spell) if isinstance(spell, MaterialSpell) else {},
        practice=_practice(data, subject, destination, when) if isinstance(subject, str) else [],
        contested=_contested(data, place, when) if end_use == "civil" else [],
        record=(_date(spells[0].first), _date(spells[-1].last)) if spells else None,
    )
    return _with_entity(data, answer, find_party(data, entity)) if entity else answer


_date = datetime.date.fromordinal


def _day(day: str | datetime.date) -> datetime.date:
    if isinstance(day, datetime.date):
        return day.date() if isinstance(day, datetime.datetime) else day
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"unknown day {day!r}; write YYYY-MM-DD, such as 2024-12-10") from None


def _subject(data: Reader, text: str) -> str | Code:
    """Return a material_id, or a scheme and code."""
    materials, codes = data.rows_by("materials", "material_id"), data.rows_by("control_codes", "code")
    if text in materials:
        return text
    for row in codes.get(text, []):
        if row["scheme"] in ("dual_use", "class"):
            return row["scheme"], text
    close = guess(text, (*materials, *codes), {m["name_en"]: m["material_id"] for m in data.rows("materials")})
    raise ValueError(f"unknown material or code {text!r}.{close} See the tables materials and control_codes.")


def _place(data: Reader, destination: str) -> str:
    """Return the destination under which rules speak of a country."""
    if destination == "CHN":
        raise ValueError("CHN is where the exports come from; write another ISO 3166 alpha-3 code, or ROW.")
    known = data.rows_by("countries", "iso3")
    if destination not in known:
        close = guess(destination, known, {c["name"]: c["iso3"] for c in data.rows("countries")})
        raise ValueError(f"unknown destination {destination!r}.{close} Write an ISO 3166 alpha-3 code, or ROW.")
    return data.law.book.place(destination)


def _measures(data: Reader, ids: Iterable[str]) -> list[Row]:
    return [{k: data.rows_by_id("measures")[i][k] for k in DESCRIBED} for i in ids]


def _trade(spell: MaterialSpell) -> Row:
    return dict(zip(TRADE.values(), spell.trade, strict=True)) | {"duty_pct": spell.duty_pct}


def _practice(data: Reader, material: str, destination: str, day: datetime.date) -> list[Row]:
    return [
        {k: c[k] for k in ("claim_id", "position", "claimed_by", "first_day", "last_day")}
        for c in data.rows_by("claims", "destination").get(destination, [])
        if c["first_day"]
        and c["last_day"]
        and c["first_day"] <= day <= c["last_day"]
        and material in data.law.book.named(c)
    ]


def _contested(data: Reader, place: str, day: datetime.date) -> list[Row]:
    """Return the rules in force for uses that add to military strength, whose reach into civil trade is disputed."""
    reached = (
        r.measure_id
        for r in data.law.of_end_use("military_capability")
        if place in r.destinations and r.state(day.toordinal()) == "in_force"
    )
    return _measures(data, sorted(reached))


class _Listing(NamedTuple):
    """An export rule that lists a party and may be in force; `everything`: it reaches goods of any kind."""

    measure_id: str
    rank: int
    in_force: bool
    confirmed: bool
    everything: bool


def find_party(data: Reader, name: str) -> str:
    """Return the entity_id of a party by id, name, printed form or alias; ValueError where none or several have it."""
    known = data.kept(_parties)
    ids = known.get(plain(name), ())
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise ValueError(f"{name!r} is the name of several parties; write one of: {', '.join(ids)}")
    group = [i for i, rows in data.rows_by("entities", "entity_id").items() if plain(name) in _above(rows[0])]
    if group:
        raise ValueError(f"{name!r} is on no list; parties of that group are: {', '.join(group)}")
    close = guess(name, data.rows_by("entities", "entity_id"))
    raise ValueError(f"unknown entity {name!r}.{close} See the table entities, and entity_aliases.")


def _parties(data: Reader) -> dict[str, tuple[str, ...]]:
    return parties(
        {t: [r for rows in data.rows_by(t, "entity_id").values() for r in rows] for t in NAMES if t in data.tables()}
    )


def _above(row: Mapping[str, Any]) -> set[str]:
    return {plain(row.get(column) or "") for column in ("group_name", "parent_name")}


def _with_entity(data: Reader, answer: Status, entity: str) -> Status:
    """Return the strictest of the country's answer and the listings of a party that are in force that day."""
    if answer.day.toordinal() > data.law.book.as_of:
        return answer
    rules = list(_listings(data, answer, entity))
    force = [r for r in rules if r.in_force]
    ceiling = max((r.rank for r in rules), default=NO_RULE)
    country = RANK[answer.at_least]
    floor = max((country, *(r.rank for r in force)))
    sure = max(MOST if answer.regime == "unknown" else country, ceiling) == floor
    own = [r for r in force if r.rank == floor]
    if not rules or (sure and not own):
        return answer
    kept = [m["measure_id"] for m in answer.measures] if country == floor else []
    attested = all(r.confirmed for r in own) and (country < floor or answer.basis == "confirmed")
    return replace(
        answer,
        regime=REGIMES[floor] if sure else "unknown",
        at_least=REGIMES[floor],
        since=answer.since if sure and country == floor else None,
        mildest=_mildest(answer, force) if sure else "unknown",
        basis=("confirmed" if attested else "presumed") if sure else "unknown",
        measures=_measures(data, dict.fromkeys((*kept, *(r.measure_id for r in own)))),
    )


def _listings(data: Reader, answer: Status, entity: str) -> Iterator[_Listing]:
    """Yield each export rule that lists a party, covers what was asked, and may be in force."""
    day = answer.day.toordinal()
    for listing in data.rows_by("listings", "entity_id").get(entity, []):
        rule = data.law.book.rules[listing["measure_id"]]
        if listing["listed_as"] == "executive" or rule.flow != "export_from_china":
            continue
        if rule.item_scope == "all_dual_use" and answer.at_least == "none":
            continue
        if (state := rule.state(day)) in ("in_force", "unknown"):
            yield _Listing(
                measure_id=rule.measure_id,
                rank=RANK[REGIME_OF[rule.effect]],
                in_force=state == "in_force",
                confirmed=day <= rule.confirmed(day),
                everything=rule.item_scope == "all_goods",
            )


def _mildest(answer: Status, force: list[_Listing]) -> str:
    """Return the mildest regime over the goods: a list on dual-use items leaves uncontrolled goods alone."""
    whole = [r.rank for r in force if r.everything or answer.mildest not in ("none", "unknown")]
    if answer.mildest == "unknown":
        return "prohibited" if MOST in whole else "unknown"
    return REGIMES[max((RANK[answer.mildest], *whole))]
