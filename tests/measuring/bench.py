"""Measure speed: `python -m tests.measuring.bench`. Best of several runs; never collected by pytest."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import exportcurbs
import pandas as pd
import pyarrow.parquet as pq

from build.compile import compile_dataset, write_compiled
from tests.support.project import ROOT


def best(work: Callable[[], object], runs: int) -> float:
    """Return the shortest time of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000


def bare(path: Path) -> pd.DataFrame:
    return pq.read_table(path).to_pandas(types_mapper=pd.ArrowDtype)


def main() -> None:
    compiled = compile_dataset(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "data"
        lines = [
            ("compile and validate", best(lambda: compile_dataset(ROOT), 3)),
            ("write", best(lambda: write_compiled(compiled, target), 3)),
        ]
    for name, ms in lines:
        print(f"{name:<24}{ms:>10.0f} ms")
    print(f"\n{'load':<24}{'reader':>10}{'bare':>10}{'ratio':>8}")
    totals = [0.0, 0.0]
    for name in exportcurbs.tables():
        path = exportcurbs.path(name)
        pair = best(lambda n=name: exportcurbs.load(n), 15), best(lambda p=path: bare(p), 15)
        totals = [total + ms for total, ms in zip(totals, pair, strict=True)]
        print(f"{name:<24}{pair[0]:>7.2f} ms{pair[1]:>7.2f} ms{pair[0] / pair[1]:>8.2f}")
    print(f"{'all tables':<24}{totals[0]:>7.2f} ms{totals[1]:>7.2f} ms{totals[0] / totals[1]:>8.2f}")


if __name__ == "__main__":
    main()
