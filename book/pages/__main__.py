"""Command line: `python -m book.pages` compiles the dataset and writes book/generated."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from book.pages.write import write_pages
from build.compile import compile_dataset
from validation.problems import InvalidDataError

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Write the generated pages; return the exit code (0, or 1 when the curated data have problems)."""
    parser = argparse.ArgumentParser(prog="python -m book.pages", description="Write the book's generated pages.")
    parser.add_argument("--root", type=Path, default=ROOT, help="project folder (default: this one)")
    root = parser.parse_args(arguments).root.resolve()
    try:
        with Console(stderr=True).status("compiling", spinner="dots") as status:
            compiled = compile_dataset(root, status.update)
            status.update("writing pages")
            write_pages(compiled, root)
    except InvalidDataError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        sys.stderr.write(f"{len(error.problems)} problem(s); no page was written\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
