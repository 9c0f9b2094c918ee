"""Pages and parts of pages: start."""
