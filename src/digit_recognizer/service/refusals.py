"""Why a request gets no answer: a status of HTTP, with reason and remedy."""

from http import HTTPStatus

from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "RefusedError",
    "busy",
    "no_process",
    "stopping",
    "too_large",
    "too_slow_to_read",
    "too_slow_to_send",
    "unreadable",
]


class RefusedError(DigitRecognizerError):
    """A request that is not answered.

    Parameters
    ----------
    status : HTTPStatus
    reason, remedy : str
        As of every error that is explained.
    """

    def __init__(self, status: HTTPStatus, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.status = status


def too_large(most_bytes: int) -> RefusedError:
    """Refuse what is longer than it may be."""
    return RefusedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"the body is too long: expected at most {most_bytes:,} bytes",
        "send a smaller picture",
    )


def too_slow_to_send(seconds: float) -> RefusedError:
    """Refuse a request that did not come whole."""
    return RefusedError(
        HTTPStatus.REQUEST_TIMEOUT,
        f"the body did not come whole within {seconds:g} s",
        "send it at once",
    )


def too_slow_to_read(seconds: float) -> RefusedError:
    """Give up a request that takes too long, or waited too long behind others."""
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        f"it could not be read within {seconds:g} s",
        "send a smaller picture or fewer pages, or try again later",
    )


def busy() -> RefusedError:
    """Refuse a request while too many others are waiting."""
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE, "too many requests are waiting", "try again in a second"
    )


def no_process() -> RefusedError:
    """Give up a sheet because the process that reads it could not be started, or was ended."""
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "the process that reads sheets was ended, by somebody or for want of memory",
        "free some memory, and try again",
    )


def stopping() -> RefusedError:
    """Give up a request because the service ends."""
    return RefusedError(
        HTTPStatus.SERVICE_UNAVAILABLE, "the service is being stopped", "start it, and ask again"
    )


def unreadable(error: DigitRecognizerError) -> RefusedError:
    """Refuse what was sent, for the reason that the library gives."""
    return RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, error.reason, error.remedy)
