"""What was trained, packed and unpacked in the format of its library."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.frames.optional import need
from headwater.tracking.environment import version_of

SKOPS, SAFETENSORS, KERAS = "skops", "safetensors", "keras"


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
    """An estimator of scikit-learn, a module of PyTorch or a model of Keras as bytes.

    Raises:
        BadUserInput: It is something else. Nothing is pickled, for whoever loads a pickle runs what is in it.
    """
    family = family_of(estimator)
    if family == SKOPS:
        content = need("skops.io", "sklearn").dumps(estimator)
        return Packed(content, SKOPS, "model.skops", _versions("scikit-learn", "skops", "numpy"))
    if family == SAFETENSORS:
        state = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in estimator.state_dict().items()}
        made = {"class": f"{type(estimator).__module__}.{type(estimator).__qualname__}"}
        content = need("safetensors.torch", "torch").save(state, metadata=made)
        return Packed(content, SAFETENSORS, "model.safetensors", _versions("torch", "safetensors"))
    if family == KERAS:
        return Packed(_saved_by_keras(estimator), KERAS, "model.keras", _versions("keras"))
    raise BadUserInput(
        f"{type(estimator).__module__}.{type(estimator).__qualname__} is no estimator of scikit-learn, module of PyTorch or model of Keras; "
        "write it to a file of its own format and keep that with run.log_file.",
        {"field": "estimator", "found": type(estimator).__qualname__},
    )


def unpack(content: bytes, kind: str, label: str, into: Any, trusted: list[str] | None) -> Any:
    """The model again.

    Raises:
        FailedPrecondition: It holds types that nobody trusts, or needs a module that was not given.
    """
    if kind == SKOPS:
        io = need("skops.io", "sklearn")
        unknown = sorted(set(io.get_untrusted_types(data=content)) - set(trusted or []))
        if unknown:
            raise FailedPrecondition(
                f"{label} holds types that skops doesn't trust: {', '.join(unknown)}. Where you do: load(trusted={unknown!r}).",
                {"field": "trusted", "found": unknown},
            )
        return io.loads(content, trusted=trusted)
    if kind == SAFETENSORS:
        if into is None:
            raise FailedPrecondition(
                f"{label} is the weights of a module of PyTorch; give one to load them into: load(into=Net()).",
                {"field": "into"},
            )
        into.load_state_dict(need("safetensors.torch", "torch").load(content))
        return into
    if kind == KERAS:
        return _loaded_by_keras(content)
    raise FailedPrecondition(
        f'{label} has the format "{kind}", which this client doesn\'t load; it loads {SKOPS}, {SAFETENSORS} and {KERAS}.',
        {"field": "format", "expected": [SKOPS, SAFETENSORS, KERAS], "found": kind},
    )


def family_of(estimator: Any) -> str | None:
    """The format for it, by the library that its class comes from; imports none of them."""
    modules = [kind.__module__ for kind in type(estimator).__mro__]
    roots = {module.partition(".")[0] for module in modules}
    if "sklearn" in roots:
        return SKOPS
    if "keras" in roots:
        return KERAS
    return SAFETENSORS if "torch" in roots and hasattr(estimator, "state_dict") else None


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


def _versions(*distributions: str) -> dict[str, str]:
    return {name: known for name in distributions if (known := version_of(name)) is not None}


def _saved_by_keras(model: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        with open(path, "rb") as file:
            return file.read()


def _loaded_by_keras(content: bytes) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        with open(path, "wb") as file:
            file.write(content)
        # safe_mode refuses code in lambda layers.
        return need("keras", "keras").saving.load_model(path, safe_mode=True)
