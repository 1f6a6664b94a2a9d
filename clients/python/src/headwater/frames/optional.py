"""Packages that come with an extra, imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def need(module: str, extra: str) -> Any:
    """The module, or an ImportError that says which extra brings it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and not module.startswith(error.name):
            raise
        raise ImportError(f"This needs {module}: pip install 'headwater[{extra}]'", name=module) from error


def is_pandas(value: object) -> bool:
    """Whether it is a DataFrame of pandas. Imports nothing."""
    return type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "columns")


def is_polars(value: object) -> bool:
    """Whether it is a DataFrame of polars. Imports nothing."""
    return type(value).__module__.partition(".")[0] == "polars" and hasattr(value, "columns")
