"""Points of metrics that wait to be sent."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from datetime import datetime, timezone
from numbers import Real
from threading import Lock
from typing import Any

from headwater.errors import BadUserInput
from headwater.wire.input_types import RunMetricInput

# What the service takes at once, and what is kept while it is away.
MOST_AT_ONCE = 5_000
MOST_KEPT = 1_000_000


class Points:
    """Those of one run, in their order. Several threads may add.

    Attributes:
        last: The newest value of each metric.
    """

    def __init__(self) -> None:
        self.last: dict[str, float] = {}
        self._waiting: list[RunMetricInput] = []
        self._lock = Lock()
        self._warned = False

    def add(self, metrics: Mapping[str, Any], step: int | None) -> None:
        """
        Raises:
            BadUserInput: A value is no number; none is kept.
        """
        time = datetime.now(timezone.utc)
        at = None if step is None else int(step)
        points = [
            RunMetricInput(name=name, value=number(name, value), time=time, step=at) for name, value in metrics.items()
        ]
        with self._lock:
            if len(self._waiting) + len(points) > MOST_KEPT:
                raise BadUserInput(f"{MOST_KEPT:,} points wait for a service that is away; there is no room for more.")
            self._waiting += points
            self.last |= {point.name: point.value for point in points}

    def finite(self) -> dict[str, float]:
        """The newest values, without NaN and the infinities, by which no model is judged; and without those of the machine."""
        return {
            name: value for name, value in self.last.items() if math.isfinite(value) and not name.startswith("system/")
        }

    def part(self) -> list[RunMetricInput]:
        """The next to send; empty where none wait."""
        with self._lock:
            return self._waiting[:MOST_AT_ONCE]

    def sent(self, count: int) -> None:
        """So many of them are there."""
        with self._lock:
            del self._waiting[:count]
            self._warned = False

    def warn(self, error: Exception) -> None:
        """Says once that they have to wait."""
        if not self._warned:
            warnings.warn(f"Metrics wait until the service is there again: {error}", RuntimeWarning, stacklevel=3)
        self._warned = True


def number(name: str, value: Any) -> float:
    """A number of Python, NumPy, or a tensor of one.

    Raises:
        BadUserInput: It is something else.
    """
    if hasattr(value, "item") and not isinstance(value, Real):
        value = value.item()
    if isinstance(value, Real):
        return float(value)
    raise BadUserInput(
        f'The metric "{name}" is {value!r}, which is no number; texts are parameters or tags.',
        {"field": name, "expected": "a number", "found": repr(value)},
    )
