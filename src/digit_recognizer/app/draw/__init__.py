"""The place where digits are drawn and read."""
