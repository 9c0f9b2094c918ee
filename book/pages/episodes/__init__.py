"""Pages and parts of pages: episodes."""
