"""Every failure as JSON with reason and remedy, and never a traceback."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from digit_recognizer.service.refusals import RefusedError

__all__ = ["explain_failures"]

_SEE = "see /docs for what can be asked, and how"


def explain_failures(service: FastAPI) -> None:
    """Let a service answer with reason and remedy where it cannot do what is asked."""

    @service.exception_handler(RefusedError)
    async def refused(_: Request, error: RefusedError) -> JSONResponse:
        headers = {"Retry-After": "1"} if error.status == 503 else None
        return _failure(error.status, error.reason, error.remedy, headers)

    @service.exception_handler(RequestValidationError)
    async def misspelt(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        return _failure(422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}", _SEE)

    @service.exception_handler(HTTPException)
    async def unknown(_: Request, error: HTTPException) -> JSONResponse:
        return _failure(error.status_code, str(error.detail), _SEE, error.headers)

    @service.exception_handler(ClientDisconnect)
    async def gone(_: Request, __: ClientDisconnect) -> JSONResponse:
        return _failure(400, "the body did not come whole", "send it again")

    @service.exception_handler(Exception)
    async def mistaken(_: Request, __: Exception) -> JSONResponse:
        return _failure(
            500, "this is a mistake of the program", "please report what you sent, if you may"
        )


def _failure(
    status: int, reason: str, remedy: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"reason": reason, "remedy": remedy}, status, headers)
