"""Changes: what differs between a release and the one before, for whoever follows the dataset."""

import json
from pathlib import Path

import exportcurbs as ec
import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._diff import is_computed

from build.editions.metadata import write_text
from build.versions.record import last_folder, read_release
from build.write.parquet import write_parquet


def write_changes(published: Dataset, root: Path, folder: Path) -> None:
    """Write `since-<version>`.parquet with every change, and .json, in which rows of computed tables are counted.

    Nothing where the project root keeps no earlier release.
    """
    earlier = last_folder(root, published.version)
    if earlier is None:
        return
    frame = ec.diff(read_release(earlier), published)
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(frame.attrs)
    write_parquet(table, folder / f"since-{earlier.name}.parquet")
    computed = [n for n in published.tables() if is_computed(published, n)]
    follows = frame["table"].isin(computed) & frame["row_id"].notna()
    counts = frame[follows].groupby(["table", "kind"], sort=False).size().reset_index(name="rows")
    document = {
        **frame.attrs,
        "rows_of_computed_tables": counts.to_dict("records"),
        "changes": table.filter(pa.array(~follows)).to_pylist(),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    write_text(folder / f"since-{earlier.name}.json", text + "\n")
