"""One file from a web server, within its bounds of bytes and of time, whatever the server does."""

import threading
from collections.abc import Callable, Generator
from contextlib import closing
from http import client
from time import monotonic
from typing import IO

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.extras import require

require("train", "Fetching data sets")

import requests  # noqa: E402
import urllib3  # noqa: E402
from tqdm import tqdm  # noqa: E402

__all__ = ["OnReceived", "TransferError", "receive"]

OnReceived = Callable[[str, int, int], object]
"""Takes a file's name, the bytes of it that have come, and how many there will be at most."""

CHUNK_BYTES = 1 << 16
TELLING_SECONDS = 0.1
SLOWEST_BYTES_PER_SECOND = 1 << 16
"""A server that is slower than this over the whole of a file is given up."""
MOST_REDIRECTS = 5
# What a server can send is without end, and so are the ways in which it fails to be understood.
_FAILURES = (
    requests.RequestException, urllib3.exceptions.HTTPError, client.HTTPException, OSError,
    ValueError,
)  # fmt: skip


class TransferError(DigitRecognizerError):
    """A server did not give the file; another one may."""


def receive(
    url: str,
    file: IO[bytes],
    maximum_bytes: int,
    *,
    timeout_seconds: float,
    on_received: OnReceived | None = None,
) -> None:
    """Bring what lies at an address into a file, with a progress bar where there is a terminal.

    Parameters
    ----------
    url : str
        Of a web server.
    file : IO[bytes]
        Where its bytes go, as they lie on the server.
    maximum_bytes : int
        More are not taken. They decide also how long the whole may take: three times the time
        for silence, and a second for each 64 KiB.
    timeout_seconds : float
        How long the server may be silent.
    on_received : callable, optional
        Follows the transfer; what it raises ends it.

    Raises
    ------
    TransferError
        If the server is not reached or gives something else than a file of this size in time.
    OSError
        If the file cannot be written.
    """
    name = url.rsplit("/", 1)[-1]
    seconds = 3 * timeout_seconds + maximum_bytes / SLOWEST_BYTES_PER_SECOND
    deadline = monotonic() + seconds
    transfer = _Transfer(url, file, maximum_bytes, timeout_seconds)
    # Until the server says how much it sends, the total is the most that may come.
    with _Bar(total=maximum_bytes, desc=name, unit="B", unit_scale=True, disable=None) as bar:
        transfer.start()
        try:
            under_way = True
            while under_way and monotonic() < deadline:
                transfer.join(TELLING_SECONDS)
                under_way = transfer.is_alive()
                bar.total = transfer.total
                bar.update(transfer.received - bar.n)
                if on_received is not None:
                    on_received(name, transfer.received, transfer.total)
        finally:
            transfer.given_up = True
    if under_way:
        raise TransferError(f"the server did not give the file within {seconds:.0f} seconds")
    if transfer.failure is not None:
        raise transfer.failure


class _Transfer(threading.Thread):
    """Listens to the server in a thread of its own, as a header that drips is waited for in C.

    A transfer that is given up ends with the next bytes that come, or when none do.
    """

    def __init__(
        self, url: str, file: IO[bytes], maximum_bytes: int, timeout_seconds: float
    ) -> None:
        super().__init__(name=f"fetching {url}", daemon=True)
        self.url = url
        self.file = file
        self.maximum_bytes = maximum_bytes
        self.timeout_seconds = timeout_seconds
        self.received = 0
        self.total = maximum_bytes
        self.given_up = False
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with closing(self._pieces()) as pieces:
                for piece in pieces:
                    self._take(piece)
        except Exception as error:  # raised again where the caller waits
            self.failure = error

    def _take(self, piece: bytes) -> None:
        if self.received + len(piece) > self.maximum_bytes:
            raise TransferError(
                f"expected at most {self.maximum_bytes:,} bytes, the server sent more"
            )
        self.file.write(piece)
        self.received += len(piece)

    def _pieces(self) -> Generator[bytes, None, None]:
        """Give what the server sends; a failure in here is the server's."""
        try:
            with (
                _Session() as session,
                session.get(
                    self.url,
                    stream=True,
                    timeout=self.timeout_seconds,
                    headers={"Accept-Encoding": "identity"},
                ) as answer,
            ):
                self._check(answer)
                # Nothing is decoded: a few bytes could become any number.
                while not self.given_up and (
                    piece := answer.raw.read1(CHUNK_BYTES, decode_content=False)
                ):
                    yield piece
        except _FAILURES as error:
            raise TransferError(_plain_reason(error, self.timeout_seconds)) from error

    def _check(self, answer: requests.Response) -> None:
        if answer.status_code != client.OK:
            reason = client.responses.get(answer.status_code, "")
            raise TransferError(f"the server answered {answer.status_code} {reason}".rstrip())
        announced = answer.raw.length_remaining  # None where the server does not say
        if announced is not None:
            if announced > self.maximum_bytes:
                raise TransferError(
                    f"expected at most {self.maximum_bytes:,} bytes, the server sent more"
                )
            self.total = announced


class _Session(requests.Session):
    """Follows a few redirects, and hears none of what comes with them."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = MOST_REDIRECTS

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is not None:
            # It would be read whole, however long it is.
            resp.close()
        return target


def _plain_reason(error: Exception, timeout_seconds: float) -> str:
    """Say in a few words what the long message of a network library means."""
    if isinstance(error, requests.TooManyRedirects):
        return "the server sends on and on to another address"
    if isinstance(error, requests.Timeout):
        return f"no answer within {timeout_seconds:g} seconds"
    text = str(error)
    if "timed out" in text:
        return "the server fell silent"
    if "Incomplete" in text or "ended prematurely" in text:
        return "the connection broke before the file was complete"
    return "the server cannot be reached, or answers what cannot be understood"


class _Bar(tqdm):  # type: ignore[type-arg]
    """A progress bar that starts no thread to watch over itself: each chunk moves it."""

    monitor_interval = 0
