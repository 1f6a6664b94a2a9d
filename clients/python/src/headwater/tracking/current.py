"""The run that is going on here, so that loggers and autologs find it. Each thread and task has its own."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any

_CURRENT: ContextVar[Any] = ContextVar("headwater_run", default=None)


def current_run() -> Any:
    """The innermost run whose `with` block this is in; None outside of all."""
    return _CURRENT.get()


def enter_run(run: Any) -> Token[Any]:
    """Makes it the current one."""
    return _CURRENT.set(run)


def leave_run(token: Token[Any]) -> None:
    """Makes the one around it the current one again."""
    _CURRENT.reset(token)
