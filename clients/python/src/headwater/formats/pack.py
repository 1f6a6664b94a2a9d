"""What was trained, packed and unpacked in the format of its library."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.frames.optional import need
from headwater.tracking.environment import version_of

SKOPS = "skops"


@dataclass(frozen=True)
class Packed:
    """A model as bytes.

    Attributes:
        versions: Of the libraries that made it, for its tags.
    """

    content: bytes
    format: str
    file: str
    versions: dict[str, str]

    @property
    def digest(self) -> str:
        """`sha256:…`"""
        return digest_of(self.content)


def pack(estimator: Any) -> Packed:
    """An estimator of scikit-learn as bytes.

    Raises:
        BadUserInput: It is something else. Nothing is pickled, for whoever loads a pickle runs what is in it.
    """
    if not any(kind.__module__.partition(".")[0] == "sklearn" for kind in type(estimator).__mro__):
        raise BadUserInput(
            f"{type(estimator).__module__}.{type(estimator).__qualname__} is no estimator of scikit-learn; "
            "write it to a file of its own format and keep that with run.log_file.",
            {"field": "estimator", "found": type(estimator).__qualname__},
        )
    content = need("skops.io", "sklearn").dumps(estimator)
    known = {name: version_of(name) for name in ("scikit-learn", "skops", "numpy")}
    return Packed(content, SKOPS, "model.skops", {name: found for name, found in known.items() if found is not None})


def unpack(content: bytes, kind: str, label: str, trusted: list[str] | None) -> Any:
    """The estimator again.

    Raises:
        FailedPrecondition: It holds types that nobody trusts, or is of another format.
    """
    if kind != SKOPS:
        raise FailedPrecondition(
            f'{label} has the format "{kind}", which this client doesn\'t load; it loads {SKOPS}.',
            {"field": "format", "expected": SKOPS, "found": kind},
        )
    io = need("skops.io", "sklearn")
    unknown = sorted(set(io.get_untrusted_types(data=content)) - set(trusted or []))
    if unknown:
        raise FailedPrecondition(
            f"{label} holds types that skops doesn't trust: {', '.join(unknown)}. Where you do: load(trusted={unknown!r}).",
            {"field": "trusted", "found": unknown},
        )
    return io.loads(content, trusted=trusted)


def digest_of(content: bytes) -> str:
    """`sha256:…` of bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def check_digest(label: str, content: bytes, expected: str) -> None:
    """
    Raises:
        FailedPrecondition: These are other bytes than those that were registered.
    """
    found = digest_of(content)
    if found != expected:
        raise FailedPrecondition(
            f"The artifact of {label} has other bytes than were registered: {found}, not {expected}.",
            {"field": "digest", "expected": expected, "found": found},
        )
