"""Features as a dependency of FastAPI::

flight = headwater.fastapi.features(deployment="production/flight-delay", timeout=0.2)

@app.get("/delay/{origin}")
async def delay(origin: str, features: Annotated[FeatureReader, Depends(flight)]) -> float:
    return model.predict([list((await features.one(origin=origin)).values())])[0]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import headwater
from headwater.aio.serving import FeatureReader
from headwater.errors import HeadwaterError
from headwater.frames.optional import need
from headwater.records.serving import Policy

# What a caller of the own service is told. Else it is a fault of one's own: 500.
STATUS = {"TIMEOUT": 504, "UNAVAILABLE": 503, "RATE_LIMITED": 503, "NOT_FOUND": 404, "BAD_USER_INPUT": 422}


class Features(FeatureReader):
    """A reader whose errors are answers of FastAPI."""

    async def many(self, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        try:
            return await super().many(entities)
        except HeadwaterError as error:
            if error.code not in STATUS:
                raise
            answer = need("fastapi", "fastapi").HTTPException
            raise answer(STATUS[error.code], {"code": error.code, "detail": error.message}) from error


def features(
    *,
    deployment: str | None = None,
    model: str | None = None,
    service: str | None = None,
    features: Sequence[str] | None = None,
    timeout: float = 0.5,
    policy: Policy | None = None,
    **connection: Any,
) -> Callable[[], Features]:
    """A dependency that gives a reader; all requests share its connections.

    Args:
        connection: What `headwater.connect_async` takes; left out, from the environment.
    """
    reader = Features(
        headwater.connect_async(**{"retries": 0, **connection}),
        deployment=deployment,
        model=model,
        service=service,
        features=features,
        timeout=timeout,
        policy=policy,
    )

    def give() -> Features:
        return reader

    return give
