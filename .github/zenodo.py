"""Put a release into a draft on Zenodo, which a person then looks at and publishes. Needs Python alone.

python3 .github/zenodo.py draft [ID]               a new draft, or (ID of the last version) a draft of its next version
python3 .github/zenodo.py fill ID ZIP METADATA     the draft holds this zip and no other file, and this description

ZENODO says where: sandbox (for trying) or production; ZENODO_TOKEN is an access token with deposit:write.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

HOSTS = {"sandbox": "https://sandbox.zenodo.org", "production": "https://zenodo.org"}


def call(method: str, address: str, body: Any = None) -> Any:
    """Call an address of the archive with JSON or the content of a file; return what it answers."""
    kind = "application/octet-stream" if isinstance(body, Path) else "application/json"
    data = body.read_bytes() if isinstance(body, Path) else None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {os.environ['ZENODO_TOKEN']}", "Content-Type": kind}
    request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - an address of HOSTS
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        text = answer.read()
    return json.loads(text) if text else None


def draft(deposits: str, last: str = "") -> Any:
    """Make a draft with a reserved DOI: the first of a dataset, or one after the last version."""
    if not last:
        return call("POST", deposits, {"metadata": {"prereserve_doi": True}})
    return call("GET", call("POST", f"{deposits}/{last}/actions/newversion")["links"]["latest_draft"])


def fill(deposits: str, number: str, archive: str, metadata: str) -> Any:
    """Give a draft its description and its one file, in place of those that it has."""
    own = f"{deposits}/{number}"
    described = json.loads(Path(metadata).read_text(encoding="utf-8"))
    call("PUT", own, {"metadata": described | {"prereserve_doi": True}})
    found = call("GET", own)
    for file in found.get("files", ()):
        call("DELETE", f"{own}/files/{file['id']}")
    call("PUT", f"{found['links']['bucket']}/{Path(archive).name}", Path(archive))
    return found


def main(arguments: list[str]) -> None:
    """Run a step and say what a person needs for the next one."""
    steps = {"draft": (draft, (0, 1)), "fill": (fill, (3,))}
    step, numbers = steps.get(arguments[0] if arguments else "", (None, ()))
    if step is None or len(arguments) - 1 not in numbers or os.environ.get("ZENODO") not in HOSTS:
        sys.exit(__doc__)
    found = step(f"{HOSTS[os.environ['ZENODO']]}/api/deposit/depositions", *arguments[1:])
    doi = found["metadata"].get("prereserve_doi", {}).get("doi", "none reserved")
    sys.stdout.write(f"draft {found['id']}, DOI {doi}: {found['links'].get('html', '')}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
