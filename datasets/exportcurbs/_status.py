"""The answer to one question: what did exporting this to there need on that day."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exportcurbs._reader import Reader, Row, guess

REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")
LIST_REGIME = {"ban": "prohibited", "strict_review": "licence_strict", "denial_in_principle": "denial_in_principle"}


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


def _index(data: Reader, name: str) -> dict[tuple[str, ...], list[Row]]:
    """Return the spells of a status table by subject, destination and end use, in order of days."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in data.rows(name):
        subject = row["material_id"] if name == "material_status" else f"{row['scheme']}/{row['code']}"
        found.setdefault((subject, row["destination"], row["end_use"]), []).append(row)
    return found


def _uses(data: Reader, name: str) -> list[str]:
    return sorted({use for _, _, use in data.kept(_index, name)})


def _named(data: Reader, name: str) -> set[str]:
    return {place for _, place, _ in data.kept(_index, name)}


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
    or YYYY-MM-DD; end_use: civil, military, military_capability, wmd or advanced_chips; entity: an entity_id, for the
    answer to that listed party. ValueError, saying what is known, for anything unknown.
    """
    when = _day(day)
    name, subject = _subject(data, material_or_code)
    place = _place(data, destination, name)
    uses = data.kept(_uses, name)
    if end_use not in uses:
        raise ValueError(f"unknown end use {end_use!r}; write one of: {', '.join(uses)}")
    spells = data.kept(_index, name).get((subject, place, end_use), [])
    at, spell = _at(spells, when)
    answer = Status(
        subject=material_or_code,
        destination=destination,
        day=when,
        end_use=end_use,
        regime=spell["regime"] if spell else "unknown",
        at_least=spell["at_least"] if spell else "none",
        since=_since(spells, at) if spell else None,
        mildest=(spell.get("mildest") or spell["regime"]) if spell else "unknown",
        basis=spell["basis"] if spell else "unknown",
        measures=_measures(data, spell["measure_ids"]) if spell else [],
        trade=_trade(spell) if spell else {},
        practice=_practice(data, subject, destination, when),
        contested=_contested(data, place, when) if end_use == "civil" else [],
        record=(spells[0]["first_day"], spells[-1]["last_day"]) if spells else None,
    )
    return _with_entity(data, answer, entity) if entity else answer


def _day(day: str | datetime.date) -> datetime.date:
    if isinstance(day, datetime.date):
        return day.date() if isinstance(day, datetime.datetime) else day
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"unknown day {day!r}; write YYYY-MM-DD, such as 2024-12-10") from None


def _subject(data: Reader, text: str) -> tuple[str, str]:
    if text in data.rows_by("materials", "material_id"):
        return "material_status", text
    if any(row["scheme"] in ("dual_use", "class") for row in data.rows_by("control_codes", "code").get(text, [])):
        scheme = data.rows_by("control_codes", "code")[text][0]["scheme"]
        return "code_status", f"{scheme}/{text}"
    known = (*data.rows_by("materials", "material_id"), *data.rows_by("control_codes", "code"))
    close = guess(text, known, {m["name_en"]: m["material_id"] for m in data.rows("materials")})
    raise ValueError(f"unknown material or code {text!r}.{close} See the tables materials and control_codes.")


def _place(data: Reader, destination: str, name: str) -> str:
    if destination == "CHN":
        raise ValueError("CHN is where the exports come from; write another ISO 3166 alpha-3 code, or ROW.")
    if destination not in data.rows_by("countries", "iso3"):
        close = guess(
            destination, data.rows_by("countries", "iso3"), {c["name"]: c["iso3"] for c in data.rows("countries")}
        )
        raise ValueError(f"unknown destination {destination!r}.{close} Write an ISO 3166 alpha-3 code, or ROW.")
    return destination if destination in data.kept(_named, name) else "ROW"


def _at(spells: list[Row], day: datetime.date) -> tuple[int, Row | None]:
    at = bisect_right([s["first_day"] for s in spells], day) - 1
    return at, spells[at] if at >= 0 and day <= spells[at]["last_day"] else None


def _since(spells: list[Row], at: int) -> datetime.date:
    regime = spells[at]["regime"]
    while at > 0 and spells[at - 1]["regime"] == regime:
        at -= 1
    day: datetime.date = spells[at]["first_day"]
    return day


def _measures(data: Reader, ids: Iterable[str]) -> list[Row]:
    wanted = ("measure_id", "title", "instrument_id", "clause", "effect")
    return [{k: data.rows_by("measures", "measure_id")[i][0][k] for k in wanted} for i in ids]


def _trade(spell: Row) -> Row:
    return {k: spell[k] for k in ("has_quota", "has_licence", "has_state_trading", "duty_pct") if k in spell}


def _practice(data: Reader, subject: str, destination: str, day: datetime.date) -> list[Row]:
    groups = {r["group_id"] for r in data.rows("material_groups") if r["material_id"] == subject}
    return [
        {k: c[k] for k in ("claim_id", "position", "claimed_by", "first_day", "last_day")}
        for c in data.rows("claims")
        if (c["material_id"] == subject or c["group_id"] in groups)
        and c["destination"] == destination
        and c["first_day"]
        and c["last_day"]
        and c["first_day"] <= day <= c["last_day"]
    ]


def _contested(data: Reader, place: str, day: datetime.date) -> list[Row]:
    ids = [
        m["measure_id"]
        for m in data.rows("measures")
        if m["end_use"] == "military_capability" and m["flow"] == "export_from_china" and place in m["destinations"]
    ]
    return _measures(data, (i for i in ids if _state(data, i, day) == "in_force"))


def _state(data: Reader, measure_id: str, day: datetime.date) -> str:
    begun, spell = _period(data, measure_id, day)
    return str(spell["state"]) if spell else ("unknown" if begun else "absent")


def _period(data: Reader, measure_id: str, day: datetime.date) -> tuple[bool, Row | None]:
    """Return whether a measure has begun by a day, and its period of that day."""
    spells = sorted(data.rows_by("measure_periods", "measure_id")[measure_id], key=lambda r: r["first_day"])
    at, spell = _at([{**s, "last_day": s["last_day"] or datetime.date.max} for s in spells], day)
    return at >= 0, spell


def _with_entity(data: Reader, answer: Status, entity: str) -> Status:
    """Return the strictest of the country's answer and the listings of a party that are in force that day."""
    if entity not in data.rows_by("entities", "entity_id"):
        close = guess(entity, data.rows_by("entities", "entity_id"))
        raise ValueError(f"unknown entity {entity!r}.{close} See the table entities.")
    if answer.day > datetime.date.fromisoformat(data.as_of):
        return answer
    rules = [r for r in _listings(data, answer, entity) if r["state"] in ("in_force", "unknown")]
    force = [r for r in rules if r["state"] == "in_force"]
    ceiling = max((r["rank"] for r in rules), default=0)
    country = REGIMES.index(answer.at_least)
    floor = max((country, *(r["rank"] for r in force)))
    sure = max(len(REGIMES) - 1 if answer.regime == "unknown" else country, ceiling) == floor
    own = [r for r in force if r["rank"] == floor]
    if not rules or (sure and not own):
        return answer
    kept = [m["measure_id"] for m in answer.measures] if country == floor else []
    attested = all(r["confirmed"] for r in own) and (country < floor or answer.basis == "confirmed")
    changed = {
        "regime": REGIMES[floor] if sure else "unknown",
        "at_least": REGIMES[floor],
        "since": answer.since if sure and country == floor else None,
        "mildest": _mildest(answer, force) if sure else "unknown",
        "basis": ("confirmed" if attested else "presumed") if sure else "unknown",
        "measures": _measures(data, dict.fromkeys((*kept, *(r["measure_id"] for r in own)))),
    }
    return Status(**{**vars(answer), **changed})


def _listings(data: Reader, answer: Status, entity: str) -> Iterator[Row]:
    """Yield rank, state and certainty of each export rule that lists a party and covers what was asked."""
    for listing in data.rows_by("listings", "entity_id").get(entity, []):
        rule = data.rows_by("measures", "measure_id")[listing["measure_id"]][0]
        if listing["listed_as"] == "executive" or rule["flow"] != "export_from_china":
            continue
        if rule["item_scope"] == "all_dual_use" and answer.at_least == "none":
            continue
        begun, spell = _period(data, rule["measure_id"], answer.day)
        yield {
            "measure_id": rule["measure_id"],
            "rank": REGIMES.index(LIST_REGIME[rule["effect"]]),
            "everything": rule["item_scope"] == "all_goods",
            "state": spell["state"] if spell else ("unknown" if begun else "absent"),
            "confirmed": spell is not None and answer.day <= spell["last_confirmed"],
        }


def _mildest(answer: Status, force: list[Row]) -> str:
    """Return the mildest regime over the goods: a list on dual-use items leaves uncontrolled goods alone."""
    whole = [r["rank"] for r in force if r["everything"] or answer.mildest not in ("none", "unknown")]
    if answer.mildest == "unknown":
        return "prohibited" if len(REGIMES) - 1 in whole else "unknown"
    return REGIMES[max((REGIMES.index(answer.mildest), *whole))]
