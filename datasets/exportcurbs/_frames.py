"""Tables as frames: of Arrow types, or of those that numpy and pandas have of their own."""

import warnings

from exportcurbs._heavy import pa, pc, pd

DTYPES = ("arrow", "numpy")
SEPARATOR = "|"
GRADES = ("A", "B", "C", "D")


def joined_lists(table: "pa.Table") -> "pa.Table":
    """Return a table whose lists are text, their elements joined by `|`; an empty list is an empty text.

    ValueError if an element holds the separator: the text could not be taken apart again.
    """
    for at, field in enumerate(table.schema):
        if not pa.types.is_list(field.type):
            continue
        column = table[field.name]
        if pc.any(pc.match_substring(pc.list_flatten(column), SEPARATOR)).as_py():
            raise ValueError(f"{field.name}: an element of a list holds {SEPARATOR!r}")
        text = pa.field(field.name, pa.string(), field.nullable, field.metadata)
        table = table.set_column(at, text, pc.binary_join(column, SEPARATOR))
    return table


def to_frame(table: "pa.Table", dtypes: str, joined: bool) -> "pd.DataFrame":
    """Return a table as a frame of the types asked for; ValueError for unknown ones."""
    if dtypes not in DTYPES:
        raise ValueError(f"unknown dtypes {dtypes!r}; write {' or '.join(DTYPES)}")
    asked = joined_lists(table) if joined else table
    frame: pd.DataFrame
    if dtypes == "arrow":
        frame = asked.to_pandas(types_mapper=pd.ArrowDtype)
        return frame
    frame = asked.to_pandas(date_as_object=False)
    for field in asked.schema:
        if str(field.type).startswith("list"):
            # a tuple compares and hashes, the array that Arrow makes of a list does neither
            frame[field.name] = frame[field.name].map(lambda cell: None if cell is None else tuple(cell))
    return frame


# What a row of a panel is of, but for its month.
UNIT = ("hs_edition", "hs6", "goods_id", "material_id", "destination", "end_use")


def of_grade(frame: "pd.DataFrame", min_grade: str) -> "pd.DataFrame":
    """Return the rows of a grade or a better one; a UserWarning and `attrs["dropped"]` say what went.

    Of a panel whatever has a month under licence of a lower grade goes with all its months: without that month it
    would pass for a control, or for one treated later.
    ValueError for an unknown grade, or a table that has none.
    """
    if min_grade not in GRADES or "evidence_grade" not in frame:
        raise ValueError(f"min_grade: no grade {min_grade!r} in this table; grades are {', '.join(GRADES)}, A the best")
    good = frame["evidence_grade"] <= min_grade
    good = (good & (frame["day_grade"] <= min_grade) if "day_grade" in frame else good).astype(bool)
    panel = "days_at_least_licence" in frame
    if panel:
        whole = (frame["days_at_least_licence"] > 0).astype(bool)
        treated = whole | (frame["days_part_only"] > 0).astype(bool)
        series = frame.groupby([name for name in UNIT if name in frame], sort=False).ngroup()
        cut = series[whole & ~good].unique()
        good &= ~series.isin(cut)
    found, gone = frame[good], frame[~good]
    dropped = {"rows": len(gone), "of": len(frame)}
    if panel:
        dropped |= {"treated": int(treated[~good].sum())}
        dropped |= {"controls": int((~treated[~good] & (gone["days_none"] > 0).astype(bool)).sum())}
        dropped |= {"series_cut_whole": len(cut)}
    elif "act" in frame:
        # who has lost an act is no control
        dropped |= {"goods_or_codes": len(gone[["goods_id", "scheme", "code"]].drop_duplicates())}
    found.attrs = {**frame.attrs, "dropped": dropped}
    listed = ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in dropped.items())
    warnings.warn(f"min_grade {min_grade!r} drops: {listed}", UserWarning, stacklevel=3)
    return found
