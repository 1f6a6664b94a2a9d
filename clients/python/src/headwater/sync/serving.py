# Generated from aio/serving.py, by generate.py: change that.
"""Features for a service that predicts: a lookup with a time limit and a policy for what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.sync.client import Headwater
from headwater.records.serving import Policy, rows_of


class FeatureReader:
    """Reads what a deployment, model version, feature service or list of features says, over connections that are kept.

    Args:
        hw: The client; several readers may share it.
        deployment: ``production/flight-delay``: what serves there when it is asked. Or one of:
        model: A model version.
        service: A feature service version.
        features: References.
        timeout: Seconds that a lookup may take. It is tried once.
        policy: What becomes of missing and expired values.
    """

    def __init__(
        self,
        hw: Headwater,
        *,
        deployment: str | None = None,
        model: str | None = None,
        service: str | None = None,
        features: Sequence[str] | None = None,
        timeout: float = 0.5,
        policy: Policy | None = None,
    ) -> None:
        self._hw = hw
        asked = {"deployment": deployment, "model": model, "service": service, "features": features}
        self._question = {name: value for name, value in asked.items() if value is not None}
        self._timeout = timeout
        self._policy = policy or Policy()

    def one(self, **entity: Any) -> dict[str, Any]:
        """The features of one entity, in the model's order: ``reader.one(airport="SEA")``. Names are those of training sets."""
        return (self.many([entity]))[0]

    def many(self, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Those of several, in their order.

        Raises:
            TimedOut: The service took longer than it may.
            Unavailable: It is away.
            NotFound: A value is missing, where the policy says that this is an error.
            FailedPrecondition: A value has expired, where the policy says that this is an error.
        """
        body = {**self._question, "entities": list(entities), "include": ["statuses"]}
        response = self._hw.graphql.request("POST", "/v1/features", json=body, timeout=self._timeout)
        return rows_of(response.json(), entities, self._policy)

    def close(self) -> None:
        """Closes the connections of its client."""
        self._hw.close()
