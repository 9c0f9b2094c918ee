"""What changed between versions, and what became of what is no more."""

import json
from pathlib import Path

import exportcurbs as ec
import pandas as pd
import pyarrow.parquet as pq
import pytest
from exportcurbs._cli import main
from exportcurbs._diff import differences

from build.editions.changes import write_changes
from tests.support.planted import both, cell, doctored, value_at
from tests.support.project import ROOT


def test_diff_gives_every_change_as_a_row(old, tmp_path: Path):
    edits = {"observations": cell("value", 3, 12345.5), "instruments": cell("issuer_ids", 0, ["mofcom", "planted"])}
    new = doctored(old, tmp_path / "new", "7.0.0", claims=lambda t: t.slice(1), **edits)
    found = ec.diff(old, tmp_path / "new").set_index("table")
    assert found.attrs == {
        **{"old": old.version, "new": "7.0.0", "step": "major"},
        **{"least": "1.0.0", "citation": new.manifest["citation"]},
    }
    assert list(found.columns) == ["kind", "step", "row_id", "column", "old", "new", "sources"]
    assert len(found) == 3
    removed, value, issuers = found.loc["claims"], found.loc["observations"], found.loc["instruments"]
    assert (removed["kind"], removed["row_id"]) == ("row removed", value_at(old, "claims", 0, "claim_id"))
    assert pd.isna(removed["column"]) and pd.isna(removed["new"])
    assert (value["old"], value["new"]) == (str(value_at(old, "observations", 3, "value")), "12345.5")
    assert list(value["sources"]) == value_at(old, "observations", 3, "source_ids")
    assert (issuers["column"], issuers["new"]) == ("issuer_ids", "mofcom|planted")


def test_what_changed_since_the_last_release_is_told_by_the_reader_as_by_the_build():
    since = ROOT / "datasets" / "releases" / "0.2.0"
    found = ec.diff(since)
    assert found.attrs["old"] == "0.2.0" and found.attrs["new"] == ec.__version__
    columns = found[found["kind"] == "column removed"]
    assert ("material_status", "mildest") in set(zip(columns["table"], columns["column"], strict=True))
    assert len(found) == len(differences(ec.open(since), ec.installed()))


def test_a_release_holds_all_changes_and_counts_computed_rows_in_json(unpacked: Path, thinned):
    (parquet,) = (unpacked / "changes").glob("*.parquet")
    (text,) = (unpacked / "changes").glob("*.json")
    assert parquet.stem == text.stem == "since-0.2.0"
    table, told = pq.read_table(parquet), json.loads(text.read_text(encoding="utf-8"))
    assert table.schema.metadata[b"new"].decode() == told["new"] == thinned.version
    counted = sum(entry["rows"] for entry in told["rows_of_computed_tables"])
    assert counted + len(told["changes"]) == table.num_rows and counted > len(told["changes"]) > 3000
    assert {"code_status", "row_sources"} <= {entry["table"] for entry in told["rows_of_computed_tables"]}
    assert not {"code_status", "row_sources"} & {c["table"] for c in told["changes"] if c["row_id"]}


def test_the_first_release_has_no_changes(old, tmp_path: Path):
    write_changes(old, tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", "material_status", "--columns", "mildest"], "`mildest` was retired in 1.0.0: see goods_status ("),
        (["show", "measures", "cn-2010-reequalification-1"], "was retired in 1.0.0: see measure_conditions of cn-1999"),
        (["show", "code_equivalents", "--where", "relation=equal"], "`equal` was retired in 1.0.0: see same_terms ("),
        (["show", "material_status", "--columns", "mildes"], "has no column 'mildes'. Its columns are"),
    ],
)
def test_what_was_retired_is_named_with_what_to_use(arguments: list[str], told: str, capsys):
    main(arguments)
    assert told in capsys.readouterr().err


def test_a_retired_table_is_named_too(old, tmp_path: Path):
    retired = ec.installed().arrow["retired"].slice(0, 3)
    with_table = both(cell("table", 0, "planted"), cell("column_name", 0, None), cell("value", 0, None))(retired)
    release = doctored(old, tmp_path / "new", retired=with_table)
    with pytest.raises(KeyError, match=r"no table 'planted'\. `planted` was retired in 1\.0\.0"):
        release.load("planted")
