"""The Stata command, as far as it can be tested without Stata: its form, and its names against a release."""

import csv
import re
import struct
from pathlib import Path

import pandas as pd
import pytest
from exportcurbs import Dataset

from tests.support.project import ROOT

FOLDER = ROOT / "datasets" / "stata"
ADO = (FOLDER / "exportcurbs.ado").read_text(encoding="ascii")
HELP = (FOLDER / "exportcurbs.sthlp").read_text(encoding="ascii")
PROGRAMS = dict(re.findall(r"^program define (\w+)\n(.*?)^end$", ADO, re.MULTILINE | re.DOTALL))


def characteristics(path: Path) -> dict[str, str]:
    """Return the characteristics of the data in a dta file, by the map at its head."""
    content = path.read_bytes()
    places = struct.unpack_from("<14Q", content, content.index(b"<map>") + len(b"<map>"))
    assert places[13] == len(content)
    assert content[places[9] :].startswith(b"<data>") and content[places[11] :].startswith(b"<value_labels>")
    assert content[places[12] :] == b"</stata_dta>"
    section, found = content[places[8] : places[9]], {}
    at = len(b"<characteristics>")
    while section[at : at + 4] == b"<ch>":
        (length,) = struct.unpack_from("<I", section, at + 4)
        of, name, text = struct.unpack_from(f"<129s129s{length - 258}s", section, at + 8)
        assert of.rstrip(b"\0") == b"_dta" and text.endswith(b"\0")
        found[name.rstrip(b"\0").decode()] = text[:-1].decode()
        at += 8 + length + len(b"</ch>")
    assert section[at:] == b"</characteristics>"
    return found


def test_every_file_names_its_table_version_day_and_citation(thinned: Dataset, unpacked: Path):
    about = {"ec_version": thinned.version, "ec_as_of": thinned.as_of, "ec_citation": thinned.cite()}
    for name in thinned.tables():
        told = characteristics(unpacked / "stata" / f"{name}.dta")
        assert told == {"ec_table": name, **about, "note0": "1", "note1": thinned.cite()}
    assert set(re.findall(r"_dta\[(\w+)\]", ADO)) <= set(told)


def test_the_programs_are_whole():
    assert len(PROGRAMS) == ADO.count("program define") == ADO.count("\nend") and "\t" not in ADO
    for name, body in PROGRAMS.items():
        assert body.count("{\n") == len(re.findall(r"^ *}$", body, re.MULTILINE)), name
        assert body.count('`"') == body.count("\"'"), name
        assert len(re.findall(r"`[\"=\w]", body)) == body.count("'") - body.count("`\"'"), name
        assert body.startswith("    version 14\n"), name
    called = set(re.findall(r"^ +(exportcurbs_\w+)$", ADO, re.MULTILINE))
    assert called <= set(PROGRAMS)


def test_every_action_has_a_program_and_its_help():
    (listed,) = re.findall(r'inlist\("`action\'", (.*?)\)', ADO)
    actions = re.findall(r'"(\w+)"', listed)
    assert {f"exportcurbs_{action}" for action in actions} == set(PROGRAMS) - {"exportcurbs", "exportcurbs_given"}
    shown = set(re.findall(r"{cmd:exportcurbs (\w+)}", HELP.split("{title:Description}")[0]))
    assert shown == set(actions)
    assert HELP.count("{p ") == HELP.count("{p 4 8 2}") + HELP.count("{p 4 4 2}")
    assert HELP.count("{") == HELP.count("}")


def test_what_it_reads_is_in_the_release(unpacked: Path):
    (kept,) = {path for body in PROGRAMS.values() for path in re.findall(r"/stata/(\w+\.dta)", body) if "`" not in path}
    assert (unpacked / "stata" / kept).is_file()
    with (unpacked / "csv" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        columns = csv.DictReader(file).fieldnames
    used = re.findall(r"(\w+)\[`i'\]", ADO)
    assert set(used) | {"table"} <= set(columns or ())
    assert {"column", "title", "description", "unit", "allowed_values"} <= set(used)


def test_the_release_can_be_installed_from(unpacked: Path):
    packages = re.findall(r"^p (\w+) ", (unpacked / "stata" / "stata.toc").read_text(), re.MULTILINE)
    assert packages == ["exportcurbs"]
    files = re.findall(r"^f (.+)$", (unpacked / "stata" / "exportcurbs.pkg").read_text(), re.MULTILINE)
    assert sorted(files) == ["exportcurbs.ado", "exportcurbs.sthlp"]
    assert all((unpacked / "stata" / name).read_bytes() == (FOLDER / name).read_bytes() for name in files)
    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    assert "exportcurbs load measures, clear" in text and "net install exportcurbs" in text


def test_the_examples_of_the_help_name_what_there_is(unpacked: Path):
    examples = re.findall(r"{cmd:\. (.*?)}", HELP)
    loaded = [re.search(r"load (\w+)", line).group(1) for line in examples if " load " in line]  # type: ignore[union-attr]
    frame = pd.read_stata(unpacked / "stata" / f"{loaded[0]}.dta", convert_categoricals=False)
    listed = next(line for line in examples if line.startswith("list "))
    names = set(re.findall(r"\b[a-z]\w+", re.sub(r'"\w+"', "", listed))) - {"list", "if"}
    assert names <= set(frame) and len(names) == 4
    for column, value in re.findall(r'(\w+) == "(\w+)"', listed):
        assert value in set(frame[column])


@pytest.mark.parametrize("action", ["folder", "load", "describe"])
def test_each_error_has_words_and_a_code(action: str):
    body = PROGRAMS[f"exportcurbs_{action}"]
    assert body.count("display as error") == len(re.findall(r"exit \d{3}$", body, re.MULTILINE)) > 0
