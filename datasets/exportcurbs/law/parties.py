"""Listed parties: by id, name or alias in any script, with what lists them on a day and what that asks."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exportcurbs.law.periods import FOREVER, Period, Row, Rows, grouped, period_on, periods_of, run, state_on

# The columns that hold names of parties, by table.
NAMES = {
    "entities": ("entity_id", "name_en", "name_zh", "name_ja"),
    "entity_aliases": ("alias",),
    "listings": ("name_en_printed", "name_zh_printed"),
}
# Forms of companies, which a reader leaves out: at the end of a Latin name, before or after a Japanese one.
FORMS = {"ag", "co", "company", "corp", "corporation", "gmbh", "inc", "limited", "llc", "ltd", "the"}
# Lists whose parties the rules on ownership speak of, and the share from which they do.
DECIDING, HALF = ("control", "watch"), 50.0
# The periods of each measure, where other ones than recorded count, such as those known on a day.
Known = Mapping[str, Sequence[Period]] | None


def plain(name: str) -> str:
    """Return a name without case, width, blanks, marks and form of company: what its spellings share."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold().replace("株式会社", " "))
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words).replace("_", "")


def parties(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, tuple[str, ...]]:
    """Return the entity_ids that each plain name leads to; more than one where parties share a name."""
    found: dict[str, set[str]] = {}
    for table, columns in NAMES.items():
        for row in tables.get(table, ()):
            for name in (row[column] for column in columns if row[column]):
                found.setdefault(plain(name), set()).add(row["entity_id"])
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


@dataclass(frozen=True)
class Listing:
    """One listing of a party on a day (ordinals).

    since: first day of the state, through renewals; until: its last day by its own text, None if it names none;
    needs: what an exporter has to apply for in that state; owner_pct: share of the listed party in the one asked for,
    None where that one is listed itself.
    """

    entity_id: str
    owner_pct: float | None
    measure_id: str
    list: str
    state: str
    since: int
    until: int | None
    needs: tuple[str, ...]


class PartyBook:
    """Listed parties, from entities, entity_aliases, listings, measure_periods and measure_conditions."""

    def __init__(self, rows: Rows) -> None:
        self._names = parties({table: list(rows(table)) for table in NAMES})
        self._listings = grouped(rows("listings"), "entity_id")
        periods = grouped(rows("measure_periods"), "measure_id")
        self._periods = {measure: periods_of(own) for measure, own in periods.items()}
        self._conditions = grouped(rows("measure_conditions"), "measure_id")

    def named(self, name: str) -> tuple[str, ...]:
        """Return the entity_ids that an id, name, printed form or alias in any script leads to."""
        return self._names.get(plain(name), ())

    def listings(self, entity_id: str, day: int, periods: Known = None) -> list[Listing]:
        """Return the listings of a party that stand or stood by a day; executives are no exporters and left out."""
        found = []
        for row in self._listings.get(entity_id, ()):
            own = (periods or self._periods).get(row["measure_id"], ())
            if row["listed_as"] != "executive" and own and own[0].first <= day:
                found.append(self._listing(row, own, day))
        return found

    def owners(self, owned_by: Mapping[str, float], day: int, periods: Known = None) -> list[Listing]:
        """Return the listings in force of those that own a share of a party: owned by a listed party is not listed."""
        return [
            replace(listing, owner_pct=share)
            for owner, share in owned_by.items()
            for listing in self.listings(owner, day, periods)
            if listing.state == "in_force"
        ]

    def facts(
        self, entity_id: str | None, owned_by: Mapping[str, float] | None, day: int, periods: Known = None
    ) -> dict[str, Any]:
        """Return what conditions ask of a party, as far as known: `listed_party`, `owned_share_pct`.

        Lists that decide: control and watch. Shares of several listed parties are not added up by any notice found:
        where only their sum, or that of a list whose state is not known, reaches the limit, the share stays out.
        """
        known: dict[str, Any] = {}
        if entity_id is not None:
            states = {x.state for x in self.listings(entity_id, day, periods) if x.list in DECIDING}
            if "in_force" in states or "unknown" not in states:
                known["listed_party"] = "yes" if "in_force" in states else "no"
        if owned_by is not None:
            own = {o: [x for x in self.listings(o, day, periods) if x.list in DECIDING] for o in owned_by}
            sure = [owned_by[o] for o, found in own.items() if any(x.state == "in_force" for x in found)]
            maybe = [owned_by[o] for o, found in own.items() if any(x.state == "unknown" for x in found)]
            most = max(sure, default=0.0)
            if most >= HALF or sum(sure) + sum(maybe) < HALF:
                known["owned_share_pct"] = most
        return known

    def _listing(self, row: Row, periods: Sequence[Period], day: int) -> Listing:
        state, now = state_on(periods, day), period_on(periods, day)
        needed = "application_when_stopped" if state in ("suspended", "ended") else "application"
        needs = (r["text_en"] for r in self._conditions.get(row["measure_id"], ()) if r["kind"] == needed)
        return Listing(
            entity_id=row["entity_id"],
            owner_pct=None,
            measure_id=row["measure_id"],
            list=row["list"],
            state=state,
            since=run(periods, day),
            until=now.last if now and now.last < FOREVER and state.startswith("suspended") else None,
            needs=tuple(needs),
        )
