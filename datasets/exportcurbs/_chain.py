"""Which notices touch a platform, and why."""

from exportcurbs._heavy import pd
from exportcurbs._near import guess
from exportcurbs._reader import Reader


def chain(data: Reader, platform: str) -> "pd.DataFrame":
    """Return which notices touch a platform, through which material, use, control code and customs code.

    platform: a platform_id or name (`F-35`); one row per material, code and measure, with the columns of
    `supply_chains` and the title of the measure. KeyError, listing the known platforms, for an unknown one.
    """
    wanted = platform.casefold().replace(" ", "-")
    names = {row["platform_id"]: row["name"] for row in data.rows("platforms")}
    found = [i for i, name in names.items() if wanted in (i, name.casefold().replace(" ", "-"))]
    if not found:
        near = guess(platform, names)
        raise KeyError(f"there is no platform {platform!r}.{near} The platforms are: {', '.join(names)}")
    chains = data.load("supply_chains")
    titles = data.load("measures")[["measure_id", "title"]]
    touched: pd.DataFrame = chains[chains["platform_id"] == found[0]].merge(titles, on="measure_id", how="left")
    touched.attrs = chains.attrs
    return touched
