"""Command line: `python -m book.pages` writes book/generated and book/served from the published files."""

import argparse
import sys
from pathlib import Path

import exportcurbs as ec
from rich.console import Console

from book.pages.write import write_pages

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Write the generated pages; return the exit code (0, or 1 where there is no release to write them from)."""
    parser = argparse.ArgumentParser(prog="python -m book.pages", description="Write the book's generated pages.")
    parser.add_argument("--root", type=Path, default=ROOT, help="project folder (default: this one)")
    parser.add_argument("--data", type=Path, help="folder of a release's Parquet files (default: the project's own)")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    try:
        data = ec.open(options.data or root / "datasets" / "exportcurbs" / "data")
    except (FileNotFoundError, ValueError) as error:
        sys.stderr.write(f"{error}; run make dataset\n")
        return 1
    with Console(stderr=True).status("writing pages", spinner="dots"):
        write_pages(data, root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
