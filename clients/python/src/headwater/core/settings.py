"""Where the service is and who asks: from arguments, else from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from headwater.errors import BadUserInput

DEFAULT_URL = "http://127.0.0.1:4000"


@dataclass(frozen=True)
class Settings:
    """What every request has in common.

    Attributes:
        url: Of the service, without a slash at its end.
        key: An API key (``hw_…``) or a token; None where access is open.
        project: None is the key's project, else ``default``.
        timeout: Seconds that one request may take; uploads and downloads as many between two of their parts.
        retries: How often a request is sent again that the service could not take.
    """

    url: str
    key: str | None = field(repr=False)
    project: str | None
    timeout: float
    retries: int

    def headers(self) -> dict[str, str]:
        """The headers of every request. Names that are no ASCII are written as RFC 8187 has it."""
        headers = {} if self.key is None else {"authorization": f"Bearer {self.key}"}
        if self.project is not None:
            named = self.project if self.project.isascii() else f"UTF-8''{quote(self.project, safe='')}"
            headers["headwater-project"] = named
        return headers


def read_settings(
    url: str | None, key: str | None, project: str | None, timeout: float = 30.0, retries: int = 3
) -> Settings:
    """Arguments go before ``HEADWATER_URL``, ``HEADWATER_KEY`` and ``HEADWATER_PROJECT``.

    Raises:
        BadUserInput: The URL is none of HTTP, the key none, or the time-out is not above 0.
    """
    found = url or os.environ.get("HEADWATER_URL") or DEFAULT_URL
    # A file ends with a line break, and so does what was read from one.
    known = (key or os.environ.get("HEADWATER_KEY") or "").strip()
    if not (known.isascii() and known.isprintable()) or " " in known:
        raise BadUserInput("The key has characters that no key has; it looks like hw_….", {"field": "key"})
    if not _is_http(found):
        raise BadUserInput(
            f'The URL of the service is "{found}"; it looks like {DEFAULT_URL}.', {"field": "url", "found": found}
        )
    if not timeout > 0:
        raise BadUserInput(f"timeout is {timeout}; it is seconds, above 0.", {"field": "timeout", "found": timeout})
    return Settings(
        url=found.rstrip("/"),
        key=known or None,
        project=project or os.environ.get("HEADWATER_PROJECT") or None,
        timeout=timeout,
        retries=max(0, retries),
    )


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Ports are numbers below 65,536.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
