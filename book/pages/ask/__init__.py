"""Pages and parts of pages: ask."""
