"""The one root of every failure that the product expects."""

from reprlib import Repr

__all__ = ["DigitRecognizerError", "quoted"]


class DigitRecognizerError(Exception):
    """A failure that is explained to the person who meets it.

    ``str(error)`` is the whole explanation. Each package raises a subclass of its own. The remedy
    is in terms of the library; the command and the window may put it in their own.

    Parameters
    ----------
    reason : str
        What happened, what was expected, and what was found.
    remedy : str
        What to do; empty if the reason says it.
    """

    def __init__(self, reason: str = "", remedy: str = "") -> None:
        super().__init__(reason, remedy)
        self.reason, self.remedy = reason, remedy

    def __str__(self) -> str:
        if not self.remedy:
            return self.reason
        return f"{self.reason}{' ' if self.reason.endswith('.') else '; '}{self.remedy}"


_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxlong = 60
_SHORT.maxother = 300


def quoted(value: object) -> str:
    """Return what a file or a caller gave as the text of an error shows it.

    Parameters
    ----------
    value : object
        Anything that Python itself can show: a string, a number, a list of them, an exception.

    Returns
    -------
    str
        One printable line: in quotation marks if it is a string, and with the middle left out if
        it is long.
    """
    return _SHORT.repr(value)
