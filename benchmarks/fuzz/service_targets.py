"""The service: bodies as a server would hand them on, in this process and without a connection."""

import asyncio
import json
from collections.abc import MutableMapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from benchmarks.fuzz.byte_mutations import changed_a_few_times
from benchmarks.fuzz.json_mutations import mutated_json
from benchmarks.fuzz.picture_seeds import picture_seeds
from benchmarks.fuzz.picture_targets import mutated_picture
from benchmarks.fuzz.sheet_targets import mutated_pdf, mutated_sheet
from benchmarks.fuzz.target import SHEET_SECONDS, Target, law
from digit_recognizer.service.application import create_application
from digit_recognizer.service.refusals import RefusedError
from digit_recognizer.service.settings import Settings

__all__ = ["SERVICE_TARGETS"]

_STROKES = json.dumps({"strokes": [[[10, 10], [40, 10], [20, 60]]], "pen_width": 4})
_KINDS = (
    "image/png",
    "application/pdf",
    "",
    "text/plain; charset=x",
    "multipart/form-data",
    "\xff",
)
_MOST_BYTES = 100_000
_STATUSES = (200, 413, 422, 503)


class Sent(NamedTuple):
    """A request."""

    path: str
    query: str
    kind: str
    body: bytes


class _Service:
    """The application, started, and the loop it lives in."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._application = create_application(Settings(most_bytes=_MOST_BYTES))
        # Forgotten, it would end, and the service with it.
        self._running = self._application.router.lifespan_context(self._application)
        self._loop.run_until_complete(self._running.__aenter__())

    def answer(self, sent: Sent) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        return self._loop.run_until_complete(self._answer(sent))

    async def _answer(self, sent: Sent) -> tuple[int, bytes]:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": sent.path, "raw_path": sent.path.encode(), "root_path": "",
            "query_string": sent.query.encode(), "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "headers": [(b"content-type", sent.kind.encode("latin-1"))],
        }  # fmt: skip
        half = len(sent.body) // 2
        parts = [(sent.body[half:], False), (sent.body[:half], True)]
        answered: list[MutableMapping[str, Any]] = []

        async def receive() -> dict[str, Any]:
            part, more = parts.pop()
            return {"type": "http.request", "body": part, "more_body": more}

        async def send(message: MutableMapping[str, Any]) -> None:
            answered.append(message)

        await self._application(scope, receive, send)
        return answered[0]["status"], b"".join(each.get("body", b"") for each in answered)


@cache
def _service() -> _Service:
    return _Service()


def _sent(rng: Random, path: str, parameter: tuple[str, str], body: bytes, kind: str) -> Sent:
    """Send a body, now and then with a parameter, and that now and then damaged."""
    name, value = parameter[0], parameter[1].encode()
    if rng.random() < 0.1:
        value = changed_a_few_times(rng, value)
    return Sent(path, f"{name}={quote(value)}" if rng.random() < 0.5 else "", kind, body)


def _to_digits(rng: Random) -> Sent:
    polarity = rng.choice(("auto", "dark-on-light", "light-on-dark"))
    return _sent(rng, "/digits", ("polarity", polarity), *_picture_or_strokes(rng))


def _to_numbers(rng: Random) -> Sent:
    wanted = rng.choice(("digits:5", "digits", "amount", "date", "##-##"))
    return _sent(rng, "/numbers", ("format", wanted), *_picture_or_strokes(rng))


def _to_sheets(rng: Random) -> Sent:
    body = mutated_pdf(rng) if rng.random() < 0.3 else mutated_sheet(rng)
    return _sent(rng, "/sheets", ("format", "total=digits:3"), body, rng.choice(_KINDS))


def _picture_or_strokes(rng: Random) -> tuple[bytes, str]:
    chance = rng.random()
    if chance < 0.5:
        text = mutated_json(rng, _STROKES)
        return text.encode(errors="surrogatepass"), "application/json"
    if chance < 0.6:
        honest = rng.choice(picture_seeds()[rng.choice(list(picture_seeds()))])
        return changed_a_few_times(rng, honest), rng.choice((*_KINDS, "application/json"))
    return mutated_picture(rng), rng.choice(_KINDS)


def _use(sent: Sent, folder: Path) -> None:
    status, body = _service().answer(sent)
    law(status in _STATUSES, f"a status is one of {_STATUSES}, not {status}")
    answer = json.loads(body)
    if status != 200:
        law(answer.keys() == {"reason", "remedy"}, "a refusal has a reason and a remedy")
        law(answer["reason"], "a reason says something")
        law("".join(answer.values()).isprintable(), "reason and remedy can be printed")
        raise RefusedError(HTTPStatus(status), **answer)


def _show(sent: Sent) -> bytes:
    return f"POST {sent.path}?{sent.query} {sent.kind!r}\n".encode() + sent.body


SERVICE_TARGETS = (
    Target("service-digits", 20, _to_digits, _use, (RefusedError,), show=_show),
    Target("service-numbers", 8, _to_numbers, _use, (RefusedError,), show=_show, seconds=5.0),
    Target(
        "service-sheets", 0.1, _to_sheets, _use, (RefusedError,), show=_show, seconds=SHEET_SECONDS
    ),
)
