"""Faults of corrections."""

from tests.support.faults import BAN, fault
from tests.support.project import Project


def _correct(project: Project, **cells: str) -> int:
    row = {"table": "measures", "row_id": "cn-2024-46-1", "column_name": "title", "printed": "no such title"}
    _, cited = project.find("measures", BAN)
    reason = {"corrected": "x", "reason": "a test", "source_ids": cited["source_ids"]}
    return project.append("corrections", **{**row, **reason, **cells})


@fault("corrections", "printed", 'not "no such title"', "remove the correction or restore the cell")
def correction_that_matches_nothing(project: Project) -> int:
    return _correct(project)


@fault("corrections", "row_id", 'no row "cn-2024-46-1x"', "did you mean")
def correction_of_no_row(project: Project) -> int:
    return _correct(project, row_id="cn-2024-46-1x")


@fault("corrections", "table", '"mesures" is no curated table', 'did you mean "measures"?')
def correction_of_no_table(project: Project) -> int:
    return _correct(project, table="mesures")


@fault("corrections", "corrected", '"bann" is not in the list', 'did you mean "ban"?')
def correction_outside_list(project: Project) -> int:
    return _correct(project, column_name="effect", printed="ban", corrected="bann")


@fault(
    "corrections", "column_name", '"measure_id" is not a text column outside the key', "correct the curated cell itself"
)
def correction_of_a_key(project: Project) -> int:
    return _correct(project, column_name="measure_id", printed="cn-2024-46-1", corrected="cn-2024-46-7")


@fault(
    "corrections", "column_name", '"accessed" is not a text column outside the key', "correct the curated cell itself"
)
def correction_of_a_date(project: Project) -> int:
    _, row = project.find("sources", lambda row: row["accessed"] != "")
    cells = {"column_name": "accessed", "printed": row["accessed"], "corrected": "2026-01-01"}
    return _correct(project, table="sources", row_id=row["source_id"], **cells)
