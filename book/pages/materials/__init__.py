"""Pages and parts of pages: materials."""
