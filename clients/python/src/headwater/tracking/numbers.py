"""What a point of a metric is made of, checked where it is given: whatever is wrong is said of the line that has it."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

from headwater.errors import BadUserInput


def name_of(name: Any) -> str:
    """The name of a metric.

    Raises:
        BadUserInput: It is no text.
    """
    if isinstance(name, str):
        return name
    raise BadUserInput(
        f"A metric is called {name!r}; its name is a text.",
        {"field": "metrics", "expected": "a text", "found": repr(name)},
    )


def whole(step: Any) -> int:
    """A step: a whole number of Python, NumPy, or a tensor of one.

    Raises:
        BadUserInput: It is something else.
    """
    found = _plain(step)
    if isinstance(found, Integral):
        return int(found)
    if isinstance(found, Real) and float(found).is_integer():
        return int(float(found))
    raise BadUserInput(
        f"The step is {step!r}; it is a whole number.",
        {"field": "step", "expected": "a whole number", "found": repr(step)},
    )


def number(name: str, value: Any) -> float:
    """A number of Python, NumPy, or a tensor of one.

    Raises:
        BadUserInput: It is something else, or larger than floats are.
    """
    found = _plain(value)
    if isinstance(found, Real):
        try:
            return float(found)
        except OverflowError:
            pass
    raise BadUserInput(
        f'The metric "{name}" is {value!r}, which is no number; texts are parameters or tags.',
        {"field": name, "expected": "a number", "found": repr(value)},
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "item") and not isinstance(value, Real):
        try:
            return value.item()
        except (RuntimeError, ValueError):
            pass  # A tensor of several.
    return value
