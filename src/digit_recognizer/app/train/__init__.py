"""The page where one trains."""
