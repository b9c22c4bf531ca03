"""The window. Nothing of Qt is loaded before it is asked for."""

__all__ = ["run"]


def run() -> int:
    """Open the window and return the exit status once it is closed.

    Raises
    ------
    DigitRecognizerError
        If no window can be opened here; the message says why and what to do.
    """
    from digit_recognizer.app.start import run as start

    return start()
