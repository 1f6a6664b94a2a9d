"""What applying definitions would do, and whom it would reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from headwater.definitions import Definition


@dataclass(frozen=True)
class Step:
    """What would become of one definition.

    Attributes:
        what: ``feature set airport_traffic``.
        change: In words; None where it is there already, just so.
        difference: Of a new version, what differs from the current one.
        impact: Who would be reached: what reads it without naming a version, and what is pinned and stays.
    """

    what: str
    definition: Definition
    change: str | None = None
    difference: str | None = None
    impact: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """As text, the first line as `headwater apply` writes it."""
        head = f"= {self.what}" if self.change is None else f"+ {self.what}: {self.change}"
        more = [] if self.difference is None else [f"    {self.difference}"]
        return [head, *more, *(f"    {name}: {told}" for name, told in self.impact.items())]


@dataclass(frozen=True)
class Plan:
    """Steps in the order in which they can be done."""

    steps: Sequence[Step]

    @property
    def changes(self) -> list[Step]:
        """Those that would change something."""
        return [step for step in self.steps if step.change is not None]

    def __str__(self) -> str:
        there = len(self.steps) - len(self.changes)
        lines = [line for step in self.steps for line in step.lines()]
        return "\n".join([*lines, f"{len(self.changes)} to be made, {there} there already."])

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def publication_step(what: str, definition: Definition, publication: Any) -> Step:
    """Of a feature set that would have a new version."""
    current = "current at once" if publication.becomes_current else "not current yet"
    told = {
        "lookups that name no version": publication.unpinned_lookups,
        "writes that name no version": publication.unpinned_writes,
        "deployments": ", ".join(node.label for node in publication.deployments),
        "model versions": publication.model_version_count,
        "feature services": publication.feature_service_version_count,
        "training sets": publication.training_set_count,
    }
    return Step(
        what=what,
        definition=definition,
        change=f"version {publication.version} to be published, {current}: {publication.because}",
        difference=None if publication.comparison is None else publication.comparison.summary,
        impact={name: value for name, value in told.items() if value},
    )
