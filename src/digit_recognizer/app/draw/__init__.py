"""The page where digits are drawn and read."""
