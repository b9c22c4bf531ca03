"""Clients of the service that cost little themselves: many connections, served by one thread.

Requests are made ready before the time begins, and of an answer only the head is looked at, so that
what is measured is the service.
"""

import re
import selectors
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import count
from time import perf_counter
from typing import NamedTuple

__all__ = ["Answers", "ask_for", "request"]

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close\r\n", re.IGNORECASE)
_LONGEST_WAIT = 120.0


class Answers(NamedTuple):
    """What came of a number of clients that asked all the time.

    Attributes
    ----------
    statuses : Counter of int
        How often each status came; 0 is no answer.
    milliseconds : list of float
        How long each answer took.
    seconds : float
        How long all of it took.
    """

    statuses: Counter[int]
    milliseconds: list[float]
    seconds: float


def request(path: str, body: bytes, kind: str = "image/png") -> bytes:
    """Return the bytes of a request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def ask_for(seconds: float, requests: Sequence[bytes], port: int, clients: int) -> Answers:
    """Let so many clients ask for so long, each one question after the other.

    Raises
    ------
    TimeoutError
        If no answer at all comes for two minutes.
    """
    answers = Answers(Counter(), [], 0.0)
    with selectors.DefaultSelector() as selector:
        begun = perf_counter()
        for first in range(clients):
            turns = (requests[turn % len(requests)] for turn in count(first, clients))
            _Client(port, turns, selector).ask()
        while selector.get_map():
            ready = selector.select(_LONGEST_WAIT)
            if not ready:
                raise TimeoutError(f"no answer for {_LONGEST_WAIT:g} s")
            for key, _ in ready:
                client: _Client = key.data
                if not client.answered(answers):
                    continue
                if perf_counter() - begun < seconds:
                    client.ask()
                else:
                    client.leave()
        return answers._replace(seconds=perf_counter() - begun)


class _Client:
    """One connection that stays, and the question that is open."""

    def __init__(self, port: int, turns: Iterator[bytes], selector: selectors.BaseSelector) -> None:
        self._port, self._turns, self._selector = port, turns, selector
        self._connection: socket.socket | None = None

    def ask(self) -> None:
        """Send the next request."""
        if self._connection is None:
            self._connection = socket.create_connection(("127.0.0.1", self._port), 60)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(self._connection, selectors.EVENT_READ, self)
        self._received, self._end = bytearray(), 0
        self._begun = perf_counter()
        with suppress(OSError):  # it will be found closed
            self._connection.sendall(next(self._turns))

    def answered(self, answers: Answers) -> bool:
        """Take what came; tell whether the answer is whole, or will never be."""
        assert self._connection is not None
        try:
            came = self._connection.recv(1 << 16)
        except OSError:
            came = b""
        self._received += came
        if came and not self._end and (head := self._received.find(b"\r\n\r\n") + 4) > 3:
            length = _LENGTH.search(self._received, 0, head)
            self._end = head + (int(length[1]) if length else 0)
        if came and not (self._end and len(self._received) >= self._end):
            return False
        found = _STATUS.match(self._received) if came else None
        answers.milliseconds.append(1000 * (perf_counter() - self._begun))
        answers.statuses[int(found[1]) if found else 0] += 1
        if not came or _CLOSES.search(self._received, 0, self._end):
            self.leave()
        return True

    def leave(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._selector.unregister(self._connection)
            with closing(self._connection):
                self._connection = None
