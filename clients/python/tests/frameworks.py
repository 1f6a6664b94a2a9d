"""PyTorch, Lightning and Keras, where they are installed: FRAMEWORKS=1 npm test -- test/clients/python."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

import headwater
from conftest import unique
from headwater import Entity, FeatureSet

os.environ.setdefault("KERAS_BACKEND", "torch")
NOW = pd.Timestamp("2026-01-01T00:00:00Z")


def need(module: str) -> None:
    """Leaves a file of tests out where it isn't installed."""
    pytest.importorskip(
        module, reason=f"{module} is not installed; FRAMEWORKS=1 npm test -- test/clients/python has it"
    )


def made_training_set(hw: headwater.Headwater) -> pd.DataFrame:
    """Two features, a column that comes with the request, a label that is a sum of them."""
    name = unique()
    hw.apply(Entity("airport"), FeatureSet(name, "airport", {"delay": float, "late": float}), show=False)
    airports = [f"A{place}" for place in range(64)]
    delay, late = np.linspace(-1, 1, 64), np.cos(np.arange(64.0))
    hw.features.write(pd.DataFrame({"airport": airports, "event_time": NOW, "delay": delay, "late": late}), name)
    later = NOW + pd.Timedelta(hours=1)
    spine = pd.DataFrame({"airport": airports, "event_time": later, "distance": np.sin(np.arange(64.0))})
    spine["y"] = delay * 2 - late + spine["distance"] / 2
    return hw.training_set(spine, features=[f"{name}:*"], label="y", name=name, progress=False)
