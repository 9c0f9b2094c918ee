"""Pages and parts of pages: law."""
