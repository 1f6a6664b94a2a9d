"""Questions to the graph."""

from __future__ import annotations

from typing import Any

from headwater.aio.transport import AsyncTransport
from headwater.core.references import ref_of
from headwater.records.lineage import Lineage, lineage
from headwater.wire.enums import LineageDirection

MOST_NODES = 1000


async def find_lineage(transport: AsyncTransport, node: Any, direction: str, depth: int) -> Lineage:
    """What a node was made of, or what was made of it."""
    found = await transport.lineage(
        of=[ref_of(node)], direction=LineageDirection(direction), depth=depth, limit=MOST_NODES
    )
    return lineage(found)
