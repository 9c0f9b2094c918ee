"""Listed parties, and the notices that touch a platform, each as one flat table."""

import datetime
from typing import Any

from exportcurbs._heavy import pa, pd
from exportcurbs._near import guess
from exportcurbs._reader import Reader, Row
from exportcurbs.law.periods import FOREVER, period_on, periods_of, run, state_on

NAMED = ("name_en", "name_zh", "name_ja", "country", "kind", "sector", "parent_id", "parent_name", "group_name")


def listings(data: Reader, day: str | datetime.date | None = None) -> "pd.DataFrame":
    """Return the listings of parties, one row each, in order of entity and measure.

    day: the day of the state, YYYY-MM-DD or a date; by default the last one of the record. Columns: entity_id; name_en,
    name_zh, name_ja, aliases (other and printed names), country, kind, sector, parent_id, parent_name, group_name,
    identifiers; list, listed_as, measure_id; instrument_id, notice (its number), issued, effective (first day in force,
    empty if none); state on the day (absent before the notice), state_since, state_until (by its own text); grounds
    (those of the party or of all parties of the notice). `attrs` are those of the table listings: `bibliography` takes
    the frame, too. ValueError for what is no day.
    """
    try:
        when = datetime.date.fromisoformat(str(day or data.as_of)[:10]).toordinal()
    except ValueError:
        raise ValueError(f"day: {day!r} is no day; write YYYY-MM-DD, such as 2026-09-29") from None
    rows = [_row(data, row, when) for row in data.rows("listings")]
    frame = pd.DataFrame(rows)
    for column in ("issued", "effective", "state_since", "state_until"):
        frame[column] = frame[column].astype(pd.ArrowDtype(pa.date32()))
    frame.attrs = data.load("listings").attrs
    return frame


def _row(data: Reader, listing: Row, when: int) -> Row:
    entity = data.rows_by_id("entities")[listing["entity_id"]]
    measure = data.rows_by_id("measures")[listing["measure_id"]]
    notice = data.rows_by_id("instruments")[measure["instrument_id"]]
    grounds = [
        row["ground"]
        for row in data.rows_by("listing_grounds", "instrument_id").get(measure["instrument_id"], ())
        if row["entity_id"] == listing["entity_id"] or (row["entity_id"] is None and row["applies_to"] == "all")
    ]
    found: Row = {"entity_id": listing["entity_id"], **{column: entity[column] for column in NAMED}}
    found |= {"aliases": _aliases(data, listing, entity), "identifiers": list(entity["identifiers"] or ())}
    found |= {column: listing[column] for column in ("list", "listed_as", "measure_id")}
    found |= {"instrument_id": measure["instrument_id"], "notice": notice["number"], "issued": notice["issued"]}
    return found | _state(data, listing["measure_id"], when) | {"grounds": sorted(set(grounds))}


def _aliases(data: Reader, listing: Row, entity: Row) -> list[str]:
    other = [row["alias"] for row in data.rows_by("entity_aliases", "entity_id").get(listing["entity_id"], ())]
    printed = [listing["name_en_printed"], listing["name_zh_printed"]]
    own = {entity["name_en"], entity["name_zh"], entity["name_ja"], None}
    return [name for name in dict.fromkeys((*other, *printed)) if name not in own]


def _state(data: Reader, measure: str, when: int) -> dict[str, Any]:
    periods = periods_of(data.rows_by("measure_periods", "measure_id")[measure])
    state, now, day = state_on(periods, when), period_on(periods, when), datetime.date.fromordinal
    force = [p.first for p in periods if p.state == "in_force"]
    return {
        "effective": day(force[0]) if force else None,
        "state": state,
        "state_since": day(run(periods, when)) if now else None,
        "state_until": day(now.last) if now and now.last < FOREVER and state.startswith("suspended") else None,
    }


def chain(data: Reader, platform: str) -> "pd.DataFrame":
    """Return which notices touch a platform, through which material, use, control code and customs code.

    platform: a platform_id or name (`F-35`); one row per material, code and measure, with the columns of
    `supply_chains` and the title of the measure. KeyError, listing the known platforms, for an unknown one.
    """
    wanted = platform.casefold().replace(" ", "-")
    names = {row["platform_id"]: row["name"] for row in data.rows("platforms")}
    found = [i for i, name in names.items() if wanted in (i, name.casefold().replace(" ", "-"))]
    if not found:
        near = guess(platform, names)
        raise KeyError(f"there is no platform {platform!r}.{near} The platforms are: {', '.join(names)}")
    chains = data.load("supply_chains")
    titles = data.load("measures")[["measure_id", "title"]]
    touched: pd.DataFrame = chains[chains["platform_id"] == found[0]].merge(titles, on="measure_id", how="left")
    touched.attrs = chains.attrs
    return touched
