"""What a run begins with, and what it reads and makes, as the service takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.core.references import ref_of, tags_of
from headwater.tracking.environment import capture_environment
from headwater.tracking.git import capture_code
from headwater.wire.enums import RunType
from headwater.wire.input_types import ParameterInput, RunLinkInput, StartRunInput


def run_input(
    name: str,
    *,
    kind: str,
    inputs: Sequence[Any],
    parameters: Mapping[str, Any] | None,
    experiment: str | None,
    tags: Mapping[str, str] | None,
    parent: Any,
    key: str | None,
    description: str | None,
    lost_after: int | None,
) -> StartRunInput:
    """What a run begins with, the code and the environment included."""
    given: dict[str, Any] = {
        "type": RunType(kind),
        "name": name,
        "inputs": links_of(inputs, None),
        "parameters": [ParameterInput(name=key, value=str(value)) for key, value in (parameters or {}).items()],
        "environment": capture_environment(),
        "code": capture_code(),
        "experiment": experiment,
        "tags": tags_of(tags),
        "parent": None if parent is None else parent.id if hasattr(parent, "id") else parent,
        "key": key,
        "description": description,
        "lostAfterSeconds": lost_after,
    }
    return StartRunInput(**{name: value for name, value in given.items() if value is not None})


def links_of(nodes: Sequence[Any], role: str | None) -> list[RunLinkInput]:
    """Inputs or outputs: references, what the client gave out, or training sets as DataFrames."""
    return [RunLinkInput(ref=_linked(node), **({} if role is None else {"role": role})) for node in nodes]


def _linked(node: Any) -> str:
    attrs = getattr(node, "attrs", None)
    return str(attrs["id"]) if isinstance(attrs, dict) and "training_set" in attrs else ref_of(node)
