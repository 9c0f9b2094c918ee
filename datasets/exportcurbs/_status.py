"""The answer to one question: what did this shipment need on that day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from exportcurbs._ask import case_of, day_of, end_use_of, find_party, flow_of, item_of, place_of
from exportcurbs._question import Question
from exportcurbs._reader import Reader, Row
from exportcurbs._words import answer_in_words

DESCRIBED = ("measure_id", "title", "instrument_id", "clause", "effect")
_date = datetime.date.fromordinal


@dataclass(frozen=True)
class Status:
    """The answer, and why.

    regime: none, licence, licence_strict, denial_in_principle, prohibited or unknown: what every such shipment needs;
    of a material the strictest of the goods in which it is mostly traded, of a customs line what is sure of all goods
    in it. `strictest`: what one needs that meets conditions, over all goods of a material or line. `at_least`: the
    sure floor. `since`: the first day of the regime; `rule_since`: that of the rule that decides it. `measures` decide
    (id, title, instrument, clause, effect), `part` are stricter and reach a part. `basis`: confirmed, presumed or
    unknown. `coverage`: of a customs line, whether it is controlled whole, in part or not (none).
    """

    item: str
    destination: str
    day: datetime.date
    end_use: str
    flow: str
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

    @cached_property
    def goods(self) -> list[Row]:
        """The goods of a material, code or customs line (of a group its materials), each with its own answer.

        goods_id (or material_id), name, role (heads or contains), ordinary, regime, strictest, since, and the condition
        under which the strictest holds.
        """
        return self.question.lines()

    @cached_property
    def trade(self) -> Row:
        """Quota, licence, state trading and duty of the trade layer beside it; None where not known."""
        return self.question.trade()

    @cached_property
    def contested(self) -> list[Row]:
        """Rules in force that reach the item for uses that add to military strength: how far into civil is disputed."""
        return _measures(self.question.data, self.question.contested())

    @cached_property
    def practice(self) -> list[Row]:
        """Claims that practice differed from law on that day, each with the question that it answers."""
        return self.question.practice()

    def told(self) -> dict[str, Any]:
        """Return the whole answer as plain values."""
        own = {k: v for k, v in vars(self).items() if k != "question"}
        return own | {name: getattr(self, name) for name in TOLD}

    def __str__(self) -> str:
        """Return the answer as a few lines of text."""
        return answer_in_words(self.told())


TOLD = ("goods", "trade", "contested", "practice")


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
) -> Status:
    """Return what a shipment of an item to a destination needed on a day.

    item: goods (`antimony-oxide`), a material (`Dy`) or group of materials, a control code of any scheme (`3C001.a`), a
    customs code of six or ten digits, or a name in English, Chinese or Japanese; destination: ISO 3166 alpha-3, or ROW;
    day: a date or YYYY-MM-DD; end_use: civil, military, military_capability, wmd or advanced_chips; entity: an
    entity_id, or any name or alias of a party in any script, for the answer to that listed party; flow:
    export_from_china, re_export_abroad, foreign_made or technology_transfer (of technology and software export and
    transfer are read together); facts: what is known of the shipment, by the properties of goods_code_conditions and
    measure_conditions (`{"purity_pct": 99.5}`): a fact that is not given leaves a rule in part.

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
        case=case_of(data, facts),
        party=find_party(data, entity) if entity is not None else None,
    )
    spell = question.spell
    begun = question.since
    rule_begun = question.rule_since
    return Status(
        item=item,
        destination=destination,
        day=_date(question.day),
        end_use=end_use,
        flow=flow,
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
    return {i: {k: row[k] for k in DESCRIBED} for i, row in data.rows_by_id("measures").items()}
