"""The answer to one question: what did this shipment need on that day."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from exportcurbs import _around
from exportcurbs._ask import day_of, end_use_of, facts_of, find_party, flow_of, item_of, place_of
from exportcurbs._question import Question
from exportcurbs._reader import Reader, Row
from exportcurbs._words import answer_in_words

DESCRIBED = ("measure_id", "title", "instrument_id", "clause", "effect")
CONDITIONS = {"required": "only_if", "exempts": "not_if", "procedure": "procedure"}
_date = datetime.date.fromordinal
T = TypeVar("T")


def _asked(answer: Callable[[Question], T]) -> "cached_property[T]":
    """Return what a function says of the question, as a property that is worked out when first asked for."""
    own = cached_property[T](lambda status: answer(status.question))
    own.__doc__ = answer.__doc__
    return own


@dataclass(frozen=True)
class Status:
    """The answer, and why.

    regime: none, licence, licence_strict, denial_in_principle, prohibited or unknown: what every such shipment needs;
    of a material the strictest of the goods in which it is mostly traded, of a customs line what is sure of all goods
    in it. `strictest`: what one needs that meets conditions, over all goods of a material or line. `at_least`: the
    sure floor. `since`: the first day of the regime; `rule_since`: that of the rule that decides it. `measures` decide
    (id, title, instrument, clause, effect, conditions in words: only_if, not_if, procedure), `part` are stricter and
    reach a part. `basis`: confirmed, presumed or unknown. `coverage`: of a customs line, whether it is controlled
    whole, in part or not (none); None where that is not known.
    """

    item: str
    destination: str
    day: datetime.date
    end_use: str
    flow: str
    known_on: datetime.date | None
    regime: str
    at_least: str
    strictest: str
    basis: str
    since: datetime.date | None
    rule_since: datetime.date | None
    coverage: str | None
    measures: list[Row]
    part: list[Row]
    question: Question = field(repr=False, compare=False)

    record_to = _asked(_around.record_to)
    goods = _asked(Question.lines)
    would_change = _asked(_around.would_change)
    scheduled = _asked(_around.scheduled)
    suspended = _asked(_around.suspended)
    announced = _asked(_around.announced)
    listed = _asked(_around.listed)
    trade = _asked(_around.trade_row)
    needs_any_permit = _asked(_around.needs_any_permit)
    contested = _asked(lambda question: _measures(question.data, _around.contested(question)))
    practice = _asked(_around.practice)
    layers_read = _asked(_around.layers_read)
    attested_by = _asked(_around.attested_by)
    sources = _asked(_around.sources)
    evidence_grade = _asked(_around.evidence_grade)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain values."""
        own = {k: v for k, v in vars(self).items() if k != "question"}
        return own | {name: getattr(self, name) for name in TOLD}

    def __str__(self) -> str:
        """Return the answer as a few lines of text."""
        return answer_in_words(self.as_dict())


TOLD = [name for name, own in vars(Status).items() if isinstance(own, cached_property)]


def status(  # noqa: PLR0913 - a shipment has that many properties
    data: Reader,
    item: str,
    destination: str,
    day: str | datetime.date,
    end_use: str = "civil",
    entity: str | None = None,
    *,
    flow: str = "export_from_china",
    facts: Mapping[str, Any] | None = None,
    known_on: str | datetime.date | None = None,
) -> Status:
    """Return what a shipment of an item to a destination needed on a day.

    item: goods (`antimony-oxide`), a material (`Dy`) or group of materials, a control code of any scheme (`3C001.a`), a
    customs code of six or ten digits, or a name in English, Chinese or Japanese (an id of a material and of
    goods means the material: write `goods/baryte` for the goods); destination: ISO 3166 alpha-3, or ROW;
    day: a date or YYYY-MM-DD; end_use: civil, military, military_capability, wmd or advanced_chips; entity: an
    entity_id, or any name or alias of a party in any script, for the answer to that listed party; flow:
    export_from_china, re_export_abroad, foreign_made or technology_transfer (of technology and software export and
    transfer are read together); facts: what is known of the shipment, by the properties of goods_code_conditions and
    measure_conditions (`{"purity_pct": 99.5}`; `owned_by` gives shares in percent by party): a fact that is not given
    leaves a rule in part; known_on: answer as the law was known on that day (coverage and codes are today's reading).

    A material's `regime` is the strictest over the goods in which it is mostly traded; a customs line's is what is sure
    of all its goods. ValueError, naming the argument and saying what is known, for anything unknown.
    """
    asked = item_of(data, item)
    question = Question(
        data=data,
        item=asked,
        destination=place_of(data, destination),
        day=day_of(day).toordinal(),
        end_use=end_use_of(end_use),
        flow=flow_of(data, flow, asked),
        facts=facts_of(data, facts),
        known_on=None if known_on is None else day_of(known_on, "known_on").toordinal(),
        party=find_party(data, entity) if entity is not None else None,
    )
    return _answer(data, question, item)


def _answer(data: Reader, question: Question, item: str) -> Status:
    spell, begun, rule_begun = question.spell, question.since, question.rule_since
    return Status(
        item=item,
        destination=question.destination,
        day=_date(question.day),
        end_use=question.end_use,
        flow=question.flow,
        known_on=_date(question.known_on) if question.known_on else None,
        regime=spell.regime if spell else "unknown",
        at_least=spell.at_least if spell else "none",
        strictest=spell.strictest if spell else "unknown",
        basis=spell.basis if spell else "unknown",
        since=_date(begun) if begun else None,
        rule_since=_date(rule_begun) if rule_begun else None,
        coverage=question.coverage,
        measures=_measures(data, spell.measures) if spell else [],
        part=_measures(data, spell.part) if spell else [],
        question=question,
    )


def _measures(data: Reader, ids: Iterable[str]) -> list[Row]:
    rows = data.kept(_described)
    return [rows[i] for i in ids]


def _described(data: Reader) -> dict[str, Row]:
    """Return the measures with their conditions in words: only_if, not_if, procedure."""
    found = {}
    for name, row in data.rows_by_id("measures").items():
        texts: Row = {name: [] for name in CONDITIONS.values()}
        for condition in data.law.book.rules[name].conditions:
            texts[CONDITIONS[condition.effect]].append(condition.text)
        found[name] = {k: row[k] for k in DESCRIBED} | texts
    return found
