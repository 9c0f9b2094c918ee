"""Pages and parts of pages: items."""
