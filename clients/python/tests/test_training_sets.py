"""Training sets are what pandas.merge_asof makes of the same tables."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import headwater
from conftest import unique
from headwater import Entity, FeatureSet
from headwater.errors import BadUserInput

TTL = timedelta(hours=5)
BEGIN = pd.Timestamp("2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def traffic(hw: headwater.Headwater) -> str:
    name = unique()
    hw.apply(
        Entity(f"{name}_key", {"key": str}),
        FeatureSet(name, f"{name}_key", {"n": int, "x": float}, ttl=TTL),
        show=False,
    )
    return name


HOURS = st.integers(0, 24)
KEYS = st.sampled_from("abc")
EVENTS = st.lists(
    st.tuples(KEYS, HOURS, st.none() | st.integers(-(2**63), 2**63 - 1)), unique_by=lambda e: e[:2], max_size=25
)
SPINE = st.lists(st.tuples(KEYS, HOURS), min_size=1, max_size=25)


@settings(max_examples=3 if settings().max_examples < 100 else 100)
@given(EVENTS, SPINE)
def test_a_training_set_equals_merge_asof(
    hw: headwater.Headwater, traffic: str, events: list[tuple[str, int, int | None]], spine: list[tuple[str, int]]
) -> None:
    prefix = unique()
    right = pd.DataFrame(
        {
            "key": pd.Series([prefix + key for key, _, _ in events], dtype="str"),
            "event_time": pd.to_datetime([BEGIN + pd.Timedelta(hours=hour) for _, hour, _ in events], utc=True),
            "n": pd.array([value for _, _, value in events], dtype="Int64"),
        }
    ).assign(x=lambda frame: np.arange(len(frame), dtype="float64"))
    hw.features.write(right, traffic)
    left = pd.DataFrame(
        {
            "key": pd.Series([prefix + key for key, _ in spine], dtype="str"),
            "event_time": pd.to_datetime([BEGIN + pd.Timedelta(hours=hour) for _, hour in spine], utc=True),
            "label": range(len(spine)),
        }
    ).set_index(pd.RangeIndex(100, 100 + len(spine)))
    made = hw.training_set(left, features=[f"{traffic}:*"], label="label", name=prefix, progress=False)

    ordered = left.reset_index(names="place").sort_values("event_time", kind="stable")
    expected = pd.merge_asof(
        ordered.astype({"event_time": "datetime64[us, UTC]"}),
        right.astype({"event_time": "datetime64[us, UTC]"}).sort_values("event_time"),
        on="event_time",
        by="key",
        tolerance=TTL,
    ).set_index("place")
    expected = expected.loc[left.index]
    pd.testing.assert_frame_equal(made[["key", "event_time", "label"]], left)
    assert made["n"].tolist() == expected["n"].tolist()
    np.testing.assert_array_equal(made["x"], expected["x"])
    assert made.attrs["training_set"] == f"{prefix}@1"
    assert made.attrs["features"] == {"n": f"{traffic}@1:n", "x": f"{traffic}@1:x"}


def test_polars_and_errors(hw: headwater.Headwater, traffic: str) -> None:
    spine = pl.DataFrame({"key": ["a"], "at": [BEGIN.to_pydatetime()], "y": [1]})
    made = hw.training_set(spine, features=f"{traffic}:x", label="y", event_time="at", name=unique(), progress=False)
    assert made.columns == ["key", "at", "y", "x"]
    assert made.attrs["label"] == "y"
    with pytest.raises(BadUserInput, match='Did you mean "y"'):
        hw.training_set(spine, features=f"{traffic}:x", label="yy", event_time="at")
    with pytest.raises(BadUserInput, match="event_time"):
        hw.training_set(spine, features=f"{traffic}:x")
    with pytest.raises(BadUserInput, match="no rows"):
        hw.training_set(spine.head(0), features=f"{traffic}:x", event_time="at")
