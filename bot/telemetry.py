"""Logs, counters and traces: what an operator sees of the bot. Content never comes here, only ids, kinds and times."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

import structlog
from opentelemetry import trace
from prometheus_client import Counter, Histogram
from structlog.typing import EventDict, Processor, WrappedLogger
from typing_extensions import override

from bot.errors import SettingsError, TuckawayError

MESSAGES_RECEIVED: Final = Counter("tuckaway_messages_received", "Messages stored in the inbox.", ["channel"])
MESSAGES_HANDLED: Final = Counter("tuckaway_messages_handled", "Messages answered or given up.", ["channel", "outcome"])
MESSAGES_SENT: Final = Counter("tuckaway_messages_sent", "Messages by how far they came.", ["channel", "state"])
MEDIA_SETTLED: Final = Counter("tuckaway_media_settled", "Files by what became of them.", ["channel", "outcome"])
NOTICES_SENT: Final = Counter("tuckaway_notices_sent", "Attempts to tell a device something, by their end.", ["end"])
MESSAGES_DIVERTED: Final = Counter(
    "tuckaway_messages_diverted", "Messages sent another way, by the channel they went by then.", ["kind", "channel"]
)
MESSAGES_LOST: Final = Counter("tuckaway_messages_lost", "Reminders and digests for which no way was left.")
HANDLING_SECONDS: Final = Histogram(
    "tuckaway_handling_seconds",
    "From receiving a message to its reply being committed.",
    buckets=(0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 5.12),
)


def configure_logging(level: str, form: str) -> None:
    """Write logs to standard error, one line each: JSON for machines (`form` "json") or plain for people.

    Every line carries the correlation id that `correlated` set, so that one message can be followed from webhook to
    reply. Arguments of log calls are ids, kinds and counts; never anything a person wrote.
    """
    last: Processor = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_failed,
            one_line,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # A library's own log lines may repeat what it was given, so only their kind is passed on.
    logging.basicConfig(level=logging.ERROR, handlers=[_KindOnly()], force=True)


def where_it_failed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace a logged exception by its kind and its place.

    Its own text may repeat what a person wrote (pydantic's does, a driver's does), so it is kept only for our own.
    """
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = (
            f"{type(error).__name__}: {error}" if isinstance(error, TuckawayError) else type(error).__name__
        )
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return event


def one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Escape what can't be printed: an id that a stranger chose can neither begin a line of its own nor colour one."""
    return {name: _printable(value) if isinstance(value, str) else value for name, value in event.items()}


def _printable(value: str) -> str:
    if value.isprintable():
        return value
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in value)


class _KindOnly(logging.Handler):
    """Passes on that a library complained and where, without the text of the complaint."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        place = f"{record.pathname}:{record.lineno}"
        structlog.get_logger(record.name).error("library.complained", kind=kind, place=place)


@contextmanager
def correlated(correlation: str) -> Iterator[None]:
    """Give every log line within the context this id, the same from a message's webhook to its reply."""
    with structlog.contextvars.bound_contextvars(correlation=correlation):
        yield


def correlation() -> str:
    """The id of what is going on here, a new one where nothing was begun yet."""
    return str(structlog.contextvars.get_contextvars().get("correlation") or uuid4().hex[:12])


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span of the trace, carrying the correlation id; a few microseconds of nothing while tracing is off."""
    with trace.get_tracer("tuckaway").start_as_current_span(name) as current:
        if current.is_recording():
            current.set_attribute("tuckaway.correlation", correlation())
        yield


def configure_tracing(endpoint: str) -> None:
    """Send spans to an OpenTelemetry collector, by OTLP over HTTP.

    Raises:
        SettingsError: the packages for it are not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        sentence = "TUCKAWAY_OTLP_ENDPOINT needs packages that are not installed: "
        raise SettingsError(sentence + "run `uv sync --extra telemetry`, or remove the setting.") from error
    provider = TracerProvider(resource=Resource.create({"service.name": "tuckaway"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")))
    trace.set_tracer_provider(provider)
