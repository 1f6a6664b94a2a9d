"""Headwater from Python: ``hw = headwater.connect()``."""

from headwater.aio.client import AsyncHeadwater
from headwater.core.settings import read_settings
from headwater.core.version import VERSION as __version__
from headwater.definitions import Entity, Environment, Feature, FeatureService, FeatureSet
from headwater.errors import HeadwaterError
from headwater.sync.client import Headwater
from headwater.tracking.current import current_run

__all__ = [
    "AsyncHeadwater",
    "Entity",
    "Environment",
    "Feature",
    "FeatureService",
    "FeatureSet",
    "Headwater",
    "HeadwaterError",
    "__version__",
    "connect",
    "connect_async",
    "current_run",
]


def connect(
    url: str | None = None,
    *,
    key: str | None = None,
    project: str | None = None,
    timeout: float = 30.0,
    retries: int = 3,
) -> Headwater:
    """A client of the service at a URL. Nothing is sent yet.

    Args:
        url: Else ``HEADWATER_URL``, else ``http://127.0.0.1:4000``.
        key: An API key or token; else ``HEADWATER_KEY``, else none.
        project: Else ``HEADWATER_PROJECT``, else that of the key, else ``default``.
        timeout: Seconds that one request may take.
        retries: How often a request is sent again that the service was too busy to take, or that never reached it.

    Raises:
        BadUserInput: The URL is none.
    """
    return Headwater(read_settings(url, key, project, timeout, retries))


def connect_async(
    url: str | None = None,
    *,
    key: str | None = None,
    project: str | None = None,
    timeout: float = 30.0,
    retries: int = 3,
) -> AsyncHeadwater:
    """The same for those who await: ``async with headwater.connect_async() as hw``."""
    return AsyncHeadwater(read_settings(url, key, project, timeout, retries))
