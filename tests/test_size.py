"""Small on purpose: the code that compiles, checks and reads the data stays small, and so do its parts."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

from tests.support.project import ROOT

COUNTED = ("build", "validation", "datasets/exportcurbs")
# What carries answers into other programs is counted apart.
BRIDGES = {ROOT / "datasets/exportcurbs/_serve.py", ROOT / "build/editions/r_package.py"}
# A table's definition is what is said of its columns, in one line each: words, which grow with the tables.
SAID = ROOT / "validation" / "definitions"
LOGIC = {SAID / "base.py", SAID / "tables.py", SAID / "__init__.py"}
MOST_LINES_OF_PAGES = 4_500
MOST_LINES, LONGEST_FILE, LONGEST_FUNCTION = 9_180, 300, 40
FILES = sorted(p for folder in (*COUNTED, "book/pages", "book/_ext", "tests") for p in (ROOT / folder).rglob("*.py"))


def docstrings(tree: ast.Module) -> set[int]:
    """Return the lines of all docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds) and ast.get_docstring(node) is not None]
    return {line for body in bodies for line in range(body[0].lineno, (body[0].end_lineno or 0) + 1)}


def lines_of_code(path: Path) -> int:
    """Return how many lines of a file hold code: no blank line, no comment, no docstring."""
    text = path.read_text(encoding="utf-8")
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = (t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in empty)
    return len({line for t in tokens for line in range(t.start[0], t.end[0] + 1)} - docstrings(ast.parse(text)))


def test_build_validation_and_reader_stay_small():
    files = {p for folder in COUNTED for p in (ROOT / folder).rglob("*.py")}
    counted = {p: lines_of_code(p) for p in files - BRIDGES if p in LOGIC or not p.is_relative_to(SAID)}
    assert len(counted) > 50
    assert sum(counted.values()) < MOST_LINES


def test_the_pages_of_the_book_stay_small():
    assert sum(map(lines_of_code, (ROOT / "book" / "pages").rglob("*.py"))) < MOST_LINES_OF_PAGES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LONGEST_FILE
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    assert [n.name for n in functions if (n.end_lineno or 0) - n.lineno + 1 > LONGEST_FUNCTION] == []
