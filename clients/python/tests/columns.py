"""Columns of every type, in every dtype that pandas has for it, for property tests."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)
INT64 = st.integers(-(2**63), 2**63 - 1)
FLOAT = st.floats(allow_nan=False, allow_infinity=False)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
TIME = st.integers(0, 130 * 365 * 86_400 * 1_000_000).map(lambda micros: EPOCH + timedelta(microseconds=micros))
# JSON doesn't tell 1e17 from 100000000000000000, but Python does.
FEW = st.floats(-1e15, 1e15)
LEAF = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | FEW | TEXT
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)
ZONES = ["UTC", "America/Denver", "Asia/Kolkata"]
Make = Callable[[list[Any]], pd.Series]


def _as(dtype: Any) -> Make:
    return lambda values: pd.Series(values, dtype=dtype)


def _times(unit: str, zone: str) -> Make:
    def make(values: list[Any]) -> pd.Series:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), utc=True)).dt.as_unit(unit).dt.tz_convert(zone)

    return make


def _arrays(values: list[Any]) -> pd.Series:
    return pd.Series([None if value is None else np.array(value) for value in values], dtype=object)


WHOLE = st.integers(-(2**53), 2**53)
# Type → (values, dtypes), where dtypes can hold all of these values, and None.
COLUMNS: dict[str, list[tuple[Any, list[Make]]]] = {
    "BOOL": [(st.booleans(), [_as("boolean"), _as(object), _as("bool[pyarrow]")])],
    "INT64": [
        (INT64, [_as("Int64"), _as("int64[pyarrow]"), _as(object)]),
        (WHOLE, [_as("float64"), _as("Float64")]),
        (st.integers(0, 127), [_as("Int8"), _as("UInt16")]),
    ],
    "FLOAT64": [
        (FLOAT, [_as("float64"), _as("Float64"), _as("float64[pyarrow]"), _as(object)]),
        (st.floats(width=32, allow_nan=False, allow_infinity=False), [_as("float32"), _as("Float32")]),
        (WHOLE.map(float), [lambda values: pd.Series(values, dtype="float64").astype("Int64")]),
    ],
    "STRING": [(TEXT, [_as("str"), _as("string"), _as(object), _as("category"), _as(pd.ArrowDtype(pa.string()))])],
    "TIMESTAMP": [
        (TIME, [_times("us", zone) for zone in ZONES] + [_times("ns", zone) for zone in ZONES] + [_as(object)]),
        (TIME.map(lambda time: time.replace(microsecond=0)), [_times("s", "Europe/Berlin")]),
    ],
    "BYTES": [(st.binary(max_size=6), [_as(object), _as(pd.ArrowDtype(pa.binary()))])],
    "JSON": [(JSON.filter(lambda value: value is not None), [_as(object)])],
    "INT64_LIST": [(st.lists(INT64, max_size=3), [_as(object), _as(pd.ArrowDtype(pa.list_(pa.int64())))])],
    "FLOAT64_LIST": [(st.lists(FLOAT, max_size=3), [_as(object), _arrays])],
    "STRING_LIST": [(st.lists(TEXT, max_size=3), [_as(object)])],
    "BOOL_LIST": [(st.lists(st.booleans(), max_size=3), [_as(object)])],
}


@st.composite
def columns(draw: st.DrawFn) -> dict[str, tuple[list[Any], pd.Series]]:
    """For each type its values, some of them None, and the column that holds them. All of one length."""
    count = draw(st.integers(1, 6))
    made = {}
    for name, kinds in COLUMNS.items():
        values, makers = draw(st.sampled_from(kinds))
        given = draw(st.lists(st.none() | values, min_size=count, max_size=count))
        made[name.lower()] = (given, draw(st.sampled_from(makers))(given))
    return made


def plain(value: Any) -> Any:
    """A cell as Python has it: None where there is none."""
    if isinstance(value, list | np.ndarray):
        return [plain(element) for element in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_convert("UTC").to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value
