"""Pages and parts of pages: trade."""
