"""Read Export Curbs: China's export restrictions on dual-use items and critical minerals.

>>> import exportcurbs as ec
>>> ec.tables()
>>> ec.load("measures")
>>> print(ec.status("Ga", "USA", "2024-12-10"))
>>> print(ec.sources_of("measures", "cn-2024-46-1"))

These functions read the release that came with the package; `ec.open(folder_or_zip)` gives any other, as a `Dataset`
with the same functions, and `ec.open("1.0.0")` one that was published. Importing does no work; `__version__` and
`as_of` are read when first asked for.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from exportcurbs._dataset import Dataset, diff, installed, open
from exportcurbs._exposure import Exposure
from exportcurbs._sources import References
from exportcurbs._status import Status

if TYPE_CHECKING:
    __version__: str
    as_of: str

# the release and others, its tables, questions, trade, sources
__all__ = ["Dataset", "Exposure", "References", "Status", "__version__", "as_of", "diff", "installed", "open", "verify"]
__all__ += ["connect", "describe", "export", "load", "path", "tables"]
__all__ += ["add_status", "chain", "listings", "status", "treatments"]
__all__ += ["exposure", "exposure_weights", "join_trade"]
__all__ += ["bibliography", "cite", "row_ids", "sources_of"]
P = ParamSpec("P")
R = TypeVar("R")


def _of_installed(method: Callable[Concatenate[Dataset, P], R]) -> Callable[P, R]:
    """Return a method of the installed release as a function."""

    @wraps(method)
    def function(*args: P.args, **kwargs: P.kwargs) -> R:
        return method(installed(), *args, **kwargs)

    signature = inspect.signature(method)
    given = list(signature.parameters.values())[1:]
    function.__signature__ = signature.replace(parameters=given)  # type: ignore[attr-defined]
    function.__module__, function.__qualname__ = __name__, function.__name__
    return function


add_status = _of_installed(Dataset.add_status)
bibliography = _of_installed(Dataset.bibliography)
chain = _of_installed(Dataset.chain)
cite = _of_installed(Dataset.cite)
connect = _of_installed(Dataset.connect)
describe = _of_installed(Dataset.describe)
export = _of_installed(Dataset.export)
exposure = _of_installed(Dataset.exposure)
exposure_weights = _of_installed(Dataset.exposure_weights)
join_trade = _of_installed(Dataset.join_trade)
listings = _of_installed(Dataset.listings)
load = _of_installed(Dataset.load)
path = _of_installed(Dataset.path)
row_ids = _of_installed(Dataset.row_ids)
sources_of = _of_installed(Dataset.sources_of)
status = _of_installed(Dataset.status)
tables = _of_installed(Dataset.tables)
treatments = _of_installed(Dataset.treatments)
verify = _of_installed(Dataset.verify)


def __getattr__(name: str) -> str:
    """Return `__version__` (package and data share it) or `as_of` (last day that the record attests)."""
    if name in ("__version__", "as_of"):
        return str(installed().manifest[name.strip("_")])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what the package offers."""
    return __all__
