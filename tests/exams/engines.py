"""The search engines that recall can be examined with."""

from typing import Final

from bot.settings import Settings

EMBEDDED: Final = "embedded"
ELASTICSEARCH: Final = "elasticsearch"
ENGINES: Final = (EMBEDDED, ELASTICSEARCH)
NAME: Final = "exam"
"""What the index is called on a server where others may be in use."""


def searching_by(engine: str, settings: Settings) -> Settings:
    """The settings, with that engine and an index of the exam's own.

    Raises:
        SystemExit: they do not say where it is.
    """
    if engine == EMBEDDED:
        return settings.model_copy(update={"search_url": None})
    if settings.search_url is None:
        raise SystemExit("TUCKAWAY_SEARCH_URL is missing: write where Elasticsearch answers, http://127.0.0.1:9200")
    return settings.model_copy(update={"search_name": NAME, "search_replicas": 0})
