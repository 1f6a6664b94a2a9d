"""Rows for a model, and what becomes of values that are missing or old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.errors import BadUserInput, FailedPrecondition, NotFound
from headwater.frames.column_names import name_columns, split_ref


@dataclass(frozen=True)
class Policy:
    """What becomes of values that are not PRESENT.

    Attributes:
        on_missing: "NULL": None, or the default; "ERROR": `NotFound`. Of entities without a row, and of values that are null.
        on_expired: "VALUE": the old value; "NULL": as if it were missing; "ERROR": `FailedPrecondition`.
        defaults: Column → what stands for a missing value.
    """

    on_missing: str = "NULL"
    on_expired: str = "VALUE"
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value, known in (
            ("on_missing", self.on_missing, ("NULL", "ERROR")),
            ("on_expired", self.on_expired, ("VALUE", "NULL", "ERROR")),
        ):
            if value not in known:
                message = f'{name} is "{value}"; it is one of {", ".join(known)}.'
                raise BadUserInput(message, {"field": name, "expected": known, "found": value})

    def settle(self, name: str, value: Any, status: str, entity: Any) -> Any:
        """The value that the model gets."""
        if status == "EXPIRED" and self.on_expired == "ERROR":
            message = f"{name} of {dict(entity)} has expired; its newest value is {value!r}."
            raise FailedPrecondition(message, {"field": name, "found": status})
        if status == "PRESENT" or (status == "EXPIRED" and self.on_expired == "VALUE"):
            return value
        if self.on_missing == "ERROR":
            raise NotFound(f"{name} of {dict(entity)} is missing: {status}.", {"field": name, "found": status})
        return self.defaults.get(name)


def rows_of(answer: Mapping[str, Any], entities: Sequence[Mapping[str, Any]], policy: Policy) -> list[dict[str, Any]]:
    """An answer in JSON as a dict for each entity."""
    refs = answer["columns"]
    inputs = {ref for ref in refs if not split_ref(ref).feature_set}
    names = name_columns(refs, {name for entity in entities[:1] for name in entity} - inputs)
    return [
        {
            name: policy.settle(name, value, status, entity)
            for name, value, status in zip(names, values, statuses, strict=True)
        }
        for values, statuses, entity in zip(answer["values"], answer["statuses"], entities, strict=True)
    ]
