"""What is written is read as it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import headwater
from columns import COLUMNS, columns, plain
from conftest import unique
from headwater import Entity, Feature, FeatureSet
from headwater.errors import BadUserInput, NotFound
from headwater.frames.reading import read_frame

NOW = pd.Timestamp("2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def every_type(hw: headwater.Headwater) -> str:
    name = unique()
    hw.apply(
        Entity(f"{name}_key", {"key": str}),
        FeatureSet(name, f"{name}_key", {n.lower(): n for n in COLUMNS}),
        show=False,
    )
    return name


@pytest.fixture(scope="module")
def simple(hw: headwater.Headwater) -> str:
    """A set with one whole number, `n`, and floats that need not be finite, `x`."""
    name = unique()
    features = {"n": int, "x": Feature(float, allow_non_finite=True)}
    hw.apply(Entity(f"{name}_key", {"key": int}), FeatureSet(name, f"{name}_key", features), show=False)
    return name


@given(columns())
def test_a_frame_of_every_type_is_read_as_it_was_written(
    hw: headwater.Headwater, every_type: str, made: dict[str, tuple[list[Any], pd.Series]]
) -> None:
    count = len(next(iter(made.values()))[0])
    keys = [f"{unique()}{place}" for place in range(count)]
    frame = pd.DataFrame({"key": keys, "event_time": NOW, **{name: column for name, (_, column) in made.items()}})
    result = hw.features.write(frame, every_type)
    assert (result.written, result.rejected) == (count, 0)

    read = hw.features.online([f"{every_type}:*"], entities=frame[["key"]])
    for name, (values, _) in made.items():
        assert [plain(value) for value in read[name]] == values, name


@given(columns())
def test_a_registered_frame_is_read_with_its_dtypes(
    hw: headwater.Headwater, made: dict[str, tuple[list[Any], pd.Series]]
) -> None:
    # A column of many shapes of JSON, or of nothing, has no type of its own in Arrow.
    kept = {
        name: column
        for name, (values, column) in made.items()
        if name != "json" and "list" not in name and any(v is not None for v in values)
    }
    frame = pd.DataFrame(kept)
    version = hw.datasets.register(frame, unique())
    again = hw.datasets.register(frame, version.label.partition("@")[0])
    assert (version.created, again.created) == (True, False)
    read = hw.datasets.read(version.label)
    for name, column in frame.items():
        assert [plain(value) for value in read[name]] == [plain(value) for value in column], name
        # What Parquet has one word for comes back as the usual one: objects as text, seconds as milliseconds.
        if not {str(column.dtype), str(column.dtype).partition(",")[0]} & {
            "object",
            "string",
            "string[pyarrow]",
            "datetime64[s",
        }:
            assert str(read[name].dtype) == str(column.dtype), name


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20))
def test_polars_is_taken_and_given(hw: headwater.Headwater, simple: str, values: list[int | None]) -> None:
    base = int(unique()[1:8], 16) * 100
    keys = [base + place for place in range(len(values))]
    frame = pl.DataFrame({"key": keys, "n": values, "x": [1.5] * len(values)}, schema_overrides={"n": pl.Int64})
    frame = frame.with_columns(pl.lit(NOW.to_pydatetime()).alias("event_time"))
    hw.features.write(frame, simple)
    read = hw.features.online(f"{simple}:*", entities=frame.select("key"))
    assert isinstance(read, pl.DataFrame)
    assert read["n"].to_list() == values


def test_missing_values_and_nan(hw: headwater.Headwater, simple: str) -> None:
    frame = pd.DataFrame({"key": [1, 2, 3], "event_time": NOW, "n": [1.0, np.nan, 2.0**53], "x": [np.nan, np.inf, 0.5]})
    hw.features.write(frame, simple)
    read = hw.features.online([f"{simple}:*"], entities=[{"key": 1}, {"key": 2}, {"key": 3}, {"key": 4}], statuses=True)
    assert read["n"].tolist() == [1, pd.NA, 2**53, pd.NA]
    assert read["n.status"].tolist() == ["PRESENT", "NULL", "PRESENT", "NOT_FOUND"]
    # NaN is a value of this feature, so it is there.
    assert read["x.status"].tolist() == ["PRESENT", "PRESENT", "PRESENT", "NOT_FOUND"]
    assert str(read.dtypes["n"]) == "Int64"
    assert read.attrs["features"]["n"] == f"{simple}@1:n"


def test_an_index_may_hold_the_keys_and_stays(hw: headwater.Headwater, simple: str) -> None:
    frame = pd.DataFrame({"event_time": NOW, "n": [5, 6], "x": [0.0, 1.0]}, index=pd.Index([901, 902], name="key"))
    assert hw.features.write(frame, simple).written == 2
    assert hw.features.write(frame, simple).unchanged == 2
    read = hw.features.online([f"{simple}:n"], entities=pd.DataFrame({"key": [902, 902, 901]}, index=[7, 8, 7]))
    assert read["n"].tolist() == [6, 6, 5]
    assert read.index.tolist() == [7, 8, 7]


def test_many_entities_are_asked_for_in_parts(hw: headwater.Headwater, simple: str) -> None:
    keys = np.arange(10_000_000, 10_025_000)
    hw.features.write(pd.DataFrame({"key": keys, "event_time": NOW, "n": keys * 2, "x": 0.0}), simple)
    read = hw.features.online([f"{simple}:*"], entities=pd.DataFrame({"key": keys[::-1]}))
    assert (read["n"] == keys[::-1] * 2).all()


def test_an_empty_frame_is_an_answer(hw: headwater.Headwater, simple: str) -> None:
    empty = pd.DataFrame({"key": pd.Series([], dtype="int64")})
    assert list(hw.features.online([f"{simple}:*"], entities=empty).columns) == ["key", "n", "x"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"n": [Decimal("1.5")]}, "n", "decimals"),
        ({"n": pd.array([1.5])}, "n", "INT64"),
        ({"n": [2.0**60]}, "n", "2\\^53"),
        ({"n": ["1"]}, "n", "INT64"),
        ({"n": [1, "a"]}, "n", "str"),
        ({"event_time": [pd.Timestamp("2026-01-01")]}, "event_time", "time zone"),
        ({"event_time": [pd.Timestamp("2026-01-01T00:00:00.000000001Z")]}, "event_time", "TIMESTAMP"),
        ({"x": pd.to_timedelta([1], unit="s")}, "x", "total_seconds"),
        ({"x": pd.PeriodIndex(["2026-01"], freq="M")}, "x", "periods"),
        ({"y": [1]}, "y", "none of"),
    ],
)
def test_what_does_not_fit_is_refused(
    hw: headwater.Headwater, simple: str, change: Any, field: str, words: str
) -> None:
    row = {"key": [77], "event_time": [NOW], "n": [1], "x": [1.0]}
    rows = {name: (value * 2 if isinstance(value, list) and len(value) == 1 else value) for name, value in row.items()}
    width = len(next(iter(change.values())))
    frame = pd.DataFrame({**{name: value[:width] for name, value in rows.items()}, **change})
    with pytest.raises(BadUserInput, match=words) as raised:
        hw.features.write(frame, simple)
    assert raised.value.field == field


@pytest.mark.parametrize("value", [{1, 2}, {"a": float("nan")}, {("a", "b"): 1}, NOW])
def test_what_is_no_json_is_refused_with_its_place(value: Any) -> None:
    circle: list[Any] = []
    circle.append(circle)
    for wrong in (value, circle):
        with pytest.raises(BadUserInput, match='Row 2 of the column "facts" is no JSON') as raised:
            read_frame(pd.DataFrame({"facts": [{}, wrong]}), raw=["facts"])
        assert raised.value.field == "facts"


def test_errors_name_the_nearest(hw: headwater.Headwater, simple: str) -> None:
    frame = pd.DataFrame({"kye": [1], "event_time": [NOW], "n": [1], "x": [1.0]})
    with pytest.raises(BadUserInput, match='Did you mean "kye"') as raised:
        hw.features.write(frame, simple)
    assert raised.value.field == "key"
    with pytest.raises(NotFound, match=simple):
        hw.features.online([f"{simple}:m"], entities=[{"key": 1}])
    with pytest.raises(NotFound, match=f'no feature set "{simple}x".*Did you mean.*"{simple}"'):
        hw.features.get(f"{simple}x")
    with pytest.raises(NotFound, match="It is a feature set version"):
        hw.datasets.get(f"{simple}@1")
    with pytest.raises(BadUserInput, match="2 columns"):
        hw.features.write(pd.DataFrame([[1, 2]], columns=["key", "key"]), simple)
    assert isinstance(hw.features.online([f"{simple}:n"], entities=pa.table({"key": [1]})), pa.Table)
