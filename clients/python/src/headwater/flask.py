"""Features as an extension of Flask::

flight = HeadwaterFeatures(deployment="production/flight-delay")
flight.init_app(app)                       # HEADWATER_URL, HEADWATER_KEY, HEADWATER_PROJECT of app.config
flight.one(origin="SEA", destination="DEN")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import headwater
from headwater.errors import FailedPrecondition
from headwater.sync.serving import FeatureReader


class HeadwaterFeatures:
    """A reader for an app. What it takes beside the app is what `FeatureReader` takes."""

    def __init__(self, app: Any = None, **reading: Any) -> None:
        self._reading = reading
        self._reader: FeatureReader | None = None
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Any) -> None:
        """Takes the connection from the app's config, else from the environment."""
        config = app.config
        hw = headwater.connect(
            config.get("HEADWATER_URL"),
            key=config.get("HEADWATER_KEY"),
            project=config.get("HEADWATER_PROJECT"),
            retries=0,
        )
        self._reader = FeatureReader(hw, **self._reading)
        app.extensions["headwater"] = self

    def one(self, **entity: Any) -> dict[str, Any]:
        """The features of one entity."""
        return self._open().one(**entity)

    def many(self, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Those of several."""
        return self._open().many(entities)

    def _open(self) -> FeatureReader:
        if self._reader is None:
            raise FailedPrecondition("HeadwaterFeatures has no app yet; call init_app(app) first.")
        return self._reader
