"""A measure that ended and came back: the build, the reader and the book give it the same state on every day."""

import datetime
from itertools import pairwise

import pytest
from exportcurbs.law.words import states_in_words

from book.pages.common.record import Record
from book.pages.episodes.episode import Episode
from book.pages.episodes.timeline import bars
from build.compile import Compiled, compile_dataset
from tests.support.project import ROOT, Project, key

MEASURE = "cn-2025-22-1"  # ended on 12 August 2025
BACK = datetime.date(2026, 3, 1)
STATES = {"2025-08-11": "suspended", "2026-02-28": "ended", "2026-03-01": "in_force", "2026-09-29": "in_force"}


@pytest.fixture
def returned(project: Project) -> Compiled:
    ended = key(measure_id=MEASURE, state="ended")
    project.copy_row("measure_periods", ended, first_day=str(BACK), state="in_force", cause="resumed",
                     last_confirmed=str(BACK), by_instrument_id="")  # fmt: skip
    return compile_dataset(project.root)


def test_a_measure_that_ended_and_returned_is_in_force_everywhere(returned: Compiled):
    rule = returned.dataset.law.book.rules[MEASURE]
    record = Record(returned.dataset, ROOT)
    episode = Episode.of(record, record.one("episodes", "episode_id", "us-2024"))
    for text, state in STATES.items():
        day = datetime.date.fromisoformat(text)
        assert rule.state(day.toordinal()) == state
        assert record.state(MEASURE, day) == state
    assert record.state(MEASURE) == episode.state(MEASURE) == "in_force"
    words = states_in_words(record.periods(MEASURE))
    assert words[-2:] == ["ended from 2025-08-12 to 2026-02-28", "in force from 2026-03-01"]
    drawn = [spells for _, spells in bars(episode, episode.measures) if any(s.first == BACK for s in spells)]
    assert [[s.state for s in spells][-2:] for spells in drawn] == [["ended", "in_force"]]
    assert all(a.last < b.first for spells in drawn for a, b in pairwise(spells))
    party = next(r["entity_id"] for r in returned.dataset.rows("listings") if r["measure_id"] == MEASURE)
    answers = [returned.dataset.status("Dy", "USA", day, entity=party) for day in ("2026-02-28", "2026-03-02")]
    assert [MEASURE in {m["measure_id"] for m in a.measures} for a in answers] == [False, True]
