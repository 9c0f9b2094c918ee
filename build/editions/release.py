"""Release: the committed Parquet files in every format, as a folder and a zip with the same bytes each time."""

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import exportcurbs as ec
import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._stata import STAMP
from rich.table import Table

from build.about import NAME
from build.compile import Compiled
from build.editions.changes import write_changes
from build.editions.codebook_print import codebook_pdf, codebook_text
from build.editions.followthemoney import write_followthemoney
from build.editions.formats import write_stata, write_texts
from build.editions.metadata import write_metadata, write_text
from build.editions.r_package import write_r_package
from build.editions.readme import readme_text
from build.editions.to_excel import write_excel
from build.editions.to_sqlite import write_sqlite
from build.write.parquet import copy_dataset, to_arrow
from build.write.swap import replacing
from validation.definitions.tables import table_info

COPIED = ("LICENSE", "LICENSE-DATA", "CHANGELOG.md")
SUMS = "SHA256SUMS"
# Already compressed; the rest is deflated, whose bytes are those of the zlib that Python was built with.
STORED = (".parquet", ".xlsx", ".gz")
Progress = Callable[[str], object]


class ReleaseError(Exception):
    """A release cannot be made; the message says why and what to do."""


def read_committed(data: Path, compiled: Compiled) -> Dataset:
    """Return the published tables of a folder; ReleaseError unless they are what the curated tables compile to."""
    try:
        published = ec.open(data)
        tables = published.arrow
        sums = {name: sha256(data / entry["file"]) for name, entry in published.manifest["tables"].items()}
    except (OSError, ValueError, KeyError) as error:  # a broken Parquet or JSON file is a ValueError
        raise ReleaseError(f"{data}: cannot be read as a release ({error}); run `make dataset`") from error
    wrong = set(compiled.frames) ^ set(tables)
    entries = compiled.release.entries()
    wrong |= set() if entries == {k: published.manifest.get(k) for k in entries} else {"manifest.json"}
    wrong |= {name for name, found in sums.items() if found != published.manifest["tables"][name]["sha256"]}
    for name in set(compiled.frames) & set(tables):
        if not _same(tables[name], to_arrow(table_info(name), compiled.frames[name], compiled.release)):
            wrong.add(name)
    if wrong:
        raise ReleaseError(
            f"{data}: {', '.join(sorted(wrong))}: not what the curated tables compile to; run `make dataset`, "
            "look at what changed, commit it, then release"
        )
    return published


def _same(committed: pa.Table, built: pa.Table) -> bool:
    """Whether two tables agree in every cell, type and word of their definitions."""
    words = [[f.metadata for f in t.schema] for t in (committed, built)]
    return bool(committed.equals(built) and committed.schema.metadata == built.schema.metadata and words[0] == words[1])


def write_release(published: Dataset, root: Path, out: Path, progress: Progress = lambda _: None) -> Path:
    """Write `out/exportcurbs-<version>/` and the zip beside it, in place of the last ones; return the zip's path."""
    name = f"{NAME}-{published.version}"
    archive, unfinished = out / f"{name}.zip", out / f".{name}.zip.new"
    try:
        with replacing(out / name) as folder:
            _write_files(published, root, folder, progress)
            _write_zip(folder, name, unfinished)
            archive.unlink(missing_ok=True)  # no moment shows a zip beside a folder that it does not hold
        unfinished.replace(archive)
    finally:
        unfinished.unlink(missing_ok=True)
    return archive


def _write_files(published: Dataset, root: Path, folder: Path, progress: Progress) -> None:
    for kind in ("parquet", "csv", "stata", "excel", "sqlite", "r", "changes", "followthemoney"):
        (folder / kind).mkdir()
    copy_dataset(published, folder / "parquet")
    for name in COPIED:
        shutil.copyfile(root / name, folder / name)
    progress("writing CSV and Stata")
    write_texts(published, folder / "csv")
    write_stata(published, folder / "stata")
    shutil.copytree(root / "datasets" / "stata", folder / "stata", dirs_exist_ok=True)
    progress("writing Excel, SQLite and the R package")
    write_excel(published, folder / "excel" / f"{NAME}.xlsx")
    write_sqlite(published, folder / "sqlite" / f"{NAME}.sqlite")
    write_r_package(published, root, folder)
    progress("comparing with the release before, writing metadata and texts")
    write_changes(published, root, folder / "changes")
    write_followthemoney(published, folder / "followthemoney" / "entities.ftm.json")
    write_metadata(published, folder)
    write_text(folder / "codebook.md", codebook_text(published))
    (folder / "codebook.pdf").write_bytes(codebook_pdf(published))
    write_text(folder / "README.txt", readme_text(published, folder))
    write_text(folder / SUMS, "".join(f"{sha256(folder / path)}  {path}\n" for path in _files(folder)))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_zip(folder: Path, name: str, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path in _files(folder):
            entry = zipfile.ZipInfo(f"{name}/{path}", STAMP.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, (folder / path).read_bytes(), compresslevel=5)  # 6 takes twice the time for 3%


def release_summary(archive: Path) -> Table:
    """Return a table of the files of a release: those of a folder in one line, the others alone."""
    with zipfile.ZipFile(archive) as file:
        entries = [(Path(entry.filename).parts[1], entry.file_size, entry.compress_size) for entry in file.infolist()]
    table = Table(title=f"{archive.name}: {archive.stat().st_size:,} bytes")
    for heading in ("file or folder", "files", "bytes", "in the zip"):
        table.add_column(heading, justify="left" if heading == "file or folder" else "right", overflow="fold")
    for part in sorted({part for part, _, _ in entries}):
        _, size, packed = zip(*(entry for entry in entries if entry[0] == part), strict=True)
        table.add_row(part, str(len(size)), f"{sum(size):,}", f"{sum(packed):,}")
    return table
