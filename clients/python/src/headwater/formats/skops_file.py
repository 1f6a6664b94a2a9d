"""Estimators of scikit-learn as files of skops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition
from headwater.formats.packed import Loading, Packed, versions_of
from headwater.formats.texts import texts_of
from headwater.frames.optional import need

FORMAT = "skops"


def pack_estimator(estimator: Any, folder: Path) -> Packed:
    """With the parameters that it has.

    Raises:
        BadUserInput: It holds what skops has no words for.
    """
    path = folder / "model.skops"
    io = need("skops.io", "sklearn")
    try:
        io.dump(estimator, path)
    except Exception as error:
        # Of its own, and RecursionError and the like of what it finds inside.
        raise BadUserInput(
            f"skops can't keep this {type(estimator).__name__}: {str(error).rstrip('.')[:300]}. Keep it as a file of your own: run.log_file(…).",
            {"field": "estimator", "found": type(estimator).__name__},
        ) from error
    parameters = texts_of(estimator.get_params(deep=True)) if hasattr(estimator, "get_params") else {}
    return Packed(path, FORMAT, versions_of("scikit-learn", "skops", "numpy"), parameters)


def unpack_estimator(path: Path, loading: Loading) -> Any:
    """The estimator again.

    Raises:
        FailedPrecondition: It holds types that nobody trusts.
    """
    io = need("skops.io", "sklearn")
    unknown = sorted(set(io.get_untrusted_types(file=path)) - set(loading.trusted or []))
    if unknown:
        raise FailedPrecondition(
            f"{loading.label} holds types that skops doesn't trust: {', '.join(unknown)}. Where you do: load(trusted={unknown!r}).",
            {"field": "trusted", "found": unknown},
        )
    return io.load(path, trusted=loading.trusted)
