"""What the tests share; nothing here is collected."""
