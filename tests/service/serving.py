"""A service at a free port of this machine's own address, for as long as a block lasts."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from time import sleep
from typing import Any, NamedTuple

import uvicorn

from digit_recognizer.service.application import create_application
from digit_recognizer.service.server import bound
from digit_recognizer.service.settings import Settings


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, as JSON."""
        return json.loads(self.body)


class Service(NamedTuple):
    """A service, and how it is asked."""

    port: int

    def ask(
        self,
        path: str,
        body: Any = None,
        kind: str = "application/octet-stream",
        method: str | None = None,
    ) -> Answer:
        """Send a request, and return what comes back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            method = method or ("GET" if body is None else "POST")
            connection.request(method, path, body, {"Content-Type": kind})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


@contextmanager
def serving(
    settings: Settings | None = None, seconds_to_end: int | None = None
) -> Iterator[Service]:
    """Serve in a thread."""
    application = create_application(settings)
    config = uvicorn.Config(
        application,
        log_level="warning",
        lifespan="on",
        access_log=False,
        timeout_graceful_shutdown=seconds_to_end,
    )
    server = uvicorn.Server(config)
    with bound("127.0.0.1", 0) as taken:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                sleep(0.01)
            yield Service(taken.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()
