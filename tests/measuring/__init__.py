"""What measures: mutation, fuzz, growth, speed."""
