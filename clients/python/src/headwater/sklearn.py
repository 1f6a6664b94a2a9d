"""Runs of scikit-learn that are tracked by themselves: ``headwater.sklearn.autolog()``."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import headwater
from headwater.errors import HeadwaterError
from headwater.formats.texts import texts_of
from headwater.frames.optional import need
from headwater.sync.client import Headwater
from headwater.tracking.current import current_run

_INSIDE: ContextVar[bool] = ContextVar("headwater_autolog", default=False)
_MARK = "__headwater_fit__"


def autolog(hw: Headwater | None = None, *, log_models: bool = True) -> None:
    """From now on each `fit` of an estimator logs its parameters, its score on what it was fitted on, and the estimator.

    It logs to the run around it, else to one of its own. What an estimator fits within its own `fit`, as a pipeline or a grid search does,
    is not logged besides. Where the service is away the fit goes on, with a warning.
    """
    client = hw or headwater.connect()
    for _, kind in need("sklearn.utils", "sklearn").all_estimators():
        fit = kind.__dict__.get("fit")
        if inspect.isfunction(fit):
            kind.fit = _logged(getattr(fit, _MARK, fit), client, log_models)


def stop_autolog() -> None:
    """Fits are only fits again."""
    for _, kind in need("sklearn.utils", "sklearn").all_estimators():
        fit = kind.__dict__.get("fit")
        if hasattr(fit, _MARK):
            kind.fit = getattr(fit, _MARK)


def _logged(fit: Callable[..., Any], hw: Headwater, log_models: bool) -> Callable[..., Any]:
    @functools.wraps(fit)
    def fit_and_log(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _INSIDE.get():
            return fit(self, *args, **kwargs)
        token = _INSIDE.set(True)
        try:
            fitted = fit(self, *args, **kwargs)
            try:
                _log(self, args, kwargs, hw, log_models)
            except HeadwaterError as error:
                warnings.warn(f"This fit was not logged: {error}", RuntimeWarning, stacklevel=2)
            return fitted
        finally:
            _INSIDE.reset(token)

    setattr(fit_and_log, _MARK, fit)
    return fit_and_log


def _log(estimator: Any, args: tuple[Any, ...], kwargs: dict[str, Any], hw: Headwater, log_models: bool) -> None:
    name = type(estimator).__name__
    given = {**dict(zip(("X", "y"), args, strict=False)), **kwargs}
    with _run(hw, name) as run:
        run.log_new_parameters(texts_of(estimator.get_params(deep=True)))
        if hasattr(estimator, "score") and given.get("y") is not None:
            run.log({"training_score": estimator.score(given["X"], given["y"])})
        if log_models:
            source = given.get("X")
            attrs = getattr(source, "attrs", None)
            # A selection of a training set's columns still says what it is made of.
            known = isinstance(attrs, dict) and "training_set" in attrs and hasattr(source, "columns")
            run.log_model(estimator, name=name, signature_from=source if known else None)


@contextmanager
def _run(hw: Headwater, name: str) -> Iterator[Any]:
    around = current_run()
    if around is not None:
        yield around
        return
    with hw.run(name) as run:
        yield run
