"""What a valid dataset is: table definitions, checks between tables, the release check."""
