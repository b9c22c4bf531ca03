"""Handwritten digits as files: formats, public data sets and where they are found."""
