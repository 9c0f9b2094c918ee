"""Published releases: fetched once from their archive, known by their hash, kept in the user's cache."""

import json
import re
from errno import ENOENT
from pathlib import Path
from typing import Any

from exportcurbs._reader import Reader

# By version: `address` of the zip (https, or doi:<DOI>/<file>) and its `sha256`. Publishing gives them (RELEASING.md).
PUBLISHED = Path(__file__).with_name("published.json")


def is_version(text: object) -> bool:
    """Whether a text is the number of a version."""
    return isinstance(text, str) and re.fullmatch(r"\d+\.\d+\.\d+", text, re.ASCII) is not None


def fetched(version: str, installed: Reader) -> Path:
    """Return the zip of a published release, from the user's cache if it is there.

    FileNotFoundError for a version without an address, ValueError if what came has another hash, OSError if nothing
    came. The cache is that of pooch, or the folder of EXPORTCURBS_CACHE.
    """
    published: dict[str, dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    if version not in published:
        known = f" Published are: {', '.join(published)}." if published else ""
        lacking = (
            f"the address of this version is not yet assigned.{known} Give the folder or the zip of the release; "
            f"installed is {installed.version}, which exportcurbs.installed() opens"
        )
        raise FileNotFoundError(ENOENT, lacking, version)
    import pooch

    entry, name = published[version], f"exportcurbs-{version}.zip"
    registry, urls = {name: f"sha256:{entry['sha256']}"}, {name: entry["address"]}
    cache = pooch.os_cache("exportcurbs")
    store = pooch.create(cache, "", env="EXPORTCURBS_CACHE", registry=registry, urls=urls, retry_if_failed=2)
    pooch.get_logger().setLevel("WARNING")
    return Path(store.fetch(name))
