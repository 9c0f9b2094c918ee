"""The page that answers SQL in the browser, and the files it loads: the engine and the SQLite edition."""

import gzip
import shutil
import tempfile
from pathlib import Path

from book.pages.codebook import FAMILIES, table_link
from book.pages.raw import data_block, front_matter, needs_script, raw, text
from book.pages.record import Record
from book.pages.text import stamp
from build.compile import Compiled, write_compiled
from build.to_sqlite import write_sqlite
from validation.published import Published
from validation.schemas import TABLES
from validation.tables import published_columns, table_info

ENGINE = ("sql-wasm.js", "sql-wasm.wasm")
DATABASE = "data/exportcurbs.sqlite.gz"
EXAMPLES = (
    (
        "Which materials need a licence today, in Chinese and English",
        """SELECT m.name_zh, m.name_en, s.regime, s.first_day AS since, s.basis
FROM material_status AS s JOIN materials AS m USING (material_id)
WHERE s.destination = 'ROW' AND s.end_use = 'civil' AND s.regime <> 'none' AND s.regime <> 'unknown'
  AND s.last_day = (SELECT max(last_day) FROM material_status)
ORDER BY m.name_en;""",
    ),
    (
        "Find an item by a Chinese word (here gallium)",
        """SELECT c.code, c.name_zh, c.name_en, k.customs_code, k.confidence
FROM control_codes AS c
LEFT JOIN items AS i USING (scheme, code)
LEFT JOIN item_customs_codes AS k USING (edition_id, section, direction, serial)
WHERE c.name_zh LIKE '%镓%'
ORDER BY c.code, k.customs_code;""",
    ),
    (
        "Every state of the rules of no. 46 of 2024",
        """SELECT m.measure_id, m.title, p.first_day, p.last_day, p.state, p.cause, p.last_confirmed
FROM measures AS m JOIN measure_periods AS p USING (measure_id)
WHERE m.instrument_id = 'cn-2024-46'
ORDER BY m.measure_id, p.first_day;""",
    ),
    (
        "Parties listed, by list and country",
        """SELECT l.list, e.country, count(DISTINCT e.entity_id) AS parties
FROM listings AS l JOIN entities AS e USING (entity_id)
GROUP BY l.list, e.country ORDER BY parties DESC;""",
    ),
    (
        "What is in the F-35, with the document behind each figure",
        """SELECT p.material_id, p.group_id, p.component, p.quantity, p.unit, p.quantity_kg, p.origin, p.pedigree, p.source_ids
FROM platform_materials AS p
WHERE p.platform_id = 'f-35';""",
    ),
    (
        "What two sides say of one question",
        """SELECT q.text, c.claimed_by, c.position, c.source_ids
FROM questions AS q JOIN claims AS c USING (question_id)
ORDER BY q.question_id, c.claim_id;""",
    ),
    (
        "China's exports of gallium by month, preferred figures",
        """SELECT period_start, value, unit, basis, origin, source_ids
FROM observations
WHERE indicator_id = 'export_quantity' AND material_id = 'Ga' AND reporter = 'CHN' AND partner = 'WLD'
  AND is_preferred = 'yes'
ORDER BY period_start;""",
    ),
)


def serve(compiled: Compiled, root: Path, folder: Path) -> None:
    """Write what the site serves beside its pages into an empty folder: the database, and the engine if installed."""
    (folder / "data").mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        write_compiled(compiled, Path(scratch) / "data")
        path = Path(scratch) / "exportcurbs.sqlite"
        write_sqlite(Published.read(Path(scratch) / "data"), path)
        # a static host sends files as they are: packed, the database takes an eighth of the way
        (folder / DATABASE).write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    (folder / "engine").mkdir()
    for name in ENGINE:
        source = root / "book" / "node_modules" / "sql.js" / "dist" / name
        if source.exists():
            shutil.copyfile(source, folder / "engine" / name)


def sql_page(record: Record) -> str:
    """Return the page with the box for SQL, examples, and the list of tables and columns."""
    choices = "".join(f"<option>{text(title)}</option>" for title, _ in EXAMPLES)
    lines = [
        *front_matter("query"),
        "# Ask in SQL",
        "",
        "The whole dataset as one SQLite database, in your browser. Nothing that you type leaves this page. Dates are text "
        "such as `2024-12-03`, lists are text with `|` between the elements.",
        "",
        *raw(
            [
                '<form id="query" class="ask query" hidden>',
                f'<label>Example <select name="example">{choices}</select></label>',
                '<label>SQL <textarea name="sql" rows="9" spellcheck="false" autocapitalize="off"></textarea></label>',
                '<div class="buttons"><button type="submit">Run (Ctrl+Enter)</button>',
                '<button type="button" id="query-save" disabled>Save result as CSV</button></div>',
                "</form>",
                '<p id="query-told" class="told" role="status" aria-live="polite"></p>',
                '<div id="query-result" class="result-box" role="region" aria-label="Result" tabindex="0" hidden></div>',
                needs_script("The box needs JavaScript. The same tables can be read as Parquet or with any SQLite program."),
                data_block("query-data", {"database": f"../{DATABASE}", "examples": [sql for _, sql in EXAMPLES]}),
            ]
        ),
        f'The database as a file: <a href="../{DATABASE}" download>exportcurbs.sqlite.gz</a> '
        '(<span id="query-size">packed with gzip</span>).',
        "",
        "## Tables and columns",
        "",
        *_schema(record),
        stamp(record.release),
        "",
    ]
    return "\n".join(lines)


def _schema(record: Record) -> list[str]:
    lines = []
    for family, title in FAMILIES.items():
        lines += [f"**{title}**", ""]
        for info in (table_info(name) for name in TABLES):
            if info.family == family:
                columns = ", ".join(f"`{c.name}`" for c in published_columns(info))
                lines += [f"- {table_link(info.name)} ({len(record.compiled.frames[info.name]):,} rows): {columns}"]
        lines += [""]
    return lines
