"""What was read in many pictures, as a file: CSV, JSON Lines, Parquet or text."""
