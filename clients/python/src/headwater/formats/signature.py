"""What a model reads, by what it was fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.names import did_you_mean
from headwater.frames.reading import read_frame
from headwater.frames.types import type_of_arrow
from headwater.wire.input_types import RequestInputInput


@dataclass(frozen=True)
class Signature:
    """Pinned references in order, and in between what comes with the request."""

    refs: list[str]
    request_inputs: list[RequestInputInput] = field(default_factory=list)
    trained_on: list[str] = field(default_factory=list)


def signature_of(
    estimator: Any, training_set: Any, refs: Sequence[str] | None, columns: Sequence[str] | None = None
) -> Signature:
    """Of the training set, in the order in which the estimator names its columns, or the caller, or the table has them; or as it is given.

    Raises:
        BadUserInput: The training set isn't one, or the estimator was fitted on columns that it lacks.
    """
    if refs is not None:
        return Signature(list(refs), trained_on=[] if training_set is None else [_attrs(training_set)["id"]])
    if training_set is None:
        return Signature([])
    attrs = _attrs(training_set)
    features: dict[str, str] = attrs["features"]
    names = getattr(estimator, "feature_names_in_", None) if columns is None else columns
    # A selection of its columns is what was read; a table of something else has none of them, and then all were.
    read = [name for name in map(str, training_set.columns) if name in features] or list(features)
    order = read if names is None else [str(name) for name in names]
    inputs = []
    for position, name in enumerate(order):
        if name not in features:
            inputs.append(_request_input(training_set, name, position, features))
    return Signature([features[name] for name in order if name in features], inputs, [attrs["id"]])


def _attrs(training_set: Any) -> dict[str, Any]:
    attrs = getattr(training_set, "attrs", None)
    if isinstance(attrs, dict) and "training_set" in attrs and "features" in attrs:
        return attrs
    raise BadUserInput(
        "signature_from is no training set of hw.training_set: it has no .attrs that say what it is made of. What is derived from one may have lost them; "
        "give the training set itself, or signature=[…].",
        {"field": "signature_from", "found": type(training_set).__name__},
    )


def _request_input(training_set: Any, name: str, position: int, features: dict[str, str]) -> RequestInputInput:
    if name not in training_set.columns:
        known = [*features, *(str(column) for column in training_set.columns)]
        raise BadUserInput(
            f'The model was fitted on the column "{name}", which the training set lacks. {did_you_mean(name, known)}',
            {"field": "signature_from", "found": name},
        )
    column = read_frame(
        training_set[[name]].reset_index(drop=True) if hasattr(training_set, "iloc") else training_set[[name]]
    )
    kind = type_of_arrow(name, column.schema.field(0).type)
    return RequestInputInput(name=name, type=kind, position=position)
