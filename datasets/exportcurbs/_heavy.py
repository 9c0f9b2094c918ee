"""Libraries that take a while to import, each imported when something of it is first used."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["duckdb", "np", "pa", "pc", "pd", "pq", "pv"]


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pv
    import pyarrow.parquet as pq
else:
    duckdb, np, pd, pa = map(_Later, ("duckdb", "numpy", "pandas", "pyarrow"))
    pc, pv, pq = map(_Later, ("pyarrow.compute", "pyarrow.csv", "pyarrow.parquet"))
