"""Feature sets, and what became of rows that were written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headwater.display.html import facts


@dataclass(frozen=True)
class FeatureSetVersion:
    """The definition of one version of a feature set.

    Attributes:
        label: ``airport_traffic@2``.
        entity: The entity whose features these are.
        join_keys: Name → type.
        features: Name → type.
        non_finite: The features in which NaN and the infinities are values.
        defaults: The features that rows may leave out.
        ttl_seconds: After how long a value has expired; None is never.
    """

    label: str
    entity: str
    join_keys: dict[str, str]
    features: dict[str, str]
    non_finite: frozenset[str]
    ttl_seconds: int | None
    defaults: frozenset[str] = frozenset()

    def _repr_html_(self) -> str:
        ttl = None if self.ttl_seconds is None else f"{self.ttl_seconds} s"
        told = {"entity": self.entity, "join keys": self.join_keys, "features": self.features, "time to live": ttl}
        return facts(f"Feature set {self.label}", told)


@dataclass(frozen=True)
class WriteResult:
    """What became of a table of rows.

    Attributes:
        feature_set: The version that has them.
        run: The run that stands for the write in lineage.
        read: Rows that came.
        written: Of those, rows that are new.
        late: Of those written, rows behind a newer one of their key: history.
        unchanged: Rows that were there already.
        rejected: Rows that were left out.
        errors: What was wrong with the first of them.
    """

    feature_set: str
    run: str
    read: int
    written: int
    late: int
    unchanged: int
    rejected: int
    errors: list[dict[str, Any]]

    def _repr_html_(self) -> str:
        return facts(f"Rows of {self.feature_set}", {name: getattr(self, name) for name in list(self.__dict__)[1:]})


def feature_set_version(found: Any) -> FeatureSetVersion:
    """Of what the service answers."""
    return FeatureSetVersion(
        label=found.label,
        entity=found.entity.name,
        join_keys={key.name: key.type_.value for key in found.entity.join_keys},
        features={feature.name: feature.type_.value for feature in found.features},
        non_finite=frozenset(feature.name for feature in found.features if feature.allow_non_finite),
        ttl_seconds=found.ttl_seconds,
        defaults=frozenset(feature.name for feature in found.features if feature.has_default),
    )


def write_result(told: dict[str, Any]) -> WriteResult:
    """Of what the service answers."""
    return WriteResult(
        feature_set=told["featureSet"],
        run=told["run"],
        **{name: told[name] for name in ("read", "written", "late", "unchanged", "rejected", "errors")},
    )
