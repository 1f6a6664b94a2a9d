"""What serves where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headwater.display.html import facts


@dataclass(frozen=True)
class Deployed:
    """A deployment after `deploy`.

    Attributes:
        bindings: Model version → percent of the traffic.
        changed: Whether that differs from what was.
    """

    label: str
    bindings: dict[str, int]
    endpoint: str | None
    changed: bool

    def _repr_html_(self) -> str:
        return facts(f"Deployment {self.label}", {"bindings": self.bindings, "endpoint": self.endpoint})


def deployed(told: Any) -> Deployed:
    """Of what the service answers."""
    found = told.deployment
    bindings = {binding.model_version.label: binding.traffic_percent for binding in found.bindings}
    return Deployed(label=found.label, bindings=bindings, endpoint=found.endpoint, changed=told.changed)
