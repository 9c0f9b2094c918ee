"""The page on the checks themselves: how many planted faults they catch, from book/measured/mutation.json."""

import json

from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.common.template import from_template
from validation.definitions.tables import curated_tables


def mutation_page(record: Record) -> Markup:
    """Return the page on planted faults, with a warning where tables have changed since they were planted."""
    measured = record.root / "book" / "measured"
    found, red = (
        json.loads((measured / f"{name}.json").read_text(encoding="utf-8")) for name in ("mutation", "red_team")
    )
    meaning, columns = found["meaning"], {i.name: [c.name for c in i.columns] for i in curated_tables()}
    form, sense = found["totals"], meaning["totals"]
    return from_template(
        "mutation",
        record,
        found=found,
        changed=sum(found["columns"].get(name) != own for name, own in columns.items()),
        summary={
            "Of form": form["knowable"],
            "Of meaning, where something else tells": sense["knowable"],
            "Of meaning, by somebody who had not read the rules": red["knowable"],
            "What no rule can know": {k: form["unknowable"][k] + sense["unknowable"][k] for k in ("tried", "caught")},
        },
        by_fault=_worst_first(found["operators"]),
        by_table=_worst_first(found["tables"]),
        tables=len(columns),
        red=red,
        red_kinds=sorted(
            red["kinds"], key=lambda k: (k["caught"] / k["knowable"] if k["knowable"] else 1, -k["knowable"], k["kind"])
        ),
        meaning=meaning,
        meaning_by_kind=_worst_first(meaning["kinds"]),
        meaning_by_table=_worst_first(meaning["tables"]),
    )


def _worst_first(groups: dict[str, dict[str, int]]) -> list[tuple[str, dict[str, int]]]:
    return sorted(groups.items(), key=lambda item: (item[1]["named"] / item[1]["tried"], -item[1]["tried"], item[0]))
