"""Runs the service until it is stopped."""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.service.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["AddressError", "bound", "run"]

_SECONDS_TO_END = 5
_SECONDS_TO_ANSWER = 30  # for a process to say that it is alive: the machine may have much to do


class AddressError(DigitRecognizerError):
    """An address at which nothing can be served."""


def run(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    jobs: int = 1,
    on_start: Callable[[str], object] = print,
) -> None:
    """Serve until Ctrl-C.

    Parameters
    ----------
    settings : Settings
    host, port
        Where; port 0 is one that is free.
    jobs : int
        Processes that share the work. One that ends is replaced.
    on_start : callable
        Is told the address, as soon as requests are taken.

    Raises
    ------
    AddressError
        If the address is taken, or none of this machine.
    """
    with bound(host, port) as taken:
        config = uvicorn.Config(
            partial(_application, settings, has_parent=jobs > 1),
            factory=True,
            workers=jobs,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=_SECONDS_TO_END,
            timeout_worker_healthcheck=_SECONDS_TO_ANSWER,
        )
        on_start(f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}")
        if jobs > 1:
            Multiprocess(config, sockets=[taken]).run()
        else:
            with suppress(KeyboardInterrupt):  # that it was stopped by
                uvicorn.Server(config).run(sockets=[taken])


def _application(settings: Settings, *, has_parent: bool) -> "FastAPI":
    if has_parent:
        Thread(target=_end_with_parent, name="parent", daemon=True).start()
    # Loaded here, a new process says that it is alive before it has loaded what reads.
    from digit_recognizer.service.application import create_application

    return create_application(settings)


def _end_with_parent() -> None:
    """End this process, as it would be ended, when the one that started it was killed."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raises
    ------
    AddressError
        If the address is taken, or none of this machine.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        taken = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError, OverflowError) as error:
        raise AddressError(
            f"cannot serve at {host}, port {port}: {error}",
            "name another port, or an address of this machine",
        ) from error
    # asyncio sets this only for sockets that were made for TCP by number: head and body of an
    # answer are two writes, and the second would wait 40 ms for the client's word of the first.
    taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return taken
