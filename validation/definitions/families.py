"""The families of the tables, in the order of the codebook, by what their part of it is called."""

FAMILIES = {
    "shared": "Who and where from",
    "items": "What is controlled",
    "materials": "Materials",
    "law": "Law",
    "episodes": "Restriction episodes",
    "uses": "What it is for",
    "trade": "Numbers",
    "status": "Computed from the law",
}
