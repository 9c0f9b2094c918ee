"""Pages and parts of pages: uses."""
