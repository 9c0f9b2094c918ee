"""Published releases by version: fetched once, known by hash, plainly refused while no address exists."""

import hashlib
import json
import zipfile
from pathlib import Path

import exportcurbs as ec
import pytest
from exportcurbs import _dataset, _fetch

from tests.support.browsing import served


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder that an archive serves, with the zip of the installed release."""
    folder = tmp_path / "archive"
    folder.mkdir()
    with zipfile.ZipFile(folder / "exportcurbs-9.8.7.zip", "w") as file:
        for path in (ec.installed().path("measures").parent).iterdir():
            file.write(path, f"exportcurbs-9.8.7/parquet/{path.name}")
    return folder


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EXPORTCURBS_CACHE", str(tmp_path / "cache"))

    def listed(**versions: dict[str, str]) -> None:
        path = tmp_path / "published.json"
        path.write_text(json.dumps({k.replace("_", "."): v for k, v in versions.items()}), encoding="utf-8")
        monkeypatch.setattr(_fetch, "PUBLISHED", path)

    return listed


def test_no_version_has_an_address_yet():
    assert json.loads(_fetch.PUBLISHED.read_text(encoding="utf-8")) == {}
    with pytest.raises(FileNotFoundError, match=r"not yet assigned\. Give the folder or the zip .* installed is 1\."):
        ec.open("0.2.0")
    with pytest.raises(FileNotFoundError, match="no such folder or zip"):
        ec.open("0.2")


def test_it_is_fetched_once_and_then_read_without_the_archive(archive: Path, publish, tmp_path: Path):
    path = archive / "exportcurbs-9.8.7.zip"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with served(archive) as site:
        publish(**{"9_8_7": {"address": f"{site}/{path.name}", "sha256": sha256}})
        first = ec.open("9.8.7")
        assert first.arrow["measures"].equals(ec.installed().arrow["measures"])
    assert (tmp_path / "cache" / path.name).is_file()
    assert ec.open("9.8.7").tables() == ec.tables()
    with pytest.raises(FileNotFoundError, match=r"Published are: 9\.8\.7\."):
        ec.open("9.8.8")


def test_a_zip_with_another_hash_is_refused(archive: Path, publish, tmp_path: Path):
    with served(archive) as site:
        publish(**{"9_8_7": {"address": f"{site}/exportcurbs-9.8.7.zip", "sha256": "0" * 64}})
        with pytest.raises(ValueError, match="hash"):
            ec.open("9.8.7")
    assert not list((tmp_path / "cache").glob("*.zip"))


def test_an_archive_that_does_not_answer_is_an_error_of_the_machine(publish):
    publish(**{"9_8_7": {"address": "http://127.0.0.1:9/exportcurbs-9.8.7.zip", "sha256": "0" * 64}})
    with pytest.raises(OSError, match=r"127\.0\.0\.1"):
        ec.open("9.8.7")


def test_the_installed_one_is_taken_once_it_is_released(monkeypatch: pytest.MonkeyPatch):
    here = ec.installed()
    with pytest.raises(FileNotFoundError, match="not yet assigned"):
        ec.open(here.version)
    released = ec.Dataset({**here.manifest, "released": "2031-02-03"}, here.folder)
    monkeypatch.setattr(_dataset, "installed", lambda: released)
    assert ec.open(here.version) is released


def test_every_frame_says_its_version_and_how_to_cite_it():
    told = {"version": ec.__version__, "as_of": ec.as_of, "licence": "CC-BY-4.0", "citation": ec.cite()}
    asked = ec.load("events")[:2].assign(item="Ga", destination="USA", day="2024-12-10")
    frames = [ec.load("measures"), ec.describe("measures"), ec.listings(), ec.chain("F-35")]
    for attrs in (*(frame.attrs for frame in frames), ec.add_status(asked).attrs["answered_from"]):
        assert {k: attrs[k] for k in told} == told
