"""Runs of scikit-learn that are tracked by themselves: ``headwater.sklearn.autolog()``."""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import headwater
from headwater.formats.texts import texts_of
from headwater.frames.optional import need
from headwater.sync.client import Headwater
from headwater.tracking.current import current_run
from headwater.tracking.outermost import follow_threads, forget_threads, inside, is_inside

_MARK = "__headwater_fit__"


def autolog(hw: Headwater | None = None, *, log_models: bool = True) -> None:
    """From now on each `fit` of an estimator logs its parameters, its score on what it was fitted on, and the estimator.

    It logs to the run around it, else to one of its own. What an estimator fits within its own `fit`, as a pipeline or a grid search does,
    is not logged besides. Whatever can't be logged, the fit is done, and a warning says why.
    """
    client = hw or headwater.connect()
    follow_threads()
    for kind in _kinds():
        fit = kind.__dict__["fit"]
        kind.fit = _logged(getattr(fit, _MARK, fit), client, log_models)


def stop_autolog() -> None:
    """Fits are only fits again."""
    forget_threads()
    for kind in _kinds():
        kind.fit = getattr(kind.fit, _MARK, kind.fit)


def _kinds() -> list[Any]:
    """The classes that have a `fit` of their own: forests, bagging and searches inherit theirs."""
    estimators = [kind for _, kind in need("sklearn.utils", "sklearn").all_estimators()]
    owners = (each for kind in estimators for each in kind.__mro__ if inspect.isfunction(each.__dict__.get("fit")))
    return list(dict.fromkeys(owners))


def _logged(fit: Callable[..., Any], hw: Headwater, log_models: bool) -> Callable[..., Any]:
    @functools.wraps(fit)
    def fit_and_log(self: Any, *args: Any, **kwargs: Any) -> Any:
        if is_inside():
            return fit(self, *args, **kwargs)
        with inside():
            fitted = fit(self, *args, **kwargs)
            _trying("This fit", lambda: _log(self, args, kwargs, hw, log_models))
            return fitted

    setattr(fit_and_log, _MARK, fit)
    return fit_and_log


def _trying(what: str, work: Callable[[], object]) -> None:
    """What is fitted is worth more than what is logged of it."""
    try:
        work()
    except Exception as error:
        warnings.warn(f"{what} was not logged: {type(error).__name__}: {error}", RuntimeWarning, stacklevel=4)


def _log(estimator: Any, args: tuple[Any, ...], kwargs: dict[str, Any], hw: Headwater, log_models: bool) -> None:
    name = type(estimator).__name__
    given = {**dict(zip(("X", "y"), args, strict=False)), **kwargs}
    with _run(hw, name) as run:
        run.log_new_parameters(texts_of(estimator.get_params(deep=True)))
        if hasattr(estimator, "score") and given.get("y") is not None:
            _trying("The score", lambda: run.log({"training_score": estimator.score(given["X"], given["y"])}))
        if log_models:
            source = given.get("X")
            attrs = getattr(source, "attrs", None)
            # A selection of a training set's columns still says what it is made of.
            known = isinstance(attrs, dict) and "training_set" in attrs and hasattr(source, "columns")
            table = source if known else None
            _trying("The model", lambda: run.log_model(estimator, name=name, signature_from=table))


@contextmanager
def _run(hw: Headwater, name: str) -> Iterator[Any]:
    around = current_run()
    if around is not None:
        yield around
        return
    with hw.run(name) as run:
        yield run
