"""The one root of every failure that the product expects."""

from reprlib import Repr

__all__ = ["DigitRecognizerError", "quoted"]


class DigitRecognizerError(Exception):
    """A failure that is explained to the person who meets it.

    ``str(error)`` is the whole explanation: what happened, what was expected, what was found and
    what to do. Each package raises a subclass of its own.
    """


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
