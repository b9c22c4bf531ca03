"""Text in tables that spreadsheets open: none of it may be taken for a formula."""

import re

__all__ = ["defused", "is_formula"]

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*", re.ASCII)


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take text for a formula (OWASP, "CSV Injection")."""
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def defused(text: str) -> str:
    """Return text as spreadsheets show it as text: a formula gets an apostrophe before it."""
    return f"'{text}" if is_formula(text) else text
