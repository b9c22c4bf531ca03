"""A page of numbers to a table: every cell read, every doubt marked.

``table`` has the values: cells, tables, fields, pages; ``sheet`` is what was read in one file.
``layout`` brings sheets to the rows of a file of results, ``csv_file`` and ``excel`` write them;
``stored`` is JSON, which is read back; ``files`` chooses by the ending of a name.
"""
