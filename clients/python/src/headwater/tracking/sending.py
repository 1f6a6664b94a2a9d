"""One part of the points that wait, sent; what the service refuses of it is found out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from headwater.errors import (
    AlreadyExists,
    BadUserInput,
    Conflict,
    FailedPrecondition,
    HeadwaterError,
    NotFound,
    TooComplex,
)
from headwater.tracking.points import Point, Points
from headwater.wire.input_types import LogRunInput

# What is wrong with what was sent, so that sending it again would not help.
REFUSED = (AlreadyExists, BadUserInput, Conflict, FailedPrecondition, NotFound, TooComplex)


def send_points(run: Any, points: Points) -> Iterator[tuple[str, int, HeadwaterError]]:
    """Sends the next part; gives the metrics that were refused, how many points, and why.

    Raises:
        HeadwaterError: The service is away; the part waits again.
    """
    part = points.take()
    try:
        refused = list(_send(run, points, part))
    except BaseException:
        points.give_back(part)
        raise
    points.told()
    yield from refused


def _send(run: Any, points: Points, part: Sequence[Point]) -> Iterator[tuple[str, int, HeadwaterError]]:
    """A call is written whole or not at all, and points that are there already change nothing, so metrics are tried one by one where all were refused."""
    try:
        run._transport.log_run(LogRunInput(run=run.id, metrics=points.as_input(part)))
    except REFUSED as error:
        names = dict.fromkeys(name for name, *_ in part)
        if len(names) <= 1:
            yield from ((name, len(part), error) for name in names)
            return
        for name in names:
            yield from _send(run, points, [point for point in part if point[0] == name])
