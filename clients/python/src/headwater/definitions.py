"""Definitions in Python: what should be there, as `headwater apply` has it in YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from headwater.core.references import tags_of
from headwater.errors import BadUserInput
from headwater.frames.types import data_type
from headwater.wire.enums import FutureEventPolicy, ViolationPolicy
from headwater.wire.input_types import (
    AllowedValuesInput,
    DefineEntityInput,
    DefineEnvironmentInput,
    DefineFeatureServiceInput,
    FeatureInput,
    FeatureSourceInput,
    JoinKeyInput,
    PublishFeatureSetInput,
    TransformationInput,
)


@dataclass(frozen=True, kw_only=True)
class Described:
    """What all definitions may have."""

    description: str | None = None
    owner: str | None = None
    tags: Mapping[str, str] | None = None

    def _described(self) -> dict[str, Any]:
        told = {"description": self.description, "owner": self.owner, "tags": tags_of(self.tags)}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True)
class Environment(Described):
    """Where models are deployed, such as ``production``."""

    name: str

    def to_input(self) -> DefineEnvironmentInput:
        """As the service takes it."""
        return DefineEnvironmentInput(name=self.name, **self._described())


@dataclass(frozen=True)
class Entity(Described):
    """What features are about: ``Entity("airport", {"airport": str})``.

    Attributes:
        join_keys: Name → type, one or more; left out, one of the entity's name that is a text.
    """

    name: str
    join_keys: Mapping[str, Any] = field(default_factory=dict)

    def to_input(self) -> DefineEntityInput:
        """As the service takes it."""
        given = self.join_keys or {self.name: str}
        keys = [JoinKeyInput(name=name, type=data_type(kind)) for name, kind in given.items()]
        return DefineEntityInput(name=self.name, joinKeys=keys, **self._described())


@dataclass(frozen=True)
class Feature:
    """A feature with more to it than a type.

    Attributes:
        type: ``float``, ``list[int]``, ``"FLOAT64"``, …
        default: What a row without it has.
        minimum, maximum, values: What is allowed.
        on_violation: "REJECT" or "COUNT" what is not allowed.
        allow_non_finite: Whether NaN and the infinities are values of it.
        sources: Dataset version → the columns that it is made of.
    """

    type: Any
    description: str | None = None
    default: Any = None
    minimum: Any = None
    maximum: Any = None
    values: Sequence[Any] | None = None
    on_violation: str | None = None
    allow_non_finite: bool = False
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def to_input(self, name: str) -> FeatureInput:
        """As the service takes it."""
        given: dict[str, Any] = {"name": name, "type": data_type(self.type)}
        allowed = {"min": self.minimum, "max": self.maximum, "values": self.values}
        bounds = {key: value for key, value in allowed.items() if value is not None}
        more = {
            "description": self.description,
            "defaultValue": self.default,
            "allowed": AllowedValuesInput(**bounds) if bounds else None,
            "onViolation": None if self.on_violation is None else ViolationPolicy(self.on_violation),
            "allowNonFinite": self.allow_non_finite or None,
            "sources": [FeatureSourceInput(dataset=ref, columns=list(named)) for ref, named in self.sources.items()]
            or None,
        }
        return FeatureInput(**given, **{key: value for key, value in more.items() if value is not None})


@dataclass(frozen=True)
class FeatureSet(Described):
    """Features of an entity that are written together::

        FeatureSet("airport_traffic", "airport", {"mean_delay_3h": float}, ttl=timedelta(hours=3))

    Attributes:
        entity: The entity, or its name.
        features: Name → type, or `Feature`; in their order.
        ttl: After how long a value has expired; None is never.
        sql, repository, commit, entry_point: What computes it.
        on_future_event: "REJECT" or "COUNT" what is said to happen more than a day from now.
    """

    name: str
    entity: str | Entity
    features: Mapping[str, Any]
    ttl: timedelta | None = None
    sql: str | None = None
    repository: str | None = None
    commit: str | None = None
    entry_point: str | None = None
    on_future_event: str | None = None

    def to_input(self, dry_run: bool = False) -> PublishFeatureSetInput:
        """As the service takes it."""
        features = [given if isinstance(given, Feature) else Feature(given) for given in self.features.values()]
        told: dict[str, Any] = {
            "name": self.name,
            "entity": self.entity if isinstance(self.entity, str) else self.entity.name,
            "features": [feature.to_input(name) for name, feature in zip(self.features, features, strict=True)],
            **self._described(),
        }
        if self.ttl is not None:
            told["ttlSeconds"] = _whole_seconds(self.name, self.ttl)
        made = {"sql": self.sql, "repository": self.repository, "commit": self.commit, "entryPoint": self.entry_point}
        if any(made.values()):
            told["transformation"] = TransformationInput(**{key: value for key, value in made.items() if value})
        if self.on_future_event is not None:
            told["onFutureEvent"] = FutureEventPolicy(self.on_future_event)
        if dry_run:
            told["dryRun"] = True
        return PublishFeatureSetInput(**told)


@dataclass(frozen=True)
class FeatureService(Described):
    """A named list of features for consumers that are no models; it pins what it names."""

    name: str
    features: Sequence[str]

    def to_input(self, dry_run: bool = False) -> DefineFeatureServiceInput:
        """As the service takes it."""
        more: dict[str, Any] = {"dryRun": True} if dry_run else {}
        return DefineFeatureServiceInput(name=self.name, features=list(self.features), **more, **self._described())


Definition = Environment | Entity | FeatureSet | FeatureService


def in_order(definitions: Sequence[Definition]) -> list[Definition]:
    """As they can be done one after the other.

    Raises:
        BadUserInput: Something is none of them, or stands there twice.
    """
    kinds = (Environment, Entity, FeatureSet, FeatureService)
    for given in definitions:
        if not isinstance(given, kinds):
            names = ", ".join(kind.__name__ for kind in kinds)
            raise BadUserInput(f"{given!r} is no definition; it is one of {names}.", {"found": repr(given)})
    ordered = sorted(definitions, key=lambda given: kinds.index(type(given)))
    seen = set()
    for given in ordered:
        if (type(given), given.name) in seen:
            raise BadUserInput(
                f'"{given.name}" is given twice as {type(given).__name__}; give it once.', {"field": given.name}
            )
        seen.add((type(given), given.name))
    return ordered


def _whole_seconds(name: str, ttl: timedelta) -> int:
    seconds = ttl.total_seconds()
    if seconds < 0 or seconds != int(seconds):
        raise BadUserInput(
            f'The ttl of "{name}" is {ttl}; it is whole seconds, not below 0.', {"field": "ttl", "found": str(ttl)}
        )
    return int(seconds)
