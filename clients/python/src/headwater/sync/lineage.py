# Generated from aio/lineage.py, by generate.py: change that.
"""Questions to the graph."""

from __future__ import annotations

from typing import Any

from headwater.sync.transport import Transport
from headwater.core.references import ref_of
from headwater.errors import HeadwaterError, NotFound
from headwater.records.lineage import Lineage, lineage
from headwater.wire.enums import LineageDirection

MOST_NODES = 1000


def find_lineage(transport: Transport, node: Any, direction: str, depth: int) -> Lineage:
    """What a node was made of, or what was made of it."""
    found = transport.lineage(
        of=[ref_of(node)], direction=LineageDirection(direction), depth=depth, limit=MOST_NODES
    )
    return lineage(found)


def nothing_of(transport: Transport, kind: str, ref: str) -> NotFound:
    """What to raise of a reference that names none of a kind: with the nearest things that there are, as the service tells them."""
    message = f'There is no {kind} "{ref}".'
    try:
        found = find_lineage(transport, ref, "UPSTREAM", 1)
        message += f" It is a {found.roots[0].rpartition('_')[0].replace('_', ' ')}."
    except HeadwaterError as error:
        if error.code == "NOT_FOUND":
            message += f" {error.message}"
    return NotFound(message, {"field": "ref", "found": ref})
