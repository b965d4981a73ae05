"""Builds the search index and the models that the settings name; a part of the assembly."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.data_folder import DataFolder
from bot.settings import Settings
from memory.embedding.port import Embedder
from memory.endpoints.spending import Tariff
from memory.language.offline import Offline
from memory.language.port import LanguageModel
from memory.search.embedded import EmbeddedIndex
from memory.search.port import SearchIndex

if TYPE_CHECKING:
    from memory.embedding.openai import OpenAIEmbeddings
    from memory.language.openai import OpenAIEndpoint


def search_index(settings: Settings, folder: DataFolder) -> SearchIndex:
    """The search index that the settings name; without a server, the one in the data folder.

    Args:
        settings: checked.
        folder: where the embedded one lies.
    """
    if settings.search_url is None:
        return EmbeddedIndex(folder.index)
    from memory.search.elastic.engine import ElasticIndex
    from memory.search.elastic.server import Server

    user, password, key = settings.search_user, settings.search_password, settings.search_api_key
    server = Server(
        settings.search_url,
        login=None if user is None or password is None else (user, password.get_secret_value()),
        api_key=None if key is None else key.get_secret_value(),
        ca_file=settings.search_ca_file,
        name=settings.search_name,
        shards=settings.search_shards,
        replicas=settings.search_replicas,
    )
    return ElasticIndex(server)


def language_model(settings: Settings, clock: Clock) -> LanguageModel:
    """The language model that the settings name; without one, that which never knows."""
    if settings.language_url is None:
        return Offline()
    from memory.language.hosted import HostedModel, Patience, Terms
    from memory.language.port import Whereabouts

    url, model = settings.language_url, settings.language_model or ""
    budgets = settings.language_daily_budget, settings.language_daily_budget_per_person
    prices = settings.language_price_in or Decimal(0), settings.language_price_out or Decimal(0)
    terms = Terms(
        whereabouts=Whereabouts(model, urlsplit(url).hostname or url),
        tariff=Tariff.of(prices=prices, budgets=budgets),
        patience=Patience(settings.language_timeout, settings.language_digest_timeout),
        at_once=settings.language_concurrency,
    )

    return HostedModel.to(partial(language_endpoint, settings, clock), terms, clock)


def language_endpoint(settings: Settings, clock: Clock) -> "OpenAIEndpoint":
    """The endpoint that the settings name. Its library takes a second or two to import: to be called in a thread."""
    from memory.language.openai import OpenAIEndpoint

    key = settings.language_api_key
    secret = None if key is None else key.get_secret_value()
    return OpenAIEndpoint(settings.language_url or "", settings.language_model or "", secret, clock)


def hosted_embedder(settings: Settings, clock: Clock) -> Embedder | None:
    """The embedder behind the endpoint that the settings name, if they name one."""
    if settings.embeddings_url is None:
        return None
    from memory.embedding.hosted import HostedEmbedder, Terms
    from memory.language.port import Whereabouts

    prices = settings.embeddings_price or Decimal(0), Decimal(0)
    model, host = settings.embeddings_model or "", urlsplit(settings.embeddings_url).hostname
    terms = Terms(
        model=model,
        length=settings.embeddings_dimensions,
        tariff=Tariff.of(prices=prices, budgets=(settings.embeddings_daily_budget, Decimal(0))),
        patience=settings.embeddings_timeout,
        whereabouts=None if settings.embeddings_trusted else Whereabouts(model, host or settings.embeddings_url),
    )
    return HostedEmbedder.to(partial(embeddings_endpoint, settings, clock), terms, clock)


def embeddings_endpoint(settings: Settings, clock: Clock) -> "OpenAIEmbeddings":
    """The endpoint that the settings name. Its library takes a second or two to import: to be called in a thread."""
    from memory.embedding.openai import OpenAIEmbeddings

    url, model, length = settings.embeddings_url, settings.embeddings_model, settings.embeddings_dimensions
    key = settings.embeddings_key
    secret = None if key is None else key.get_secret_value()
    return OpenAIEmbeddings(url or "", model or "", secret, length, clock)
