"""Where heavy work is done: in a thread for those who await, at once for the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Does it in a thread, so that the event loop goes on."""
    return await asyncio.to_thread(work, *args, **kwargs)


def in_turn(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same, at once."""
    return work(*args, **kwargs)


# What ends a wait from outside: Ctrl-C, or the task being cancelled.
INTERRUPTED = (KeyboardInterrupt, asyncio.CancelledError)
