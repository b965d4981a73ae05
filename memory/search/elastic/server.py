"""Which Elasticsearch is meant, how long it is waited for, and the client that speaks to it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from elastic_transport.client_utils import DEFAULT
from elasticsearch import AsyncElasticsearch

NAME: Final = "tuckaway-memories"
PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for what, in seconds.

    Attributes:
        reading: for one question, at most.
        writing: for everything that one call writes, repetitions included.
        pause: before what the server was too busy for is written again; doubled each time.
        attempts: how often it is written at most.
        settling: until what was written a moment ago is left to the server alone, which by then has made it findable.
    """

    reading: float = 3.0
    writing: float = 30.0
    pause: float = 0.1
    attempts: int = 7
    settling: float = 2.0


@dataclass(frozen=True, slots=True)
class Server:
    """An Elasticsearch and what we keep there.

    Attributes:
        url: http or https, of any node or of what stands before them.
        login: user and password.
        api_key: as Elasticsearch encodes it; instead of `login`.
        ca_file: certificates to trust instead of the system's, PEM.
        name: what our indexes' names begin with.
        shards: how many parts an index has; fixed when it is made.
        replicas: copies of each part, where there are nodes for them.
    """

    url: str
    login: tuple[str, str] | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    name: str = NAME
    shards: int = 1
    replicas: int = 1
    patience: Patience = Patience()

    def connect(self) -> AsyncElasticsearch:
        """A client; it connects with its first request. Raises OSError when the file of certificates can't be read."""
        if self.ca_file is not None:
            self.ca_file.open("rb").close()
        return AsyncElasticsearch(
            self._url_with_port(),
            basic_auth=self.login,
            api_key=self.api_key,
            ca_certs=DEFAULT if self.ca_file is None else str(self.ca_file),
            request_timeout=self.patience.reading,
            # Only a connection that has gone stale is worth a second try at once; what is busy is given time.
            max_retries=1,
            retry_on_status=(),
        )

    def _url_with_port(self) -> str:
        """The client wants to be told the port."""
        parts = urlsplit(self.url)
        if parts.port is not None:
            return self.url
        return parts._replace(netloc=f"{parts.netloc}:{PORTS[parts.scheme]}").geturl()
