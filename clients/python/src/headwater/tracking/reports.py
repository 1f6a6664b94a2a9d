"""What a training reports, sent in the background: it never waits for a service that is away, and never ends because of one."""

from __future__ import annotations

import os
import time as clock
import warnings
from collections import deque
from collections.abc import Callable, Mapping
from threading import Condition, Thread
from typing import Any

from headwater.errors import REFUSED, BadUserInput, HeadwaterError
from headwater.sync.sending import send_points
from headwater.tracking.numbers import name_of, number, whole
from headwater.tracking.points import MOST_AT_ONCE, Points

SECONDS = 1.0
MOST_POINTS = 250_000
MOST_WORKS = 1_000
LONGEST_WAIT = 30.0
# How long the end of a training waits for a service that is away.
CLOSING = 20.0

Work = Callable[[], object]


class Reports:
    """Those of one run. They wait in bounded room: while the service is away the oldest points give way to new ones; while it is there but slower than
    the training, the training waits for it. In a forked process they begin anew: what waits there is the parent's to send.
    """

    def __init__(self, run: Any, begin: Work) -> None:
        self._run = run
        self._points: Points = run._points
        # Makes the run be there; done again until it succeeds, and after each end.
        self._begin = begin
        self._said: set[str] = set()
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        self._works: deque[tuple[str, Work]] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._is_away = False
        self._is_closing = False
        # Whether to try at once, even if the service was away a moment ago.
        self._has_to_hurry = False
        self._is_busy = False

    @property
    def lost(self) -> int:
        """How many points never got there."""
        return self._points.lost

    def metrics(self, values: Mapping[str, Any], step: int | None) -> None:
        """Points of one step; what is no number, and a step that the service has no room for, is left out, and said once."""
        self._here()
        try:
            at = None if step is None else whole(step)
        except BadUserInput as error:
            self._points.lost += len(values)
            self.warn("step", str(error))
            return
        numbers: dict[str, float] = {}
        for name, value in values.items():
            try:
                numbers[name_of(name)] = number(name, value)
            except BadUserInput as error:
                self.warn(f"metric {name}", str(error))
        with self._changed:
            self._make_room(len(numbers))
            self._points.add(numbers, at)
            self._ensure_thread()
            if len(self._points) >= MOST_AT_ONCE:
                self._changed.notify_all()

    def later(self, name: str, work: Work) -> None:
        """Something else to send, such as parameters or a file; what it is called stands in a warning if it fails."""
        self._here()
        with self._changed:
            if len(self._works) >= MOST_WORKS:
                dropped, _ = self._works.popleft()
                self.warn("works", f"{dropped} was not sent: too much waits for the service.")
            self._works.append((name, work))
            self._ensure_thread()
            self._changed.notify_all()

    def close(self) -> bool:
        """Waits until everything is there, or for a while where the service is away; whether all is. Reporting may go on later."""
        self._here()
        with self._changed:
            if self._waits():
                self._ensure_thread()
            self._is_closing = self._has_to_hurry = True
            self._changed.notify_all()
            until = clock.monotonic() + CLOSING
            while self._waits() and self._is_running():
                # What has been tried is waited for: it may be what gets there.
                if self._is_away and not self._has_to_hurry and not self._is_busy and clock.monotonic() > until:
                    break
                self._changed.wait(SECONDS)
            if self._waits() and not self._is_running():
                self._attempt()
            left = len(self._points)
            self._points.lost += self._points.drop(left)
            works = [name for name, _ in self._works]
            self._works.clear()
        if left or works:
            what = [f"{left:,} points"] * bool(left) + works
            self.warn("lost", f"{', '.join(what)} did not get to the service, which is away.", again=True)
        return not left and not works and not self._is_away

    def warn(self, topic: str, text: str, *, again: bool = False) -> None:
        """Once for each topic."""
        if again or topic not in self._said:
            self._said.add(topic)
            warnings.warn(text, RuntimeWarning, stacklevel=3)

    def _here(self) -> None:
        if self._process != os.getpid():
            # A thread that isn't here may have held the lock.
            self._start()

    def _waits(self) -> bool:
        return bool(len(self._points) or self._works or self._is_busy)

    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _ensure_thread(self) -> None:
        """A forked process has none, and one that has closed has none any more."""
        self._is_closing = False
        if not self._is_running():
            thread = Thread(target=self._send_all, name="headwater-reports", daemon=True)
            try:
                thread.start()
                self._thread = thread
            except RuntimeError:
                pass  # Python is about to end: `close` sends what waits.

    def _make_room(self, count: int) -> None:
        while len(self._points) + count > MOST_POINTS and self._is_running() and not self._is_away:
            self._changed.notify_all()
            self._changed.wait(SECONDS)
        self._points.lost += self._points.drop(len(self._points) + count - MOST_POINTS)

    def _send_all(self) -> None:
        pause, failures = SECONDS, 0
        while True:
            with self._changed:
                self._changed.wait_for(self._is_due, pause)
                self._has_to_hurry = False
                if self._is_closing and not self._waits():
                    self._thread = None
                    self._changed.notify_all()
                    return
                self._is_busy = True
            self._attempt()
            failures = failures + 1 if self._is_away else 0
            pause = min(LONGEST_WAIT, SECONDS * 2**failures)
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()

    def _attempt(self) -> None:
        try:
            self._send()
            self._is_away = False
        except Exception as error:  # Whatever it is, training goes on.
            self._is_away = True
            self.warn("away", f"Training goes on without the service, reports wait: {error}")

    def _is_due(self) -> bool:
        if self._is_away:
            return self._has_to_hurry
        return bool(self._is_closing or self._works or len(self._points) >= MOST_AT_ONCE)

    def _send(self) -> None:
        """All that waits. Raises where the service is away, and keeps what is left."""
        self._begin()
        while self._works:
            name, work = self._works[0]
            try:
                work()
            except Exception as error:
                if isinstance(error, HeadwaterError) and not isinstance(error, REFUSED):
                    raise
                # What is refused, or can't be sent, such as a file that is gone.
                self.warn(name, f"{name} was not logged: {type(error).__name__}: {error}")
            with self._changed:
                if self._works and self._works[0][1] is work:
                    self._works.popleft()
        while len(self._points):
            for metric, _, refusal in send_points(self._run, self._points):
                self.warn(f"metric {metric}", f"The metric {metric!r} was not logged: {refusal}")
            with self._changed:
                self._changed.notify_all()
