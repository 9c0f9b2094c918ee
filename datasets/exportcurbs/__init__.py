"""Read Export Curbs: China's export restrictions on dual-use items and critical minerals.

>>> import exportcurbs as ec
>>> ec.tables()
>>> ec.load("measures")
>>> print(ec.status("Ga", "USA", "2024-12-10"))
>>> print(ec.sources_of("measures", "cn-2024-46-1"))

Importing does no work; `__version__` and `as_of` are read from the manifest when first asked for.
"""

from typing import TYPE_CHECKING

from exportcurbs._cite import cite
from exportcurbs._export import export
from exportcurbs._reader import chain, connect, describe, load, path, tables, verify
from exportcurbs._sources import References, bibliography, row_ids, sources_of
from exportcurbs._status import Status, status

if TYPE_CHECKING:
    __version__: str
    as_of: str

__all__ = [
    "References",
    "Status",
    "__version__",
    "as_of",
    "bibliography",
    "chain",
    "cite",
    "connect",
    "describe",
    "export",
    "load",
    "path",
    "row_ids",
    "sources_of",
    "status",
    "tables",
    "verify",
]


def __getattr__(name: str) -> str:
    """Return `__version__` (package and data share it) or `as_of` (last day that the record attests)."""
    from exportcurbs._reader import manifest

    if name in ("__version__", "as_of"):
        return str(manifest()[name.strip("_")])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what the package offers."""
    return __all__
