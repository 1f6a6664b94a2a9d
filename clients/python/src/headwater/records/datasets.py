"""Dataset versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headwater.display.html import facts


@dataclass(frozen=True)
class DatasetVersion:
    """One immutable version of a dataset.

    Attributes:
        label: Its reference, ``flights@3``.
        digest: ``sha256:…`` of its content.
        location: Where its rows are.
        columns: Name → type, in their order.
        rows: How many; None where nobody said.
        created: Whether this call made it; None where it was only looked up.
        features: Of a training set, column → pinned reference of the feature in it; else empty.
    """

    id: str
    label: str
    digest: str
    location: str
    columns: dict[str, str]
    rows: int | None
    description: str | None = None
    owner: str | None = None
    created: bool | None = None
    is_training_set: bool = False
    features: dict[str, str] | None = None

    def _repr_html_(self) -> str:
        return facts(
            f"Dataset version {self.label}",
            {
                "rows": self.rows,
                "digest": self.digest,
                "location": self.location,
                "columns": self.columns,
                "features": self.features,
                "description": self.description,
                "owner": self.owner,
            },
        )


def dataset_version(found: Any, created: bool | None = None) -> DatasetVersion:
    """Of what the service answers."""
    training = found.training_set
    return DatasetVersion(
        id=found.id,
        label=found.label,
        digest=found.digest,
        location=found.location,
        columns={column.name: column.type_.value for column in found.columns},
        rows=found.row_count,
        description=found.description,
        owner=found.owner,
        created=created,
        is_training_set=training is not None,
        features=None if training is None else {feature.column: feature.ref for feature in training.features},
    )


def training_set_attrs(version: DatasetVersion, label: str | None = None) -> dict[str, Any]:
    """What a DataFrame of a training set says of itself in its ``.attrs``."""
    return {
        "training_set": version.label,
        # Another node may have the same label.
        "id": version.id,
        "digest": version.digest,
        "features": dict(version.features or {}),
        "label": label,
    }
