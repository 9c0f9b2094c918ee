"""Read Export Curbs: China's export restrictions on dual-use items and critical minerals.

>>> import exportcurbs as ec
>>> ec.tables()
>>> ec.load("measures")
>>> print(ec.status("Ga", "USA", "2024-12-10"))

Importing does no work; `__version__` and `as_of` are read from the manifest when first asked for.
"""

from typing import TYPE_CHECKING

from exportcurbs._reader import chain, cite, describe, load, path, tables
from exportcurbs._status import Status, status

if TYPE_CHECKING:
    __version__: str
    as_of: str

__all__ = ["Status", "__version__", "as_of", "chain", "cite", "describe", "load", "path", "status", "tables"]


def __getattr__(name: str) -> str:
    """Return `__version__` (package and data share it) or `as_of` (last day that the record attests)."""
    from exportcurbs._reader import manifest

    if name == "__version__":
        return str(manifest()["version"])
    if name == "as_of":
        return str(manifest()["as_of"])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what the package offers."""
    return __all__
