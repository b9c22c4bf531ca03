"""The one root of every failure that the product expects."""

__all__ = ["DigitRecognizerError"]


class DigitRecognizerError(Exception):
    """A failure that is explained to the person who meets it.

    ``str(error)`` is the whole explanation: what happened, what was expected, what was found and
    what to do. Each room of the house raises a subclass of its own.
    """
