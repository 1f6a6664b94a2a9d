"""Features in views of Django, with ``HEADWATER = {"url": …, "key": …, "project": …}`` in its settings::

flight = headwater.django.features(deployment="production/flight-delay")
flight().one(origin="SEA")
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import headwater
from headwater.frames.optional import need
from headwater.sync.serving import FeatureReader


def features(**reading: Any) -> Callable[[], FeatureReader]:
    """Gives a reader, made at its first use, when Django's settings are there; all views share its connections.

    Args:
        reading: What `FeatureReader` takes.
    """

    @cache
    def reader() -> FeatureReader:
        given = getattr(need("django.conf", "django").settings, "HEADWATER", {})
        return FeatureReader(headwater.connect(**{"retries": 0, **given}), **reading)

    return reader
