"""The law: what a rule says, where and when, read once, from plain rows. Nothing here reads a file."""
