"""What was trained, packed and unpacked in the format of its library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.formats import keras_archive, skops_file, torch_weights
from headwater.formats.packed import Loading, Packed


@dataclass(frozen=True)
class Format:
    """How the models of one library are kept."""

    unpack: Callable[[Path, Loading], Any]
    file: str


FORMATS = {
    skops_file.FORMAT: Format(skops_file.unpack_estimator, "model.skops"),
    torch_weights.FORMAT: Format(torch_weights.unpack_module, "model.safetensors"),
    keras_archive.FORMAT: Format(keras_archive.unpack_model, "model.keras"),
}


def pack(estimator: Any, folder: Path, arguments: Mapping[str, Any] | None = None) -> Packed:
    """An estimator of scikit-learn, a module of PyTorch or a model of Keras as a file in that folder.

    Args:
        arguments: What the class of a module is called with to make it again.

    Raises:
        BadUserInput: It is something else. Nothing is pickled, for whoever loads a pickle runs what is in it.
    """
    # A model of Keras is a module of PyTorch too, where that is its backend.
    if _is_of(estimator, "keras", "Model"):
        return keras_archive.pack_model(estimator, folder)
    if _is_of(estimator, "torch", "Module"):
        return torch_weights.pack_module(estimator, folder, arguments)
    if _is_of(estimator, "sklearn"):
        return skops_file.pack_estimator(estimator, folder)
    raise BadUserInput(
        f"{type(estimator).__module__}.{type(estimator).__qualname__} is no estimator of scikit-learn, no module of PyTorch and no model of Keras; "
        "write it to a file of its own format and keep that with run.log_file.",
        {"field": "estimator", "found": type(estimator).__qualname__},
    )


def unpack(path: Path, kind: str, loading: Loading) -> Any:
    """What was packed.

    Raises:
        FailedPrecondition: It is of another format, or of what isn't here or isn't trusted.
    """
    known = FORMATS.get(kind)
    if known is None:
        raise FailedPrecondition(
            f'{loading.label} has the format "{kind}", which this client doesn\'t load; it loads {", ".join(FORMATS)}.',
            {"field": "format", "expected": list(FORMATS), "found": kind},
        )
    return known.unpack(path, loading)


def file_of(kind: str) -> str:
    """The name of the file that a model of this format is loaded from; formats look at how it ends."""
    known = FORMATS.get(kind)
    return "model" if known is None else known.file


def _is_of(value: Any, library: str, name: str | None = None) -> bool:
    """Whether one of its classes is of that library, found out without importing it."""
    return any(
        kind.__module__.partition(".")[0] == library and name in {None, kind.__name__} for kind in type(value).__mro__
    )
