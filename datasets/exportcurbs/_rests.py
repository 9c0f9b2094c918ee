"""On what computed rows rest: a month on the spells that it counts, a spell on rules, periods and coverage."""

import calendar
import datetime
from bisect import bisect_left
from collections.abc import Iterator

from exportcurbs._frames import SEPARATOR
from exportcurbs._heavy import pd
from exportcurbs._reader import Reader, Row, row_id

Place = tuple[str, str]
# What the lists of a panel's row name: the table of its spells, and the column that holds the name there.
LISTS = {"goods_ids": ("goods_status", "goods_id"), "codes": ("code_status", "code")}
ROW = "ROW"
# The layers whose lists say what is controlled, so that silence speaks.
LISTED = ("dual_use", "technology_catalogue")


def summed_up(data: Reader, table: str) -> str:
    """Return the table whose rows those of a panel count, or nothing."""
    found: str = data.words(table).get("sums_up", "")
    return found


def parts_of(data: Reader, table: str, row: Row) -> Iterator[tuple[str, Row]]:
    """Yield the row itself, of a panel the spells that overlap its month instead, each with its table."""
    target = summed_up(data, table)
    if not target:
        yield table, row
        return
    first, last = month_days(row["month"])
    for own, spells in _counted(data, table, target, row):
        yield from ((own, spell) for spell in spells if spell["first_day"] <= last and spell["last_day"] >= first)


def spells_under(data: Reader, table: str, frame: "pd.DataFrame") -> Iterator[Place]:
    """Yield the spells that rows of a panel count, by table and row id; KeyError for a missing column of its key."""
    target, units = summed_up(data, table), [c for c in data.key(table) if c != "month"]
    lists = [name for name in LISTS if name in data.schema(table).names]
    texts = {n: frame[n].map(lambda cell: cell if isinstance(cell, str) else SEPARATOR.join(cell)) for n in lists}
    for cells, months in frame[[*units, "month"]].assign(**texts).groupby([*units, *lists], sort=False)["month"]:
        row: Row = dict(zip((*units, *lists), cells, strict=True))
        row |= {name: row[name].split(SEPARATOR) for name in lists}
        held = sorted(set(months))
        for own, spells in _counted(data, table, target, row):
            for spell in spells:
                at = bisect_left(held, str(spell["first_day"])[:7])
                if at < len(held) and held[at] <= str(spell["last_day"])[:7]:
                    yield own, row_id(spell, data.key(own))


def _counted(data: Reader, table: str, target: str, row: Row) -> Iterator[tuple[str, list[Row]]]:
    subject, *rest = data.key(table)
    named = [(*LISTS[name], cell) for name in LISTS if name in row for cell in row[name]]
    for own, column, cell in named or [(target, subject, row[subject])]:
        spells = data.rows_by(own, column, *(c for c in rest if c != "month"))
        # a destination that no rule treats otherwise stands under the rest of the world
        yield own, spells.get((cell, row["destination"], row["end_use"])) or spells.get((cell, ROW, row["end_use"]), [])


def month_days(month: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a month, given as YYYY-MM."""
    first = datetime.date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def basis_of(data: Reader, table: str, row: Row) -> tuple[Place, ...]:
    """Return the rows with sources that a row rests on, by table and row id."""
    measures = (*(row.get("measure_ids") or ()), *(row.get("part_measure_ids") or ()))
    silent = row.get("regime") == "none" and row.get("measure_ids") == []
    if "measure_ids" in row:
        return data.kept(_of_rules, table, measures) + (_of_silence(data, row) if silent else ())
    return tuple(_met(data, table, row))


def _of_rules(data: Reader, table: str, measures: tuple[str, ...]) -> tuple[Place, ...]:
    return tuple(place for measure in measures for place in _met(data, table, {"measure_id": measure}))


def _met(data: Reader, table: str, row: Row) -> Iterator[Place]:
    for target, columns in data.rests_on(table).items():
        if not set(columns) <= row.keys():
            continue
        cells = tuple(row[column] for column in columns)
        for other in data.rows_by(target, *columns).get(cells if len(cells) > 1 else cells[0], []):
            yield target, row_id(other, data.key(target))


def _of_silence(data: Reader, row: Row) -> tuple[Place, ...]:
    """Return the coverage rows on which an answer rests where no rule decides: those nearest to what was asked.

    A row speaks of a code and all below it, of a material, or of the list as a whole.
    """
    complete = data.rows_by("coverage", "layer", "material_id", "scheme", "code")
    code = row.get("code") or ""
    above = [code[: at or None] for at in (0, *(n for n in range(len(code) - 1, 0, -1) if code[n] == "."))]
    asked: list[tuple[str | None, str | None, str | None]] = [(None, row["scheme"], c) for c in above if code]
    asked += [(m, None, None) for m in (row.get("material_id"), *_heads(data, row)) if m]
    for subject in (*asked, (None, None, None)):
        known = [r for layer in LISTED for r in complete.get((layer, *subject), ())]
        found = [r for r in known if r["first_day"] <= row["first_day"]]
        if found:
            return tuple(("coverage", row_id(r, data.key("coverage"))) for r in found)
    return ()


def _heads(data: Reader, row: Row) -> list[str]:
    """Return the materials that head the goods or the entry that a row speaks of."""
    if "goods_id" in row:
        found = data.rows_by("goods_materials", "goods_id", "role").get((row["goods_id"], "heads"), [])
    elif "code" in row:
        found = data.rows_by("code_materials", "scheme", "code", "role").get(
            (row["scheme"], row["code"], "subject"), []
        )
    else:
        return []
    return [r["material_id"] for r in found]
