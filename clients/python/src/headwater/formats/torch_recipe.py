"""What makes a module of PyTorch again: its class by its import path, and the arguments that it was made with, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral
from typing import Any

from headwater.errors import BadUserInput


@dataclass(frozen=True)
class Recipe:
    """How a module is made.

    Attributes:
        path: ``my_models:Net``.
        arguments: By name; None where they are not known.
        children: Of a container of modules instead, by name.
    """

    path: str
    arguments: dict[str, Any] | None = None
    children: dict[str, Recipe] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        if self.children is None:
            return self.arguments is not None
        return all(child.is_whole for child in self.children.values())

    def to_json(self) -> str:
        return json.dumps(self, default=lambda recipe: recipe.__dict__, allow_nan=False)

    @staticmethod
    def of_json(text: str) -> Recipe:
        return _recipe(json.loads(text))


def path_of(kind: type) -> str:
    """``package.module:Class``"""
    return f"{kind.__module__}:{kind.__qualname__}"


def given_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """
    Raises:
        BadUserInput: One of them is nothing that JSON says.
    """
    try:
        return {str(name): as_json(value) for name, value in arguments.items()}
    except ValueError as error:
        raise BadUserInput(
            f"arguments: {error}. They are kept as JSON; leave them out and load(into=…).", {"field": "arguments"}
        ) from error


def as_json(value: Any) -> Any:
    """The same in words of JSON, tuples marked.

    Raises:
        ValueError: It has none.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, float) and value - value == 0:
        return float(value)
    if isinstance(value, tuple):
        return {"tuple": [as_json(item) for item in value]}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict) and all(isinstance(name, str) for name in value) and set(value) != {"tuple"}:
        return {name: as_json(item) for name, item in value.items()}
    raise ValueError(f"{value!r} is nothing that JSON says")


def of_json(value: Any) -> Any:
    """What as_json was given."""
    if isinstance(value, dict):
        if set(value) == {"tuple"}:
            return tuple(of_json(item) for item in value["tuple"])
        return {name: of_json(item) for name, item in value.items()}
    return [of_json(item) for item in value] if isinstance(value, list) else value


def _recipe(found: Any) -> Recipe:
    children = found.get("children")
    made = None if children is None else {str(name): _recipe(child) for name, child in children.items()}
    arguments = found.get("arguments")
    return Recipe(str(found.get("path", "")), None if arguments is None else dict(arguments), made)
