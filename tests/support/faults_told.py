"""Faults of meaning in what is told: events, episodes, claims and their numbers."""

from tests.support.faults_register import breaks
from tests.support.project import key
from tests.support.sheets import Sheets
from validation.rules import claims, episodes, together


@breaks(episodes.days_of_ids, "events", "date", "2010-09-08 is not 2010-09-07, as the id says")
def event_a_day_off(s: Sheets) -> int:
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), date="2010-09-08")


@breaks(episodes.days_of_ids, "events", "actor", "is not chn, as the id says")
def event_by_another_actor(s: Sheets) -> int:
    s.drop("event_actors", key(event_id="2010-09-07-chn-collision"))
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), actor="TWN")


@breaks(episodes.window_holds_day, "events", "date", "lies outside")
def day_outside_its_window(s: Sheets) -> int:
    days = {"date_earliest": "2010-09-08", "date_latest": "2010-09-09"}
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), **days)


@breaks(episodes.within_episode, "events", "role", 'after "japan-2010" ended (2010-11-24)')
def escalation_after_the_end(s: Sheets) -> int:
    later = "2011-01-07-chn-collision"
    cells = {"event_id": later, "date": "2011-01-07", "role": "escalation", "act_of": "sender"}
    return s.copy_row("events", key(event_id="2010-09-07-chn-collision"), **cells)


@breaks(episodes.episodes_of_events, "episodes", "first_day", "but its first trigger, threat or onset is of 2010-09-07")
def episode_begun_early(s: Sheets) -> int:
    return s.edit("episodes", key(episode_id="japan-2010"), first_day="2010-09-06")


@breaks(episodes.issued_by_actor, "events", "instrument_id", "is of mofcom, not meti")
def notice_of_another_ministry(s: Sheets) -> int:
    return s.edit("events", key(instrument_id="cn-2024-46"), actor="meti")


@breaks(episodes.issued_by_actor, "events", "kind", '"entity_listing", but "cn-2024-46" is a announcement')
def listing_by_no_list(s: Sheets) -> int:
    return s.edit("events", key(instrument_id="cn-2024-46"), kind="entity_listing")


@breaks(together.cells_follow, "claims", "question_id", "but by claim_id it is")
def claim_on_another_question(s: Sheets) -> int:
    return s.edit("claims", key(claim_id="jpn2010-official-ban-01"), question_id="jpn2010-end")


@breaks(claims.questions_of_episodes, "questions", "episode_id", "but questions that begin with jpn2010- are of")
def question_on_another_episode(s: Sheets) -> int:
    return s.edit("questions", key(question_id="jpn2010-end"), episode_id="japan-2026")


@breaks(claims.values_as_worded, "claims", "value_num", "does not stand in the position")
def number_worded_otherwise(s: Sheets) -> int:
    return s.edit("claims", key(claim_id="dual-use-item-count-02"), value_num="864")


@breaks(claims.values_as_worded, "claims", "value_num", "0, but the position begins with Yes")
def yes_counted_as_no(s: Sheets) -> int:
    return s.edit("claims", lambda r: r["position"].startswith("Yes") and r["value_type"] == "yes_no", value_num="0")


@breaks(claims.values_as_worded, "claims", "value_date", "does not stand in the position")
def day_worded_otherwise(s: Sheets) -> int:
    return s.edit("claims", key(value_type="date"), value_date="2010-02-02")


@breaks(claims.places_in_book, "coding_rules", "position", "33 is not the place of one of the")
def value_lost_from_the_book(s: Sheets) -> int:
    return s.edit("coding_rules", key(variable="trigger", position="3"), position="33")


@breaks(together.cells_follow, "codings", "value", "but by note it is")
def settled_on_a_third_value(s: Sheets) -> int:
    row = key(episode_id="japan-2010", variable="trigger")
    return s.edit("codings", row, value="tariff")
