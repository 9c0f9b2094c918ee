"""Measure exposure on figures as BACI has them: `python -m tests.measuring.bench_trade [ROWS]` (250 million).

The rows are drawn with the shares of exporters, importers, products and values of BACI's year 2024 (of 30 codes, so
that every row of China's may lie in scope) and stand in no order, so that no engine can leave out blocks of them.
Each of three questions is asked in a process of its own, in turns: exposure by importer and year; the same sums by SQL
that joins the weights as they are; and a scan that sums the columns read. Seconds are of the wall clock, the median
of the turns; `first` is a first call, which also reads the release and makes the weights. Memory is the peak.
"""

import argparse
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import exportcurbs as ec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.project import ROOT

MEASURED = ROOT / "book" / "measured" / "bench_trade.json"
MARGINALS = Path(__file__).with_name("baci_marginals.json")
ROWS, TURNS, CHUNK, SEED = 250_000_000, 3, 2_000_000, 20261126
EDITION = "HS2017"
SCAN = "SELECT SUM(t), SUM(i), SUM(j), SUM(k), SUM(v) FROM '{file}'"
BY_HAND = """
SELECT c.iso3, b.t, w.regime, SUM(CAST(ROUND(v * 1000) AS BIGINT)) AS total,
  SUM(CAST(ROUND(v * 1000) AS BIGINT) * days_whole) AS whole, SUM(CAST(ROUND(v * 1000) AS BIGINT) * days_part) AS part,
  SUM(CAST(ROUND(v * 1000) AS BIGINT) * days_unknown) AS unknown
FROM '{file}' AS b JOIN countries AS c ON c.baci_code = b.j
  LEFT JOIN weights AS w ON w.hs6 = b.k AND w.period = b.t
    AND w.destination = CASE WHEN c.iso3 IN ('USA', 'JPN', 'PRK') THEN c.iso3 ELSE 'ROW' END
WHERE b.i = 156 GROUP BY ALL
"""


def write(file: Path, rows: int) -> None:
    """Write figures of 2009 to 2024, in no order."""
    known, random = json.loads(MARGINALS.read_text(encoding="utf-8")), np.random.default_rng(SEED)
    drawn = {}
    for column, name, kind in (("i", "exporters", "i2"), ("j", "importers", "i2"), ("k", "products", "i4")):
        share = np.array([*known[name].values()], float)
        drawn[column] = np.array([*map(int, known[name])], kind), share / share.sum()
    schema = pa.schema(
        [("t", "int16"), ("i", "int16"), ("j", "int16"), ("k", "int32"), ("v", "float64"), ("q", "float64")]
    )
    with pq.ParquetWriter(file, schema) as writer:
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            columns = {"t": random.integers(2009, 2025, size).astype("i2")}
            columns |= {c: values[random.choice(len(values), size, p=p)] for c, (values, p) in drawn.items()}
            columns["v"] = np.round(random.lognormal(*known["log_value"], size), 3)
            columns["q"] = np.round(columns["v"] * random.random(size), 3)
            writer.write_table(pa.table(columns, schema))


def exposure(file: Path) -> Callable[[], object]:
    return lambda: ec.exposure(file, edition=EDITION)


def by_hand(file: Path) -> Callable[[], object]:
    weights = ec.exposure_weights("year", edition=EDITION).astype({"hs6": "int32", "period": "int16"})
    connection = duckdb.connect()
    connection.register("weights", pa.Table.from_pandas(weights, preserve_index=False))
    connection.register("countries", ec.load("countries", "arrow"))
    return lambda: connection.sql(BY_HAND.format(file=file)).fetchall()


def scan(file: Path) -> Callable[[], object]:
    connection = duckdb.connect()
    return lambda: connection.sql(SCAN.format(file=file)).fetchall()


QUESTIONS = {"exposure": exposure, "sql": by_hand, "scan": scan}


def alone(question: str, file: Path) -> dict[str, float]:
    """Ask one question twice in this process; return the seconds of both calls and the peak of memory."""
    ask = QUESTIONS[question](file)
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"first": seconds[0], "seconds": seconds[1], "mb": peak}


def measured(file: Path) -> dict[str, Any]:
    """Return the medians of each question over the turns, and the ratios of exposure to the others within a turn."""
    command = [sys.executable, "-m", "tests.measuring.bench_trade", "--file", str(file), "--question"]
    turns = []
    for _ in range(TURNS):
        outputs = {
            q: subprocess.run([*command, q], cwd=ROOT, capture_output=True, check=True).stdout for q in QUESTIONS
        }
        turns.append({q: json.loads(out) for q, out in outputs.items()})
    found: dict[str, Any] = {
        q: {k: round(statistics.median(turn[q][k] for turn in turns), 3) for k in ("first", "seconds", "mb")}
        for q in QUESTIONS
    }
    for other in ("sql", "scan"):
        ratios = [turn["exposure"]["seconds"] / turn[other]["seconds"] for turn in turns]
        found[f"to_{other}"] = round(statistics.median(ratios), 3)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Time exposure on figures as BACI has them.")
    parser.add_argument("rows", nargs="?", type=int, default=ROWS, help="rows of the largest file")
    parser.add_argument("--folder", type=Path, help="where the file is put (default: a temporary folder)")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--question", choices=QUESTIONS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.question:
        sys.stdout.write(json.dumps(alone(options.question, options.file)))
        return
    sizes = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for rows in sorted({min(1_000_000, options.rows), options.rows // 10, options.rows}):
            file = Path(folder) / f"BACI_HS17_{rows}.parquet"
            write(file, rows)
            sizes.append({"rows": rows, "file_mb": round(file.stat().st_size / 2**20), **measured(file)})
            file.unlink()
            sys.stdout.write(f"{json.dumps(sizes[-1])}\n")
    small, large = sizes[0], sizes[-1]
    found: dict[str, Any] = {"sizes": sizes, "edition": EDITION, "turns": TURNS, "version": ec.__version__}
    if large["rows"] > small["rows"]:
        times = (large["exposure"]["seconds"] / small["exposure"]["seconds"], large["rows"] / small["rows"])
        found["exponent"] = round(math.log(times[0]) / math.log(times[1]), 2)
    found |= {"cores": os.cpu_count(), "python": platform.python_version(), "duckdb": duckdb.__version__}
    MEASURED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
