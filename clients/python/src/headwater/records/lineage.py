"""What something was made of, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from headwater.display.html import grid
from headwater.display.lineage_svg import draw

# More boxes than these nobody reads in a cell.
MOST_DRAWN = 40


@dataclass(frozen=True)
class LineageNode:
    """A node and its distance, in edges, from where the question began.

    Attributes:
        kind: ``dataset_version``, ``run``, ``model_version``, …
    """

    id: str
    label: str
    kind: str
    depth: int


@dataclass(frozen=True, repr=False)
class Lineage:
    """A part of the graph.

    Attributes:
        edges: (id, id, kind), from the data towards the deployments.
        complete: Whether there is no more of it.
        because: Why there is more, where there is.
    """

    roots: list[str]
    nodes: list[LineageNode]
    edges: list[tuple[str, str, str]]
    complete: bool
    because: str | None

    def labels(self, kind: str | None = None) -> list[str]:
        """The labels of all nodes, or of those of a kind, the nearest first."""
        return [node.label for node in self.nodes if kind in (None, node.kind)]

    def __repr__(self) -> str:
        of = ", ".join(node.label for node in self.nodes if node.id in self.roots)
        more = "" if self.complete else f", not all: {self.because}"
        return f"<Lineage of {of}: {len(self.nodes)} nodes, {len(self.edges)} edges{more}>"

    def _repr_svg_(self) -> str | None:
        return draw(self.nodes, self.edges, self.roots) if len(self.nodes) <= MOST_DRAWN else None

    def _repr_html_(self) -> str:
        more = "" if self.complete else f"<p>There is more of it: {self.because}.</p>"
        picture = self._repr_svg_()
        rows = [(node.depth, node.kind.replace("_", " "), node.label) for node in self.nodes]
        return f"{picture or grid(('depth', 'kind', 'label'), rows)}{more}"


def lineage(found: Any) -> Lineage:
    """Of what the service answers. The kind is what ids begin with, so that new kinds are known."""
    nodes = [
        LineageNode(item.node.id, item.node.label, item.node.id.rpartition("_")[0], item.depth) for item in found.nodes
    ]
    return Lineage(
        roots=[node.id for node in found.roots],
        nodes=sorted(nodes, key=lambda node: (node.depth, node.label)),
        edges=[(edge.from_, edge.to, edge.kind) for edge in found.edges],
        complete=found.complete,
        because=None if found.incomplete_because is None else str(found.incomplete_because.value),
    )
