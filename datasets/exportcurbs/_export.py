"""Write a table in a format of another program, and hold files against the published ones."""

import json
from pathlib import Path

from exportcurbs._frames import joined_lists
from exportcurbs._heavy import pa, pq, pv
from exportcurbs._reader import Reader
from exportcurbs._stata import write_stata

FORMATS = (".csv", ".parquet", ".jsonl", ".dta")


def export(data: Reader, name: str, to: str | Path) -> Path:
    """Write a table to a file, byte for byte that of a release, and return its path; an old file is overwritten.

    The ending says the format: .csv (UTF-8, dates as YYYY-MM-DD, true and false, lists joined by `|`), .parquet (the
    published file), .jsonl (one JSON object per line, in no release) or .dta (Stata 14 and later: closed lists as
    labelled numbers, days %td, months %tm, lists joined by `|`, `function` as `function_`). KeyError for an unknown
    table, ValueError for another ending.
    """
    target, file = Path(to), data.file(name)
    ending = target.suffix.lower()
    if ending == ".csv":
        write_csv(data.load(name, engine="arrow"), target)
    elif ending == ".parquet" and file:
        target.write_bytes(file.read_bytes())
    elif ending == ".parquet":
        pq.write_table(data.load(name, engine="arrow"), target)
    elif ending == ".jsonl":
        with target.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in data.rows(name))
    elif ending == ".dta":
        write_stata(data, name, target)
    else:
        raise ValueError(f"cannot write {target.name!r}; the name must end in one of: {', '.join(FORMATS)}")
    return target


def write_csv(table: "pa.Table", target: Path) -> None:
    """Write a table as CSV: UTF-8, LF, text in quotes, dates as YYYY-MM-DD.

    A missing value is nothing at all between the commas, an empty list is a pair of quotes.
    """
    with target.open("wb") as file:
        pv.write_csv(joined_lists(table), file, pv.WriteOptions(quoting_style="needed"))


def verify(data: Reader) -> list[str]:
    """Return how the files differ from manifest.json, one line per file; an empty list if they do not.

    ValueError for a release in memory, which has none.
    """
    from hashlib import sha256

    if data.folder is None:
        raise ValueError(f"{data!r} has no files")
    found = []
    known = {entry["file"]: (table, entry["sha256"]) for table, entry in data.manifest["tables"].items()}
    for name, (table, published) in known.items():
        file = data.folder / name
        if not file.is_file():
            found.append(f"{name}: missing")
        elif sha256(file.read_bytes()).hexdigest() != published:
            found.append(f"{name}: differs from the file that was published")
        elif fault := data.not_ours(table, data.schema(table)):
            found.append(f"{name}: {fault}")
    names = sorted(file.name for file in data.folder.iterdir() if file.name.endswith(".parquet"))
    return found + [f"{name}: not of this version" for name in names if name not in known]
