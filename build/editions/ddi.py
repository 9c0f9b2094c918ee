"""DDI Codebook 2.5: the CSV files of a release as archives of social science describe data.

One file for each table, one variable for each column; what only publishing gives is left out until it is known.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, indent, tostring

from exportcurbs import Dataset

from build import about
from build.editions.codebook import codebook_table
from validation.definitions.tables import table_info

NUMBERS = ("whole number", "number")


def ddi_text(published: Dataset) -> str:
    """Return the codebook of a release as XML; its paths begin in the root of the release."""
    rows = codebook_table().to_pylist()
    root = _element(
        "codeBook",
        _study(published),
        *(_file(published, name) for name in published.tables()),
        _element("dataDscr", *(_variable(row) for row in rows if row["table"] in published.arrow)),
        version="2.5",
        xmlns="ddi:codebook:2_5",
    )
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _element(tag: str, /, *content: Element | str | None, **said: str | None) -> Element:
    """Return an element with text, or with the elements that hold anything, and the attributes that say something."""
    made = Element(tag, {key: value for key, value in said.items() if value})
    made.extend(e for e in content if isinstance(e, Element) and (e.text or len(e) or e.attrib))
    made.text = next((part for part in content if isinstance(part, str)), None)
    return made


def _each(tag: str, texts: Iterable[str]) -> list[Element]:
    return [_element(tag, text) for text in texts]


def _study(published: Dataset) -> Element:
    days = [day for day in published.arrow["measure_periods"]["first_day"].to_pylist() if day]
    citation = _element(
        "citation",
        _element("titlStmt", _element("titl", about.TITLE), _element("IDNo", about.DOI)),
        _element("rspStmt", *_each("AuthEnty", about.AUTHORS)),
        _element("distStmt", _element("distrbtr", about.PUBLISHER), _element("distDate", about.RELEASED)),
        _element("verStmt", _element("version", published.version, date=about.RELEASED)),
        _element("biblCit", published.manifest["citation"]),
        _element("holdings", about.ADDRESS, URI=about.ADDRESS),
    )
    period = {"start": str(min(days)), "end": published.as_of}
    summary = _element(
        "sumDscr",
        *(_element("timePrd", day, event=event, date=day) for event, day in period.items()),
        _element("nation", "China", abbr="CHN"),
    )
    subject = _element("subject", *_each("keyword", about.KEYWORDS))
    info = _element("stdyInfo", subject, _element("abstract", about.ABSTRACT), summary)
    terms = _element("useStmt", _element("conditions", f"{about.DATA_LICENCE}: {about.DATA_LICENCE_URL}"))
    return _element("stdyDscr", citation, info, _element("dataAccs", terms))


def _file(published: Dataset, name: str) -> Element:
    info, table = table_info(name), published.arrow[name]
    text = _element(
        "fileTxt",
        _element("fileName", f"csv/{name}.csv"),
        _element("fileCont", f"{info.title} Grain: {info.grain}. Key: {', '.join(info.key)}."),
        _element("dimensns", *_each("caseQnty", [str(table.num_rows)]), *_each("varQnty", [str(table.num_columns)])),
        _element("fileType", "text/csv", charset="UTF-8"),
    )
    return _element("fileDscr", text, ID=name, URI=f"csv/{name}.csv")


def _variable(row: dict[str, str]) -> Element:
    kind, words = row["type"], row["allowed_values"].split("|") if row["allowed_values"] else []
    lists = "A list; its elements are joined by |. " if kind.startswith("list") else ""
    needed = "Never missing." if row["required"] == "yes" else "May be missing: nothing between the commas."
    day, number = kind == "date", kind in NUMBERS
    return _element(
        "var",
        _element("labl", row["title"]),
        _element("universe", table_info(row["table"]).grain),
        _element("txt", row["description"]),
        *(_element("catgry", *_each("catValu", [word]), *_each("labl", [word.replace("_", " ")])) for word in words),
        _element(
            "varFormat",
            "YYYY-MM-DD" if day else None,
            type="numeric" if number else "character",
            category="date" if day else None,
            schema="ISO" if day else None,
        ),
        _element("notes", lists + needed),
        *_each("notes", [f"Refers to {row['references'].replace('|', ', ')}."] if row["references"] else []),
        ID=f"{row['table']}.{row['column']}",
        name=row["column"],
        files=row["table"],
        intrvl="contin" if number or day else "discrete",
        representationType="code" if words else "numeric" if number else "datetime" if day else "text",
        measUnit=row["unit"],
    )
