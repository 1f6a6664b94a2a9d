"""A small picture of lineage: a column for each depth, the data on the left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

WIDTH, HEIGHT, GAP_X, GAP_Y = 190, 34, 60, 14
# Edges along which nothing is made of anything.
NO_FLOW = {"VERSION_OF", "CHILD_OF"}
COLOURS = {
    "dataset_version": "#2f6f9f",
    "dataset": "#2f6f9f",
    "feature_set_version": "#2f855a",
    "feature_set": "#2f855a",
    "run": "#975a16",
    "model_version": "#6b46c1",
    "model": "#6b46c1",
    "deployment": "#c53030",
}


class Node(Protocol):
    """What is drawn."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...


def draw(nodes: Sequence[Node], edges: Sequence[tuple[str, str, str]], roots: Sequence[str]) -> str:
    """SVG. A node stands right of all that leads to it; of a circle the edges that go back are drawn all the same."""
    nodes, edges = _worth_drawing(nodes, edges, roots)
    columns = _columns([node.id for node in nodes], edges)
    rows: dict[int, int] = defaultdict(int)
    places: dict[str, tuple[int, int]] = {}
    for column in sorted(set(columns.values())):
        here = [node for node in nodes if columns[node.id] == column]
        for node in sorted(here, key=lambda node: _height(node.id, edges, places)):
            places[node.id] = (8 + column * (WIDTH + GAP_X), 8 + rows[column] * (HEIGHT + GAP_Y))
            rows[column] += 1
    width = 16 + (max(columns.values(), default=0) + 1) * (WIDTH + GAP_X) - GAP_X
    height = 16 + max(rows.values(), default=1) * (HEIGHT + GAP_Y) - GAP_Y
    lines = "".join(
        _edge(places[start], places[end], kind) for start, end, kind in edges if {start, end} <= places.keys()
    )
    boxes = "".join(_box(node, places[node.id], node.id in roots) for node in nodes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'style="max-width:100%;height:auto" role="img" aria-label="Lineage" font-family="system-ui, sans-serif" font-size="12">{lines}{boxes}</svg>'
    )


def _worth_drawing(
    nodes: Sequence[Node], edges: Sequence[tuple[str, str, str]], roots: Sequence[str]
) -> tuple[Sequence[Node], Sequence[tuple[str, str, str]]]:
    """What data flows through: of a version not the name that it is a version of, of a run not the experiment."""
    flows = [edge for edge in edges if edge[2] not in NO_FLOW]
    ends = {end for start, stop, _kind in flows for end in (start, stop)}
    kept = [node for node in nodes if node.id in ends or node.id in roots]
    return (kept, flows) if flows else (nodes, edges)


def _height(node: str, edges: Sequence[tuple[str, str, str]], places: Mapping[str, tuple[int, int]]) -> float:
    """The middle of those that lead to it, so that edges cross little."""
    before = [places[start][1] for start, end, _kind in edges if end == node and start in places]
    return sum(before) / len(before) if before else 0.0


def _columns(ids: Sequence[str], edges: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """The length of the longest way to each; at most as many rounds as there are nodes, so that circles end."""
    columns = dict.fromkeys(ids, 0)
    for _ in ids:
        moved = False
        for start, end, _kind in edges:
            if start in columns and end in columns and columns[end] <= columns[start] < len(ids) - 1:
                columns[end] = columns[start] + 1
                moved = True
        if not moved:
            break
    return columns


def _edge(start: tuple[int, int], end: tuple[int, int], kind: str) -> str:
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT // 2, end[0], end[1] + HEIGHT // 2
    bend = (x1 + x2) // 2
    return f'<path d="M{x1},{y1} C{bend},{y1} {bend},{y2} {x2},{y2}" fill="none" stroke="#718096"><title>{escape(kind)}</title></path>'


def _box(node: Node, place: tuple[int, int], is_root: bool) -> str:
    x, y = place
    colour = COLOURS.get(node.kind, "#4a5568")
    short = node.label if len(node.label) <= 26 else f"{node.label[:25]}…"
    title = escape(f"{node.kind.replace('_', ' ')} {node.label}")
    return (
        f'<g><title>{title}</title><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="{colour}" '
        f'stroke="{"#1a202c" if is_root else colour}" stroke-width="{3 if is_root else 1}"/>'
        f'<text x="{x + WIDTH // 2}" y="{y + 21}" text-anchor="middle" fill="#fff">{escape(short)}</text></g>'
    )
