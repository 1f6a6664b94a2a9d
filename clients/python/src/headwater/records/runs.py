"""How a run stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headwater.display.html import facts


@dataclass(frozen=True)
class RunFacts:
    """What the service has of a run.

    Attributes:
        status: PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED or LOST.
        metrics: Name → last value.
        inputs, outputs: Labels.
    """

    id: str
    name: str
    experiment: str
    status: str
    message: str | None
    started_at: datetime | None
    ended_at: datetime | None
    parameters: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]
    inputs: list[str]
    outputs: list[str]

    def _repr_html_(self) -> str:
        told = {name.replace("_", " "): value for name, value in self.__dict__.items() if name != "name"}
        return facts(f"Run {self.name}", told)


def run_facts(found: Any) -> RunFacts:
    """Of what the service answers."""
    return RunFacts(
        id=found.id,
        name=found.name,
        experiment=found.experiment.name,
        status=found.status.value,
        message=found.message,
        started_at=found.started_at,
        ended_at=found.ended_at,
        parameters={given.name: given.value for given in found.parameters},
        metrics={metric.name: metric.value for metric in found.metrics},
        tags={tag.key: tag.value for tag in found.tags},
        inputs=[link.node.label for link in found.inputs],
        outputs=[link.node.label for link in found.outputs],
    )
