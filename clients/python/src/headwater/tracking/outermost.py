"""Which fit of scikit-learn is the outermost: what an estimator fits within its own `fit` is known as such in the threads of joblib too."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from headwater.frames.optional import need

_INSIDE: ContextVar[bool] = ContextVar("headwater_autolog", default=False)
_MARK = "__headwater_inside__"


def is_inside() -> bool:
    """Whether a fit is going on around this."""
    return _INSIDE.get()


@contextmanager
def inside() -> Iterator[None]:
    """What is fitted within isn't outermost."""
    token = _INSIDE.set(True)
    try:
        yield
    finally:
        _INSIDE.reset(token)


def follow_threads() -> None:
    """From now on the threads that a fit has do a part of its work know it. Processes need not: fits are not logged there."""
    parallel = need("sklearn.utils.parallel", "sklearn")
    task = getattr(parallel, "_FuncWrapper", None)
    if task is None or hasattr(task.__call__, _MARK):
        return
    task.__call__ = _marked(task.__call__, _done_inside)
    parallel.Parallel.__call__ = _marked(parallel.Parallel.__call__, _shared_out)


def forget_threads() -> None:
    """As before."""
    parallel = need("sklearn.utils.parallel", "sklearn")
    for kind in (getattr(parallel, "_FuncWrapper", None), parallel.Parallel):
        if kind is not None and hasattr(kind.__call__, _MARK):
            kind.__call__ = getattr(kind.__call__, _MARK)


def _marked(call: Callable[..., Any], instead: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(call)
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        return instead(call, self, *args, **kwargs)

    setattr(called, _MARK, call)
    return called


def _shared_out(call: Callable[..., Any], self: Any, tasks: Iterable[Any]) -> Any:
    """Tasks are made one after the other, maybe by other threads: what they belong to is known here."""
    if not is_inside():
        return call(self, tasks)

    def belonging() -> Iterator[Any]:
        for task in tasks:
            setattr(task[0], _MARK, True)
            yield task

    return call(self, belonging())


def _done_inside(call: Callable[..., Any], self: Any, *args: Any, **kwargs: Any) -> Any:
    if not hasattr(self, _MARK):
        return call(self, *args, **kwargs)
    with inside():
        return call(self, *args, **kwargs)
