"""The answer to one question: what did this shipment need on that day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from exportcurbs import _around
from exportcurbs._ask import day_of, end_use_of, facts_of, find_party, flow_of, item_of, place_of
from exportcurbs._question import Question
from exportcurbs._reader import Reader, Row
from exportcurbs._words import answer_in_words

DESCRIBED = ("measure_id", "title", "instrument_id", "clause", "effect")
CONDITIONS = {"required": "only_if", "exempts": "not_if", "procedure": "procedure"}
_date = datetime.date.fromordinal


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

    @property
    def record_to(self) -> datetime.date:
        """The last day of the record: what was announced for later days is `scheduled`, never confirmed."""
        return _date(self.question.engine.book.as_of)

    @cached_property
    def goods(self) -> list[Row]:
        """The goods of a material, code or customs line (of a group its materials), each with its own answer.

        goods_id (or material_id), name, role (heads or contains), ordinary, regime, strictest, since, and the condition
        under which the strictest holds.
        """
        return self.question.lines()

    @cached_property
    def trade(self) -> Row:
        """Quota, licence, state trading and duty of trade administration beside it; None where not known.

        Of a material over its ordinary goods, of a code or customs line over the goods in it: has_quota, has_licence
        and has_state_trading say whether any needs it, duty_pct is what all pay. `measures` are in force and reach
        them, `perhaps` name the material and do not say which goods; `followed` whether the record follows the layer
        for it. Empty past the record and for other flows.
        """
        return _around.trade_row(self.question)

    @cached_property
    def needs_any_permit(self) -> bool | None:
        """Whether the regime or trade administration asks for a permit; None where that is not known."""
        return _around.needs_any_permit(self.question)

    @cached_property
    def contested(self) -> list[Row]:
        """Rules in force that reach the item for uses that add to military strength: how far into civil is disputed."""
        return _measures(self.question.data, _around.contested(self.question))

    @cached_property
    def practice(self) -> list[Row]:
        """Claims that practice differed from law on that day, each with the question that it answers."""
        return _around.practice(self.question)

    @cached_property
    def would_change(self) -> list[Row]:
        """Facts not given that could move the answer: property, operator, value, unit, text, if_met, if_not."""
        return _around.would_change(self.question)

    @cached_property
    def scheduled(self) -> list[Row]:
        """What acts known that day (or on known_on) plan for later: measure, state, days, since when it was known.

        known_basis: published; issued or begins where no day of publication is known.
        """
        return _around.scheduled(self.question)

    @cached_property
    def suspended(self) -> list[Row]:
        """Rules that reach the item but are suspended: measure, state, since, and until when by their own text."""
        return _around.standing(self.question, _around.SUSPENDED)

    @cached_property
    def announced(self) -> list[Row]:
        """Rules that reach the item, announced and not yet in force: measure, state, since, and until when."""
        return _around.standing(self.question, _around.ANNOUNCED)

    @cached_property
    def listed(self) -> list[Row]:
        """Lists on which the party stands or stood, or one that owns it (owner_pct): state, since, until, needs."""
        return _around.listed(self.question)

    @cached_property
    def attested_by(self) -> list[Row]:
        """Who attests the deciding rules, and to which day: measure, to, source, title, publisher."""
        return _around.attested_by(self.question)

    @cached_property
    def layers_read(self) -> list[str]:
        """The lists that were read that day of those that could hold the item: where all were, silence means none."""
        return _around.layers_read(self.question)

    @cached_property
    def evidence_grade(self) -> str | None:
        """The weakest grade of what the answer rests on; None of a customs line or a group."""
        return _around.evidence_grade(self.question)

    @cached_property
    def sources(self) -> list[str]:
        """The ids of the sources on which the answer rests."""
        return _around.sources(self.question)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain values."""
        own = {k: v for k, v in vars(self).items() if k != "question"}
        return own | {name: getattr(self, name) for name in TOLD}

    def __str__(self) -> str:
        """Return the answer as a few lines of text."""
        return answer_in_words(self.as_dict())


TOLD = (
    *(
        "record_to",
        "goods",
        "would_change",
        "scheduled",
        "suspended",
        "announced",
        "listed",
        "trade",
        "needs_any_permit",
        "contested",
        "practice",
    ),
    *("layers_read", "attested_by", "sources", "evidence_grade"),
)


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
