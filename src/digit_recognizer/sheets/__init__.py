"""A page of numbers to a table: every cell read, every doubt marked.

``table`` has the values: cells, tables, fields, pages. ``sheet`` is what was read in one file.
"""
