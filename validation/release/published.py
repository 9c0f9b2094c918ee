"""A release as published: the Parquet files of a folder and their manifest, read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Published:
    """The tables of one release by name, with the manifest that came with them."""

    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pa.Table]

    @classmethod
    def read(cls, folder: Path) -> "Published":
        """Read a folder of Parquet files; FileNotFoundError if it has no manifest or lacks a file."""
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tables = {name: pq.read_table(folder / entry["file"]) for name, entry in manifest["tables"].items()}
        return cls(folder, manifest, tables)

    @property
    def version(self) -> str:
        """The version of the release."""
        return str(self.manifest["version"])

    @property
    def as_of(self) -> str:
        """The last day that the record attests, or `unknown`."""
        return str(self.manifest["as_of"])

    def key(self, name: str) -> tuple[str, ...]:
        """Return the key columns of a table, as its own file tells them."""
        return tuple(json.loads(self.tables[name].schema.metadata[b"key"]))

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables as DataFrames with Arrow types."""
        return {name: table.to_pandas(types_mapper=pd.ArrowDtype) for name, table in self.tables.items()}
