"""Points of metrics that wait to be sent."""

from __future__ import annotations

import math
import warnings
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from itertools import islice
from numbers import Real
from threading import Lock
from typing import Any

from headwater.errors import BadUserInput
from headwater.wire.input_types import RunMetricInput

# What the service takes at once, and what is kept while it is away.
MOST_AT_ONCE = 5_000
MOST_KEPT = 1_000_000

Point = tuple[str, float, datetime, int | None]


class Points:
    """Those of one run, in their order. Several threads may add and send: whoever takes points has them alone.

    Attributes:
        last: The newest value of each metric.
    """

    def __init__(self) -> None:
        self.last: dict[str, float] = {}
        self._waiting: deque[Point] = deque()
        self._lock = Lock()
        self._warned = False

    def add(self, metrics: Mapping[str, Any], step: int | None) -> None:
        """
        Raises:
            BadUserInput: A value is no number, or a million points wait; none is kept.
        """
        time = datetime.now(timezone.utc)
        at = None if step is None else int(step)
        points: list[Point] = [(name, number(name, value), time, at) for name, value in metrics.items()]
        with self._lock:
            if len(self._waiting) + len(points) > MOST_KEPT:
                raise BadUserInput(f"{MOST_KEPT:,} points wait for a service that is away; there is no room for more.")
            self._waiting.extend(points)
            self.last.update((name, value) for name, value, _, _ in points)

    def __len__(self) -> int:
        return len(self._waiting)

    def drop(self, count: int) -> int:
        """Forgets so many of the oldest; how many there were."""
        with self._lock:
            dropped = min(max(count, 0), len(self._waiting))
            for _ in range(dropped):
                self._waiting.popleft()
            return dropped

    def finite(self) -> dict[str, float]:
        """The newest values, without NaN and the infinities, by which no model is judged; and without those of the machine."""
        return {
            name: value for name, value in self.last.items() if math.isfinite(value) and not name.startswith("system/")
        }

    def take(self) -> list[Point]:
        """The next to send, which nobody else sends; empty where none wait."""
        with self._lock:
            part = list(islice(self._waiting, MOST_AT_ONCE))
            for _ in part:
                self._waiting.popleft()
            return part

    def give_back(self, part: Sequence[Point]) -> None:
        """They did not get there."""
        with self._lock:
            self._waiting.extendleft(reversed(part))

    @staticmethod
    def as_input(part: Sequence[Point]) -> list[RunMetricInput]:
        """As the service takes them."""
        return [RunMetricInput(name=name, value=value, time=time, step=step) for name, value, time, step in part]

    def told(self) -> None:
        """Some got there: the next time that the service is away is said again."""
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
    found = value
    if hasattr(value, "item") and not isinstance(value, Real):
        try:
            found = value.item()
        except (RuntimeError, ValueError):
            pass  # A tensor of several.
    if isinstance(found, Real):
        return float(found)
    raise BadUserInput(
        f'The metric "{name}" is {value!r}, which is no number; texts are parameters or tags.',
        {"field": name, "expected": "a number", "found": repr(value)},
    )
