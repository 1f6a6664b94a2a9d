# Generated from aio/ending.py, by generate.py: change that.
"""How a run ends with its `with` block, whatever has become of the service."""

from __future__ import annotations

import time
import time as clock
import warnings
from typing import Any

from headwater.core.turns import INTERRUPTED
from headwater.errors import REFUSED, Forbidden, HeadwaterError, Unauthenticated

# How long the end of a block waits for a service that is away, and between two attempts.
CLOSING = 20.0
PAUSE = 0.5


def outcome_of(error: BaseException | None) -> tuple[str, str | None]:
    """The status of a run whose block ended so, and the message."""
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return "SUCCEEDED", None
    return "CANCELLED" if isinstance(error, INTERRUPTED) else "FAILED", f"{type(error).__name__}: {error}"[:2000]


def end_run(run: Any, error: BaseException | None) -> None:
    """Sends what waits and ends it. What was computed inside isn't lost because the service is away: a warning says what is.

    Raises:
        HeadwaterError: The end is refused; not where the block raised, for what went wrong inside is what matters.
    """
    status, message = outcome_of(error)
    until = clock.monotonic() + (0 if isinstance(error, INTERRUPTED) else CLOSING)
    while True:
        try:
            run.finish(status, message)
            return
        except HeadwaterError as problem:
            if isinstance(problem, REFUSED):
                if error is None:
                    raise
                return
            if clock.monotonic() >= until or isinstance(problem, Unauthenticated | Forbidden):
                what = [f"{len(run._points):,} points"] * bool(len(run._points)) + [f"the end of the run {run.id}"]
                text = f"{' and '.join(what)} did not get to the service: {problem}"
                warnings.warn(text, RuntimeWarning, stacklevel=3)
                return
        time.sleep(PAUSE)
