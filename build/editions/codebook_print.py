"""The codebook to read: as Markdown that is also plain, and as a PDF for archives and to be read aloud.

The PDF (PDF/A, PDF/UA) is set by Typst in the fonts that it brings: nothing of the machine is used, no clock and no
network, so that it has the same bytes each time.
"""

import json
from pathlib import Path
from typing import Any

import jinja2
from exportcurbs import Dataset

from build import about
from build.editions.codebook import codebook_table
from validation.definitions.families import FAMILIES
from validation.definitions.tables import TableInfo, table_info

TEXT, LAYOUT = (Path(__file__).with_name(name) for name in ("codebook.md.j2", "codebook.typ"))


def codebook_text(published: Dataset) -> str:
    """Return the codebook of a release as Markdown."""
    plain = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True)  # noqa: S701 - not HTML
    return plain.from_string(TEXT.read_text(encoding="utf-8")).render(_contents(published))


def codebook_pdf(published: Dataset) -> bytes:
    """Return the codebook of a release as a PDF."""
    import typst  # which only a release needs

    texts = {"book": json.dumps(_contents(published))}
    return typst.compile(
        LAYOUT.read_bytes(), sys_inputs=texts, ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"]
    )


def _contents(published: Dataset) -> dict[str, Any]:
    infos = [table_info(name) for name in published.tables()]
    licence = f"{about.DATA_LICENCE}, {about.DATA_LICENCE_URL}"
    return {
        **{name.lower(): getattr(about, name) for name in ("TITLE", "ABSTRACT", "AUTHORS", "KEYWORDS")},
        **{"version": published.version, "as_of": published.as_of},
        "front": {"How to cite": published.cite(), "DOI": about.DOI or about.NOT_YET_ASSIGNED, "Licence": licence},
        "families": {title: [_table(published, i) for i in infos if i.family == of] for of, title in FAMILIES.items()},
        "columns": codebook_table().to_pylist(),
        "more": {"unit": "Unit", "allowed_values": "Values", "references": "Refers to", "example": "Example"},
    }


def _table(published: Dataset, info: TableInfo) -> dict[str, Any]:
    source, rows = "the makers of the record", f"{published.arrow[info.name].num_rows:,}"
    if any(column.name == "source_ids" for column in info.columns):
        source = "the sources that each row names in source_ids"
    elif info.derived:
        source = f"computed from {info.sums_up or ' and '.join(info.rests_on) or 'other tables'}"
    facts = {"Grain": info.grain, "Key": ", ".join(info.key), "Comes from": source, "Rows": rows}
    return {"name": info.name, "title": info.title, "facts": facts, "computed": [c.name for c in info.computed]}
