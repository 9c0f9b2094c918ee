"""The answers for a whole table of shipments: what each item to each destination needed on each day."""

import datetime
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from exportcurbs._ask import checked, known_item, known_place
from exportcurbs._heavy import np, pa, pc, pd
from exportcurbs._question import Question
from exportcurbs._reader import Reader
from exportcurbs.law.answers import since
from exportcurbs.law.regimes import END_USES, FLOWS

# A pandas or polars DataFrame or a pyarrow Table: the caller gets back what he gave.
Frame = TypeVar("Frame")
COLUMNS = ("regime", "strictest", "at_least", "basis", "since")
RULES = "measure_ids"
UNANSWERED = ("unknown", "unknown", "none", "unknown", None, ())
# More than any day has as an ordinal, so that question and day make one number in order.
WIDTH = 1 << 23
SHOWN = 5


def add_status(  # noqa: PLR0913
    data: Reader,
    frame: Frame,
    *,
    item: str = "item",
    destination: str = "destination",
    day: str = "day",
    end_use: str = "civil",
    flow: str = "export_from_china",
    prefix: str = "",
) -> Frame:
    """Return a table with the columns regime, strictest, at_least, basis and since added: the answers of `status`.

    frame: a pandas or polars DataFrame or a pyarrow Table, of which the same kind comes back, rows and order kept;
    item, destination, day: its columns (days as dates, times or YYYY-MM-DD); end_use: one for all rows, or a column;
    prefix: put before the new names. since is a day. Rows of which something is not known are `unknown`: a UserWarning
    counts them, as `attrs["not_answered"]` of a pandas frame does; `attrs["answered_from"]` cites the version, and
    `bibliography` reads the rules in `attrs["measure_ids"]`. ValueError for columns that do not serve.
    """
    one_use = _checked(frame, {"item": item, "destination": destination, "day": day, "end_use": end_use}, flow, prefix)
    items, at_item = _distinct(_column(frame, item))
    places, at_place = _distinct(_column(frame, destination))
    uses, at_use = ([end_use], np.zeros(len(at_item), np.int64)) if one_use else _distinct(_column(frame, end_use))
    checked(*(("end_use", uses[n], END_USES) for n in sorted(set(at_use.tolist()))))
    days = _days(_column(frame, day), day)
    lacking = _lacking(data, {item: (items, at_item), destination: (places, at_place)})
    places, at_place = _as_ruled(data, places, at_place)
    numbered = (at_item * len(places) + at_place) * len(uses) + at_use
    questions, at = _distinct(pa.chunked_array([pa.array(numbered)]))
    starts, answers = _answers(data, [_cells(n, items, places, uses) for n in questions[:-1]], flow)
    row = np.searchsorted(starts, at * WIDTH + days, side="right") - 1
    lacking |= {day: {"": missing}} if (missing := int((days == 0).sum())) else {}
    _warn(lacking)
    added = {prefix + c: answers[c].take(row) for c in COLUMNS}
    said = {RULES: sorted(set(answers[RULES].take(np.unique(row)).combine_chunks().flatten().to_pylist()))}
    return cast("Frame", _with(frame, added, said | {"not_answered": lacking, "answered_from": data.identity}))


def _checked(frame: Frame, names: Mapping[str, str], flow: str, prefix: str) -> bool:
    """Return whether end_use is one use for all rows; ValueError for what cannot be asked or would be overwritten."""
    checked(("flow", flow, FLOWS))
    known = _names(frame)
    one_use = names["end_use"] in END_USES and names["end_use"] not in known
    for argument, name in names.items():
        if name not in known and not (argument == "end_use" and one_use):
            raise ValueError(f"{argument}: there is no column {name!r}; the columns are: {', '.join(known)}")
    if taken := [prefix + name for name in COLUMNS if prefix + name in known]:
        raise ValueError(f"prefix: the table has columns {', '.join(taken)}; write prefix='law_' or another")
    return one_use


def _answers(data: Reader, asked: Sequence[tuple[Any, Any, str]], flow: str) -> "tuple[np.ndarray, pa.Table]":
    """Return where each answer begins, as question and day in one number, and the answers; each begins with unknown."""
    starts: list[int] = []
    rows: list[tuple[Any, ...]] = []
    for n, (text, place, use) in enumerate(asked):
        starts.append(n * WIDTH)
        rows.append(UNANSWERED)
        subject = known_item(data, text)
        if subject is None or place is None:
            continue
        spells = Question(data, subject, place, 0, use, flow, None, None).spells
        for s in spells:
            begun = datetime.date.fromordinal(since(spells, s))
            starts.append(n * WIDTH + s.first)
            rows.append((s.regime, s.strictest, s.at_least, s.basis, begun, s.measures + s.part))
        if spells:
            starts.append(n * WIDTH + spells[-1].last + 1)
            rows.append(UNANSWERED)
    types = [*(pa.string() for _ in COLUMNS[:-1]), pa.date32(), pa.list_(pa.string())]
    columns = zip(*rows, strict=True) if rows else ((),) * len(types)
    arrays = [pa.array(own, kind) for own, kind in zip(columns, types, strict=True)]
    return np.array(starts or [0], np.int64), pa.table(arrays, names=[*COLUMNS, RULES])


def _distinct(column: "pa.ChunkedArray") -> "tuple[list[Any], np.ndarray]":
    """Return the distinct cells of a column, and for each row which it has."""
    coded = column.combine_chunks()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    values = [*coded.dictionary.to_pylist(), None]
    return values, np.asarray(coded.indices.fill_null(len(values) - 1), np.int64)


def _cells(number: int, items: list[Any], places: list[Any], uses: list[Any]) -> tuple[Any, Any, Any]:
    """Return item, destination and end use of a question by its number."""
    rest, use = divmod(number, len(uses))
    return items[rest // len(places)], places[rest % len(places)], uses[use]


def _as_ruled(data: Reader, places: list[Any], at: "np.ndarray") -> "tuple[list[str | None], np.ndarray]":
    """Return the few destinations that rules tell apart, None for what is none, and for each row which it has."""
    known = (known_place(data, place) for place in places)
    ruled = [place and data.law.book.place(place) for place in known]
    few = list(dict.fromkeys(ruled))
    return few, np.array([few.index(place) for place in ruled], np.int64)[at]


def _days(column: "pa.ChunkedArray", name: str) -> "np.ndarray":
    """Return days as ordinals, 0 for an empty cell."""
    try:
        days = pc.cast(column, pa.date32(), safe=False).cast(pa.int32())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ValueError(f"day: column {name!r} holds what is no day ({error}); write YYYY-MM-DD") from None
    epoch = datetime.date(1970, 1, 1).toordinal()
    return np.asarray(pc.fill_null(pc.add(days, epoch), 0), np.int64).clip(0, WIDTH - 1)


def _lacking(data: Reader, columns: "dict[str, tuple[list[Any], np.ndarray]]") -> dict[str, dict[str, int]]:
    """Return how many rows have a cell that is not known, by column and cell."""
    found: dict[str, dict[str, int]] = {}
    for (name, (values, at)), understood in zip(columns.items(), (known_item, known_place), strict=True):
        counts = np.bincount(at, minlength=len(values))
        own = {
            ("" if v is None else str(v)): int(n)
            for v, n in zip(values, counts, strict=True)
            if n and understood(data, v) is None
        }
        if own:
            found[name] = own
    return found


def _warn(lacking: dict[str, dict[str, int]]) -> None:
    said = []
    for name, own in lacking.items():
        most = sorted(own, key=lambda cell: (-own[cell], cell))
        shown = ", ".join(f"{cell!r} ({own[cell]})" if cell else f"empty ({own[cell]})" for cell in most[:SHOWN])
        more = f" and {len(most) - SHOWN} more" if len(most) > SHOWN else ""
        said.append(f"{name}: {sum(own.values())} rows: {shown}{more}")
    if said:
        warnings.warn(f"not known, so answered unknown: {'; '.join(said)}", UserWarning, stacklevel=4)


def _names(frame: Any) -> list[str]:
    kind = type(frame).__module__.partition(".")[0]
    if kind not in ("pandas", "polars", "pyarrow") or not hasattr(frame, "columns"):
        raise ValueError(
            f"frame: {type(frame).__name__} is no table; give a pandas or polars DataFrame or a pyarrow Table"
        )
    return list(frame.column_names if kind == "pyarrow" else frame.columns)


def _column(frame: Any, name: str) -> "pa.ChunkedArray":
    if isinstance(frame, pa.Table):
        return frame.column(name)
    if type(frame).__module__.startswith("polars"):
        return pa.chunked_array([frame.get_column(name).to_arrow()])
    return pa.chunked_array([pa.Array.from_pandas(frame[name])])


def _with(frame: Any, columns: "dict[str, pa.Array]", said: dict[str, Any]) -> Any:
    """Return the table with columns added."""
    if isinstance(frame, pa.Table):
        for name, own in columns.items():
            frame = frame.append_column(name, own)
        return frame
    if type(frame).__module__.startswith("polars"):
        import polars as pl

        return frame.with_columns(pl.from_arrow(own).alias(name) for name, own in columns.items())
    added = {n: pd.Series(pd.arrays.ArrowExtensionArray(own), index=frame.index) for n, own in columns.items()}
    found = frame.assign(**added)
    found.attrs = {**said["answered_from"], **frame.attrs, **said}
    return found
