"""The pages of the book that are made from the compiled dataset: `python -m book.pages`."""
