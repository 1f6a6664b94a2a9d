# Generated from aio/transport.py, by generate.py: change that.
"""Requests to one service over connections that are kept."""

from __future__ import annotations

import time
import os
from collections.abc import Mapping
from typing import Any

import httpx

from headwater.core.answers import BUSY, as_variables, data_of, failure_of, problem_of, wait_of
from headwater.core.settings import Settings
from headwater.core.version import VERSION
from headwater.frames.parquet import FileBody
from headwater.wire.sync_client import Wire


class Transport(Wire):
    """Sends operations and files. It may be used by several threads; a forked process gets connections of its own."""

    def __init__(self, settings: Settings, transport: Any = None) -> None:
        self.settings = settings
        self._transport = transport
        self._client: httpx.Client | None = None
        self._process = os.getpid()

    def _http(self) -> httpx.Client:
        if self._client is None or self._process != os.getpid():
            # Those of the parent stay open: they are its own.
            headers = {"user-agent": f"headwater-python/{VERSION}", **self.settings.headers()}
            self._client = httpx.Client(
                base_url=self.settings.url,
                headers=headers,
                timeout=self.settings.timeout,
                transport=self._transport,
                limits=httpx.Limits(max_connections=20, max_keepalive_connections=20),
            )
            self._process = os.getpid()
        return self._client

    def execute(
        self, query: str, operation_name: str | None = None, variables: dict[str, Any] | None = None, **_: Any
    ) -> dict[str, Any]:
        """What a document of GraphQL answers; a document that only asks is asked again if its answer gets lost."""
        body = {"query": query, "operationName": operation_name, "variables": as_variables(variables or {})}
        asks = not query.lstrip().startswith("mutation")
        return data_of(self.request("POST", "/graphql", json=body, repeatable=asks, refuse=False))

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        body: FileBody | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
        refuse: bool = True,
        timeout: float | None = None,
    ) -> httpx.Response:
        """The answer. What the service was too busy to take is sent again, and what may be twice also where no answer came.

        Raises:
            HeadwaterError: The request was refused, or there was no answer.
        """
        most = self.settings.retries
        limit = self.settings.timeout if timeout is None else timeout
        for attempt in range(most + 1):
            sent = dict(headers or {})
            content: Any = body
            if isinstance(body, FileBody):
                sent |= {"content-length": str(body.size())}
                content = body.iter_bytes()
            try:
                response = self._http().request(
                    method, path, params=params, json=json, content=content, headers=sent, timeout=limit
                )
            except httpx.TransportError as error:
                unsent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if attempt == most or not (repeatable or unsent) or isinstance(error, httpx.ReadTimeout):
                    raise failure_of(error, self.settings.url, limit) from error
                time.sleep(0.1 * 2**attempt)
                continue
            if response.status_code in BUSY and attempt < most:
                time.sleep(wait_of(response, attempt))
                continue
            if refuse and not response.is_success:
                raise problem_of(response)
            return response
        raise AssertionError("the last attempt returns or raises")

    def download(self, path: str, file: FileBody, *, headers: Mapping[str, str] | None = None) -> None:
        """Writes what is at a path into a file, in little memory. What breaks off, or was too much at that moment, begins again."""
        most = self.settings.retries
        for attempt in range(most + 1):
            try:
                with self._http().stream("GET", path, headers=dict(headers or {})) as response:
                    if response.is_success:
                        with open(file.path, "wb") as target:
                            for part in response.iter_bytes():
                                target.write(part)
                        return
                    response.read()
            except httpx.TransportError as error:
                if attempt == most or isinstance(error, httpx.ReadTimeout):
                    raise failure_of(error, self.settings.url, self.settings.timeout) from error
                time.sleep(0.1 * 2**attempt)
                continue
            if response.status_code not in BUSY or attempt == most:
                raise problem_of(response)
            time.sleep(wait_of(response, attempt))

    def close(self) -> None:
        """Closes the connections; the next request opens others."""
        if self._client is not None and self._process == os.getpid():
            self._client.close()
        self._client = None
