"""Ways in: a line for each kind of user, three starts of a paper, how to cite and how to report an error."""

from exportcurbs._reader import retired

from book.pages.common.markup import Markup, code, table
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES, from_template, printed, rows_of

FOLDER = TEMPLATES / "ways-in"
ROW = "cn-2024-46-1"
GONE = ("material_status", "mildest")


def access_lines() -> list[dict[str, Markup]]:
    """Return the lines of the access table: who, line, where (as Markdown), and whether a test runs it."""
    return rows_of("ways-in/lines.csv")


def ways_in_page(record: Record) -> Markup:
    """Return the page; its programs are run on the data of the record."""
    programs = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    rows = [[line["who"], code(str(line["line"])), line["where"], line["seconds"]] for line in access_lines()]
    return from_template(
        "ways-in",
        record,
        access=table(("You use", "Line", "With", "Seconds"), rows, "records"),
        install={n: (FOLDER / f"install.{n}").read_text().replace("VERSION", record.data.version) for n in ("R", "do")},
        programs=programs,
        outputs={name: printed(program, ec=record.data) for name, program in programs.items()},
        retired=retired(record.data, *GONE).strip(),
        citation=record.data.cite(),
        row=ROW,
        sources=str(record.data.sources_of("measures", ROW)),
    )
