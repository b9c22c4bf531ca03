"""The service itself, as an application of ASGI."""

from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from digit_recognizer import __version__
from digit_recognizer.answers.records import Record
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.ink import Polarity
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.service.answers import DigitAnswer, NumberAnswer, PagesAnswer, Refusal
from digit_recognizer.service.failures import explain_failures
from digit_recognizer.service.page import PAGE_HEADERS, page_of
from digit_recognizer.service.reading_thread import ReadingThread
from digit_recognizer.service.refusals import unreadable
from digit_recognizer.service.requests import Requests, is_json, strokes_in
from digit_recognizer.service.settings import Settings
from digit_recognizer.service.sheet_reading import SheetReader

__all__ = ["create_application"]

_REFUSALS: dict[int | str, dict[str, Any]] = {
    status.value: {"model": Refusal, "description": status.phrase}
    for status in (
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}
_PICTURE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_PICTURE_OR_STROKES = _PICTURE | {
    "application/json": {
        "schema": {"type": "object"},
        "example": {"strokes": [[[10, 10], [40, 10], [20, 60]]], "pen_width": 4},
    }
}
_Format = Annotated[
    str | None, Query(alias="format", description="digits, digits:5, amount, date or a pattern.")
]
_Formats = Annotated[
    Sequence[str],
    Query(alias="format", description="Of a column or field, as in total=digits:3; repeatable."),
]


def create_application(settings: Settings | None = None) -> FastAPI:
    """Return the service; what it reads with is loaded when it starts.

    Parameters
    ----------
    settings : Settings, optional
    """
    settings = settings or Settings()
    requests = Requests(settings)
    recognizer = Recognizer(settings.network)
    reading = ReadingThread(recognizer)
    sheet_reading, sheet_reader = ThreadPoolExecutor(1, "sheets"), SheetReader()

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        recognizer.warm_up(compiles=False)
        with reading, sheet_reader, sheet_reading:
            yield

    service = FastAPI(
        title="Digit Recognizer",
        version=__version__,
        description="Reads handwritten digits, numbers and sheets.",
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere
        redoc_url=None,
        lifespan=running,
    )
    explain_failures(service)

    @service.post("/digits", responses=_of(DigitAnswer), openapi_extra=_body(_PICTURE_OR_STROKES))
    async def digits(request: Request, polarity: Polarity = "auto") -> JSONResponse:
        """Read the digit in a picture, or the one that pen strokes draw."""
        with requests.place():
            body = await requests.body(request)
            if is_json(request):
                sent = strokes_in(body)
                read = reading.digit_of_strokes(sent.strokes, sent.pen_width)
            else:
                read = reading.digit(body, polarity)
            return _answer(await requests.answer(read))

    @service.post("/numbers", responses=_of(NumberAnswer), openapi_extra=_body(_PICTURE_OR_STROKES))
    async def numbers(
        request: Request, wanted: _Format = None, polarity: Polarity = "auto"
    ) -> JSONResponse:
        """Read the number in each line of a picture, or the one that pen strokes draw."""
        with requests.place():
            body = await requests.body(request)
            if is_json(request):
                read = reading.number_of_strokes(strokes_in(body).strokes, wanted)
            else:
                read = reading.number(body, polarity, wanted)
            return _answer(await requests.answer(read))

    @service.post("/sheets", responses=_of(PagesAnswer), openapi_extra=_body(_PICTURE))
    async def sheets(request: Request, wanted: _Formats = ()) -> JSONResponse:
        """Read the tables and fields of a photograph, a scan or a PDF."""
        formats = _formats(wanted)
        with requests.place():
            body = await requests.body(request)
            read = sheet_reading.submit(sheet_reader.read, body, formats, settings.seconds)
            return _answer(await requests.answer(read))

    @service.get("/docs", include_in_schema=False)
    async def page() -> HTMLResponse:
        return HTMLResponse(page_of(service.openapi()), headers=PAGE_HEADERS)

    @service.get("/", include_in_schema=False)
    async def start() -> RedirectResponse:
        return RedirectResponse("/docs")

    return service


def _of(model: type) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}} | _REFUSALS


def _body(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


def _answer(read: Record) -> JSONResponse:
    return JSONResponse({key: value for key, value in read.items() if key != "file"})


def _formats(given: Sequence[str]) -> dict[str, str]:
    """Return the format of each column or field that one was given for."""
    formats = {}
    for each in given:
        name, _, wanted = each.partition("=")
        try:
            if not name or not wanted:
                raise DigitRecognizerError(
                    f"format: expected NAME=FORMAT, got {quoted(each)}", "give it as total=digits:3"
                )
            number_format(wanted)
        except DigitRecognizerError as error:
            raise unreadable(error) from error
        formats[name] = wanted
    return formats
