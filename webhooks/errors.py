"""The one place that turns errors into HTTP answers."""

from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pymongo.errors import PyMongoError

from bot.errors import ContentSealed, DatabaseUnavailable, DeviceUnfit, TuckawayError
from memory.media.documents import Refusal
from memory.media.store import BlobMissing, StoreUnavailable, Tampered
from webhooks.wire import Problem

log = structlog.get_logger(__name__)


class SignedOut(TuckawayError):
    """No session, or one that is over."""


class Forbidden(TuckawayError):
    """Asked by something other than our own page, or without the provider's secret."""


class UploadRefused(TuckawayError):
    """A file that was uploaded is not kept; `refusal` is None where it is not the file's fault.

    `sentence` says why, in its person's language.
    """

    def __init__(self, refusal: Refusal | None, sentence: str) -> None:
        super().__init__(f"an upload was refused: {refusal or 'too many'}")
        self.refusal = refusal
        self.sentence = sentence


class UploadBrokenOff(TuckawayError):
    """The rest of a file that was being uploaded did not come, or not in time."""


PROBLEMS: Final[dict[type[Exception], tuple[int, Problem]]] = {
    SignedOut: (
        401,
        Problem(
            title="You are signed out.",
            detail="Run `tuckaway link` where Tuckaway is installed, and open the link that it prints.",
        ),
    ),
    Forbidden: (
        403,
        Problem(title="That didn't come from this page.", detail="Reload the page and do it again."),
    ),
    DatabaseUnavailable: (
        503,
        Problem(title="Nothing can be stored just now.", detail="Nothing is lost. Send it again in a few seconds."),
    ),
    ContentSealed: (
        500,
        Problem(title="That can't be opened.", detail="Whoever runs Tuckaway finds out more with `tuckaway doctor`."),
    ),
    BlobMissing: (
        404,
        Problem(title="That file isn't here.", detail="It was forgotten, not kept, or is still on its way."),
    ),
    StoreUnavailable: (
        503,
        Problem(title="Files can't be opened just now.", detail="Nothing is lost. Try again in a few seconds."),
    ),
    Tampered: (
        500,
        Problem(title="That file was damaged.", detail="Whoever runs Tuckaway can put it back from a backup."),
    ),
    DeviceUnfit: (
        422,
        Problem(
            title="Nothing can be sent to this device.",
            detail="Its push service is not one that is known here. Whoever runs Tuckaway can allow it.",
        ),
    ),
    UploadBrokenOff: (
        408,
        Problem(title="That broke off.", detail="Not all of the file came in time. Send it again."),
    ),
    RequestValidationError: (
        422,
        Problem(title="That request isn't one of ours.", detail="See /api/v1/openapi.json for what can be asked."),
    ),
}


def add_error_answers(app: FastAPI) -> None:
    """Answer each error that a request may raise with its status and a sentence."""
    for kind in PROBLEMS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(PyMongoError, _database)
    app.add_exception_handler(UploadRefused, _refused)


async def _answer(_: Request, error: Exception) -> JSONResponse:
    status, problem = PROBLEMS[type(error)]
    return JSONResponse(problem.model_dump(), status)


async def _database(request: Request, error: Exception) -> JSONResponse:
    log.warning("http.database_unavailable", error=type(error).__name__)
    return await _answer(request, DatabaseUnavailable())


async def _refused(_: Request, error: Exception) -> JSONResponse:
    refusal, sentence = (error.refusal, error.sentence) if isinstance(error, UploadRefused) else (None, str(error))
    statuses = {None: 429, Refusal.TOO_LARGE: 413}
    problem = Problem(title="That file wasn't taken.", detail=sentence)
    return JSONResponse(problem.model_dump(), statuses.get(refusal, 415))
