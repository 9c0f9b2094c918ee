"""What measures: mutation, fuzz, kills, speed."""
