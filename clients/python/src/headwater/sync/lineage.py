# Generated from aio/lineage.py, by generate.py: change that.
"""Questions to the graph."""

from __future__ import annotations

from typing import Any

from headwater.sync.transport import Transport
from headwater.core.references import ref_of
from headwater.records.lineage import Lineage, lineage
from headwater.wire.enums import LineageDirection

MOST_NODES = 1000


def find_lineage(transport: Transport, node: Any, direction: str, depth: int) -> Lineage:
    """What a node was made of, or what was made of it."""
    found = transport.lineage(
        of=[ref_of(node)], direction=LineageDirection(direction), depth=depth, limit=MOST_NODES
    )
    return lineage(found)
