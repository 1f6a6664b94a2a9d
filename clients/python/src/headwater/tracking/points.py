"""Points of metrics that wait to be sent."""

from __future__ import annotations

import math
import os
import warnings
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from itertools import islice
from threading import Lock
from typing import Any

from headwater.tracking.numbers import name_of, number, whole
from headwater.wire.input_types import RunMetricInput

# What the service takes at once, and what is kept while it is away.
MOST_AT_ONCE = 5_000
MOST_KEPT = 1_000_000
MOST_STEP = 2**31

Point = tuple[str, float, datetime, int | None]


class Points:
    """Those of one run, in their order. Several threads may add and send: whoever takes points has them alone. A forked process begins with none: what
    waits there is its parent's to send.

    Attributes:
        last: The newest value of each metric.
        lost: How many points never got there.
    """

    def __init__(self) -> None:
        self.last: dict[str, float] = {}
        self.lost = 0
        self._begin()

    def _begin(self) -> None:
        self._waiting: deque[Point] = deque()
        self._lock = Lock()
        self._process = os.getpid()
        self._said: set[str] = set()

    def add(self, metrics: Mapping[str, Any], step: int | None) -> None:
        """Where a million wait the oldest give way; a step that the service has no room for is left out. Both are said once.

        Raises:
            BadUserInput: A name is no text, a value no number, or the step not whole; none is kept.
        """
        self._here()
        time = datetime.now(timezone.utc)
        at = None if step is None else whole(step)
        points: list[Point] = [(name_of(name), number(name, value), time, at) for name, value in metrics.items()]
        if at is not None and not -MOST_STEP <= at < MOST_STEP:
            self.lost += len(points)
            self.warn("step", f"Points of step {at} were not logged: steps are whole numbers of 32 bits.")
            return
        with self._lock:
            self._waiting.extend(points)
            self.last.update((name, value) for name, value, _, _ in points)
        dropped = self.drop(len(self._waiting) - MOST_KEPT)
        if dropped:
            self.lost += dropped
            self.warn("room", f"{MOST_KEPT:,} points wait for a service that is away; the oldest give way to new ones.")

    def _here(self) -> None:
        if self._process != os.getpid():
            # A thread that isn't here may have held the lock.
            self._begin()

    def __len__(self) -> int:
        self._here()
        return len(self._waiting)

    def drop(self, count: int) -> int:
        """Forgets so many of the oldest; how many there were."""
        self._here()
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
        self._here()
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
        self._said.discard("away")

    def warn(self, topic: str, text: str) -> None:
        """Once for each topic."""
        if topic not in self._said:
            self._said.add(topic)
            warnings.warn(text, RuntimeWarning, stacklevel=3)
