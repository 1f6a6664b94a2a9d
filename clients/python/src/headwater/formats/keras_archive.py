"""Models of Keras in its own format, ``.keras``: an archive of its configuration as JSON and its weights."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.formats.packed import Loading, Packed, versions_of
from headwater.formats.texts import texts_of
from headwater.frames.optional import need

FORMAT = "keras"
LONGEST = 500


def pack_model(model: Any, folder: Path) -> Packed:
    """With its optimizer as far as it got, so that training can go on.

    Raises:
        BadUserInput: Keras can't write it, or would write a lambda into it as byte code.
    """
    path = folder / "model.keras"
    try:
        model.save(path)
    except (ValueError, TypeError, NotImplementedError) as error:
        raise BadUserInput(
            f"Keras can't save {model.name}: {str(error)[:LONGEST]}",
            {"field": "estimator", "found": type(model).__name__},
        ) from error
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    if any(part.get("class_name") == "__lambda__" for part in _parts(config)):
        raise BadUserInput(
            f"{model.name} holds a lambda, which Keras keeps as byte code that whoever loads it would run. "
            "Make it a function with @keras.saving.register_keras_serializable(), or a layer.",
            {"field": "estimator", "found": "lambda"},
        )
    backend = need("keras", "keras").config.backend()
    return Packed(path, FORMAT, versions_of("keras", backend, "numpy"), parameters_of(model))


def unpack_model(path: Path, loading: Loading) -> Any:
    """The model again, compiled as it was.

    Raises:
        FailedPrecondition: A class of it isn't here, it holds a lambda, or Keras can't read it.
    """
    keras = need("keras", "keras")
    try:
        return keras.saving.load_model(path, custom_objects=dict(loading.custom_objects or {}), safe_mode=True)
    except Exception as error:  # Keras lets through whatever went wrong within.
        raise FailedPrecondition(
            f"Keras can't load {loading.label}: {str(error)[:LONGEST]} Classes and functions of your own are to be importable here, "
            "or given: load(custom_objects={'Net': Net}).",
            {"field": "custom_objects", "found": type(error).__name__},
        ) from error


def parameters_of(model: Any) -> dict[str, str]:
    """Its class, its size, and how it was compiled."""
    known: dict[str, Any] = {"model": type(model).__name__}
    if model.built:
        known["weights"] = model.count_params()
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None:
        known["optimizer"] = type(optimizer).__name__
        known["learning_rate"] = _learning_rate(optimizer)
        known["loss"] = getattr(model, "loss", None)
    return texts_of({name: value for name, value in known.items() if value is not None})


def _learning_rate(optimizer: Any) -> Any:
    """What it began with: a schedule's own settings, else the number."""
    given = optimizer.get_config().get("learning_rate")
    return {"schedule": given["class_name"], **given["config"]} if isinstance(given, dict) else given


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
