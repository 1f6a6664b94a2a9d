"""A trained model as a file, and what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from headwater.errors import FailedPrecondition
from headwater.tracking.environment import version_of

PART = 1 << 20


@dataclass(frozen=True)
class Packed:
    """A model in a file.

    Attributes:
        versions: Of the libraries that made it, for its tags.
        parameters: What it was made with, for its run.
    """

    path: Path
    format: str
    versions: dict[str, str]
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Loading:
    """What whoever loads a model brings along.

    Attributes:
        label: Of the model version, for errors.
        trusted: Names of types of skops.
        into: What takes the weights of PyTorch: a module, its class, or a function that makes one.
        custom_objects: Classes and functions of Keras, by the names that the file has for them.
    """

    label: str
    trusted: list[str] | None = None
    into: Any = None
    custom_objects: Mapping[str, Any] | None = None


def versions_of(*distributions: str) -> dict[str, str]:
    """Those of them that are installed."""
    found = {name: version_of(name) for name in distributions}
    return {name: known for name, known in found.items() if known is not None}


def digest_of(path: Path) -> str:
    """`sha256:…` of what is in a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(PART):
            digest.update(part)
    return f"sha256:{digest.hexdigest()}"


def check_digest(label: str, path: Path, expected: str) -> None:
    """
    Raises:
        FailedPrecondition: These are other bytes than those that were registered.
    """
    found = digest_of(path)
    if found != expected:
        raise FailedPrecondition(
            f"The artifact of {label} has other bytes than were registered: {found}, not {expected}.",
            {"field": "digest", "expected": expected, "found": found},
        )
