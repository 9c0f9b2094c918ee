"""Pages and parts of pages: record."""
