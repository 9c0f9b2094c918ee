"""Treatments, filtered as questions are put, and what a lowest grade of evidence costs."""

import datetime
from collections.abc import Iterable

from exportcurbs._ask import checked, day_of, end_use_of, item_of, place_of
from exportcurbs._frames import of_grade
from exportcurbs._heavy import pd
from exportcurbs._question import Question
from exportcurbs._reader import Reader
from exportcurbs.law.regimes import EXPORT

Some = str | Iterable[str] | None
TRADE = "trade_administration"


def treatments(  # noqa: PLR0913 - a filter for each column that is asked for
    data: Reader,
    item: Some = None,
    destination: Some = None,
    end_use: str | None = None,
    act: Some = None,
    since: str | datetime.date | None = None,
    *,
    trade: bool = False,
    min_grade: str | None = None,
    dtypes: str = "arrow",
) -> "pd.DataFrame":
    """Return what acts changed for goods and codes: the rows of the table `treatments` that are asked for.

    item, destination, act: one or several; items as for `status` (a material stands for the goods that it heads); of
    destinations a column `country` is added: one that the rules do not tell apart has the rows of ROW; end_use: civil
    or military; since: first day; trade: with quotas, licences, state trading and duties of trade administration, which
    make no regime; min_grade: only rows whose rule and day both have that evidence grade or a better one: a UserWarning
    and `attrs["dropped"]` say what goes. ValueError, naming the argument, for anything unknown.
    """
    frame = data.load("treatments", dtypes=dtypes)
    attrs, subject = frame.attrs, frame["goods_id"].fillna(frame["scheme"] + "/" + frame["code"])
    wanted = pd.Series(True, index=frame.index) if trade else frame["layer"] != TRADE
    if item is not None:
        wanted &= subject.isin(_subjects(data, _several(item)))
    if end_use is not None:
        wanted &= frame["end_use"] == end_use_of(end_use)
    if act is not None:
        wanted &= frame["act"].isin(_acts(data, _several(act)))
    if since is not None:
        wanted &= frame["day"] >= (
            pd.Timestamp(day_of(since, "since")) if dtypes == "numpy" else day_of(since, "since")
        )
    found = frame[wanted.astype(bool)]
    if destination is not None:
        found = _to(data, found, subject, [place_of(data, one) for one in _several(destination)])
    found.attrs = attrs
    return found if min_grade is None else of_grade(found, min_grade)


def _several(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(given)


def _subjects(data: Reader, items: Iterable[str]) -> set[str]:
    asked = (Question(data, item_of(data, item), "ROW", 0, "civil", EXPORT).subjects() for item in items)
    return {s if isinstance(s, str) else "/".join(s) for own in asked for s in own}


def _acts(data: Reader, acts: list[str]) -> list[str]:
    known = next(c["values"] for c in data.columns("treatments") if c["column"] == "act")
    checked(*(("act", act, known) for act in acts))
    return list(acts)


def _to(data: Reader, frame: "pd.DataFrame", subject: "pd.Series", places: list[str]) -> "pd.DataFrame":
    """Return the rows for some destinations, with `country`: their own where a subject has such, else those of ROW."""
    apart = data.kept(_apart)
    own = subject[frame.index]
    parts = []
    for place in places:
        singled = own.isin(apart.get(place, set()))
        kept = (singled & (frame["destination"] == place)) | (~singled & (frame["destination"] == "ROW"))
        parts.append(frame[kept.astype(bool)].assign(country=place))
    return pd.concat(parts)


def _apart(data: Reader) -> dict[str, set[str]]:
    """Return the goods and codes that have rows of their own, by destination."""
    found: dict[str, set[str]] = {}
    for row in data.rows("treatments"):
        found.setdefault(row["destination"], set()).add(row["goods_id"] or f"{row['scheme']}/{row['code']}")
    return found
