"""A client of the service that HEADWATER_URL names; jest starts it, see test/clients/python."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, settings

import headwater

# Each example asks a running service, so few are tried unless LONG=1 says so.
MANY = "LONG" in os.environ
settings.register_profile(
    "service",
    deadline=None,
    max_examples=200 if MANY else 3,
    # Each step of shrinking would ask the service again, for minutes.
    phases=[Phase.explicit, Phase.generate] + ([Phase.shrink] if MANY else []),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    database=None,
    # The same few cases in every run of the suite, others each time with LONG=1.
    derandomize=not MANY,
)
settings.load_profile("service")


@pytest.fixture(scope="session")
def hw() -> Iterator[headwater.Headwater]:
    with headwater.connect() as client:
        yield client


@pytest.fixture
def name() -> str:
    """A name that nothing else has."""
    return unique()


def unique() -> str:
    return f"n{uuid.uuid4().hex[:12]}"


@contextmanager
def silent() -> Iterator[str]:
    """The URL of something that takes requests and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
