"""What the dataset says of itself: the one place for title, authors, licences, and what only publishing gives."""

NAME = "exportcurbs"
TITLE = "Export Curbs: China's export restrictions on dual-use items and critical minerals"
ABSTRACT = (
    "China's dual-use control codes, the rules that bind them with every suspension and repeal, the parties listed, "
    "the uses of the controlled minerals, and the disputed claims of three restriction episodes (Japan 2010, United "
    "States 2024, Japan 2026), with the sources of every fact."
)
# A group by its name, a person as "Family name, Given name".
AUTHORS = ("Export Curbs contributors",)
KEYWORDS = (
    "export controls",
    "rare earths",
    "dual-use items",
    "critical minerals",
    "economic statecraft",
    "sanctions",
    "China",
)
DATA_LICENCE, DATA_LICENCE_URL = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
CODE_LICENCE = "MIT"
# Only publishing gives these. A person fills them in when the deposit exists (RELEASING.md); until then every file
# that would hold one says so or leaves the field out.
DOI: str | None = None
ADDRESS: str | None = None
REPOSITORY: str | None = None
RELEASED: str | None = None
PUBLISHER: str | None = None
NOT_YET_ASSIGNED = "not yet assigned"
