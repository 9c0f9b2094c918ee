"""No page can print a text of the data unescaped by accident: what prints as it stands is written in the code."""

import ast
from pathlib import Path

import pytest
from markupsafe import Markup as AnyMarkup

from book.pages.common.markup import Markup, blocks, code, joined, md, section, table
from tests.support.project import ROOT

PAGES = ROOT / "book" / "pages"
# The module that escapes, and the one that hands on what Jinja2 has escaped by it.
TRUSTED = (PAGES / "common" / "markup.py", PAGES / "common" / "template.py")


def written(node: ast.expr) -> bool:
    """Say whether an expression is text of the code: a literal, or a choice between such."""
    if isinstance(node, ast.IfExp):
        return written(node.body) and written(node.orelse)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda p: p.relative_to(PAGES).as_posix())
def test_only_text_of_the_code_becomes_markup(path: Path):
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    made = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in ("md", "Markup")]
    if path not in TRUSTED:
        assert not [ast.unparse(c) for c in made if not (c.args and written(c.args[0]))]
        assert "markupsafe" not in path.read_text(encoding="utf-8")


def test_what_is_put_in_is_escaped_once():
    bad = "<b>*x*</b> | [y](z)"
    made = md("{} and {named}", bad, named=md("**{}**", bad))
    safe = Markup.escape(bad)
    assert made == f"{safe} and **{safe}**"
    assert not set(safe) & set("<>*|[]")
    for joining in (joined([bad, made]), blocks(bad, made), made + bad, bad + made, table([bad], [[bad], [made]])):
        assert isinstance(joining, AnyMarkup)
        assert "<b>" not in joining and "&amp;" not in joining and "&#38;" not in joining
    assert md("{:,} {{}} {}", 1000, None) == "1,000 {} "


def test_an_f_string_loses_the_mark_and_is_escaped():
    assert blocks(f"{md('<br>')}") == "&#60;br&#62;"


def test_empty_blocks_leave_nothing():
    assert section("Title", "", None, table(["a"], [])) == ""
    assert code(None) == ""
    assert code("a|`b`") == '<code class="docutils literal notranslate">a&#124;&#96;b&#96;</code>'
