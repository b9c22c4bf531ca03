"""The place where one trains."""
