"""One part of the points that wait, sent; what the service refuses of it is found out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from headwater.errors import REFUSED
from headwater.tracking.points import Point, Points
from headwater.wire.input_types import LogRunInput

# A metric that was refused, how many points of it, and why.
Refusal = tuple[str, int, Exception]


async def send_points(run: Any, points: Points) -> list[Refusal]:
    """Sends the next part; what was refused of it is counted among what is lost.

    Raises:
        HeadwaterError: The service is away; the part waits again.
    """
    part = points.take()
    if not part:
        return []
    try:
        refused = await _send(run, points, part)
    except BaseException:
        points.give_back(part)
        raise
    points.told()
    points.lost += sum(count for _, count, _ in refused)
    return refused


async def _send(run: Any, points: Points, part: Sequence[Point]) -> list[Refusal]:
    """A call is written whole or not at all, and points that are there already change nothing, so metrics are tried one by one where all were refused."""
    try:
        await run._transport.log_run(LogRunInput(run=run.id, metrics=points.as_input(part)))
        return []
    except (*REFUSED, ValueError, TypeError) as error:
        # Not all that is a text here is one of UTF-8.
        names = list(dict.fromkeys(name for name, *_ in part))
        if len(names) <= 1:
            return [(name, len(part), error) for name in names]
    refused = [await _send(run, points, [point for point in part if point[0] == name]) for name in names]
    return [each for found in refused for each in found]
