"""What something was made with, as the texts that parameters are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST_NAME = 250
LONGEST = 500


def texts_of(given: Any, prefix: str = "") -> dict[str, str]:
    """Each value as a text of bounded length; mappings and namespaces within as ``outer/inner``. What has no name to be kept by is left out."""
    texts: dict[str, str] = {}
    for name, value in _entries(given).items():
        path = f"{prefix}{name}"
        if _entries(value):
            texts |= texts_of(value, f"{path}/")
        elif 0 < len(path) <= LONGEST_NAME:
            texts[path] = _text(value)
    return texts


def _entries(value: Any) -> Mapping[Any, Any]:
    if isinstance(value, Mapping):
        return value
    return vars(value) if type(value).__name__ in {"Namespace", "SimpleNamespace"} else {}


def _text(value: Any) -> str:
    # A class or a function says more by its name than by where it lies in memory.
    told = getattr(value, "__qualname__", None) if callable(value) else None
    return (told or str(value)).replace("\0", "")[:LONGEST]
