"""Names that a user gives to what is stored in a file of that name."""

import re

__all__ = ["LONGEST_NAME", "is_possible"]

LONGEST_NAME = 60
_NAME = re.compile(r"\w(?:[\w .()+-]*[\w)+])?")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices, whatever folder they stand in."""


def is_possible(name: str) -> bool:
    """Return whether every system can have a file of this name."""
    fits = len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None
    return fits and _DEVICES.fullmatch(name) is None
