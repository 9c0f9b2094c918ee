"""Compare two releases by key, from their Parquet files and footers, and say which version the changes ask for.

patch: wording only. minor: rows or columns added, values corrected. major: a column or an id removed, renamed or
redefined. An id is the key of a table that other tables can name; a row of any other table is a statement, and its
removal a correction. Tables computed from others follow them: their rows count as values.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from exportcurbs._heavy import pa, pd
from exportcurbs._reader import Reader, row_id

STEPS = ("major", "minor", "patch", "none")
# What a footer says of a column, and what a change of it asks for.
_SAID = {"title": "reworded", "description": "reworded", "unit": "redefined", "references": "redefined"}


class Change(NamedTuple):
    """One difference: its table, kind and version step; where there is one, row, column, values and their sources."""

    table: str
    kind: str
    step: str
    row_id: str | None = None
    column: str | None = None
    old: Any = None
    new: Any = None
    sources: tuple[str, ...] = ()


def diff(old: Reader, new: Reader) -> "pd.DataFrame":
    """Return the differences between two releases as a frame: the fields of `Change`, values as text."""
    found = differences(old, new)
    types: dict[str, pa.DataType] = {"sources": pa.list_(pa.string())}
    arrays = {
        name: pa.array([_text(v) for v in cells] if name in ("old", "new") else cells, types.get(name, pa.string()))
        for name, cells in zip(Change._fields, zip(*found, strict=True) if found else [()] * 8, strict=True)
    }
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    step = step_of(found)
    frame.attrs = {"old": old.version, "new": new.version, "step": step, "least": least_version(old.version, step)}
    frame.attrs["citation"] = new.manifest["citation"]
    return frame


def _text(value: Any) -> Any:
    """Return a value as text, a missing one as it is."""
    if isinstance(value, list):
        return "|".join(map(str, value))
    return value if value is None else str(value)


def differences(old: Reader, new: Reader) -> list[Change]:
    """Return every difference between two releases, by table in reading order."""
    changes: list[Change] = []
    for name in dict.fromkeys((*old.arrow, *new.arrow)):
        if name not in new.arrow:
            changes.append(Change(name, "table removed", "major"))
        elif name not in old.arrow:
            changes.append(Change(name, "table added", "minor"))
        else:
            changes += [*_schema_changes(name, old, new), *_row_changes(name, old, new)]
    return changes


def is_computed(release: Reader, name: str) -> bool:
    """Whether the rows of a table follow from those of other tables."""
    return name == "row_sources" or bool(release.arrow[name].schema.metadata[b"family"] == b"status")


def _schema_changes(name: str, old: Reader, new: Reader) -> Iterator[Change]:
    before, after = old.arrow[name].schema, new.arrow[name].schema
    if old.key(name) != new.key(name):
        yield Change(name, "key changed", "major", old=list(old.key(name)), new=list(new.key(name)))
    for said in ("title", "grain"):
        a, b = (schema.metadata[said.encode()].decode() for schema in (before, after))
        if a != b:
            yield Change(name, f"table {said} reworded", "patch", old=a, new=b)
    for column in dict.fromkeys((*before.names, *after.names)):
        if column not in after.names:
            yield Change(name, "column removed", "major", column=column)
        elif column not in before.names:
            yield Change(name, "column added", "minor", column=column)
        else:
            yield from _column_changes(name, before.field(column), after.field(column))


def _column_changes(name: str, old: "pa.Field", new: "pa.Field") -> Iterator[Change]:
    if old.type != new.type or new.nullable > old.nullable:
        was, now = (str(f).split(": ", 1)[1] for f in (old, new))
        yield Change(name, "column retyped", "major", None, new.name, was, now)
    before, after = ({k.decode(): v.decode() for k, v in (f.metadata or {}).items()} for f in (old, new))
    for said, change in _SAID.items():
        a, b = before.get(said), after.get(said)
        if a != b:
            yield Change(name, f"{said} {change}", "patch" if change == "reworded" else "major", None, new.name, a, b)
    had, has = (json.loads(words.get("values", "[]")) for words in (before, after))
    if had != has:  # a list that is closed or opened for good takes no value away
        step = "major" if has and set(had) - set(has) else "minor"
        kind = f"closed list {'changed' if had and has else 'added' if has else 'removed'}"
        yield Change(name, kind, step, None, new.name, had, has)


def _row_changes(name: str, old: Reader, new: Reader) -> Iterator[Change]:
    key, before, after = new.key(name), old.arrow[name], new.arrow[name]
    common = [c for c in after.column_names if c in before.column_names]
    worded = {field.name for field in after.schema if b"wording" in (field.metadata or {})}
    first, second = (table.select(common).replace_schema_metadata() for table in (before, after))
    if key != old.key(name) or first.equals(second):
        return
    had, has = (_by_key(table, key) for table in (first, second))
    removal = "major" if _names_ids(new, name) and not is_computed(new, name) else "minor"
    for values in had:
        if values not in has:
            yield Change(name, "row removed", removal, row_id(values, range(len(key))))
    cited = common.index("source_ids") if "source_ids" in common else None
    for values, row in has.items():
        if (was := had.get(values)) == row:
            continue
        sources, own = tuple(row[cited] or ()) if cited is not None else (), row_id(values, range(len(key)))
        if was is None:
            yield Change(name, "row added", "minor", own, sources=sources)
            continue
        for column, a, b in zip(common, was, row, strict=True):
            if a != b:
                kind, step = ("wording", "patch") if column in worded else ("value", "minor")
                yield Change(name, kind, step, own, column, a, b, sources)


def _by_key(table: "pa.Table", key: Sequence[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    cells = {name: table[name].to_pylist() for name in table.column_names}
    return dict(zip(zip(*(cells[k] for k in key), strict=True), zip(*cells.values(), strict=True), strict=True))


def _names_ids(release: Reader, name: str) -> bool:
    """Whether rows of other tables can name a row of this one: by one column, or by several together."""
    together = (json.loads(release.words(other).get("references", "[]")) for other in release.tables())
    return len(release.key(name)) == 1 or any(target == name for own in together for _, target in own)


def step_of(changes: list[Change]) -> str:
    """Return the greatest version step that the changes ask for."""
    return min((c.step for c in changes), key=STEPS.index, default="none")


def least_version(version: str, step: str) -> str:
    """Return the smallest version that may follow a version after such a step; ValueError if it is no version."""
    parts, at = numbers(version), STEPS.index(step)
    return version if step == "none" else ".".join(map(str, (*parts[:at], parts[at] + 1, *(0,) * (2 - at))))


def numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version, which can be compared; ValueError if it is no version."""
    parts = version.split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdecimal() for p in parts):
        raise ValueError(f"{version!r} is no version: three numbers are needed, as 1.4.0")
    return tuple(map(int, parts))
