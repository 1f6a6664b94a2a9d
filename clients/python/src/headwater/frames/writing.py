"""Answers of the service as DataFrames."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.optional import is_polars, need
from headwater.frames.types import arrow_type
from headwater.wire.enums import DataType

KINDS = ("pandas", "polars", "arrow")


def kind_of(frame: Any) -> str:
    """Which library the answer to a question about this table belongs to; pandas where it is of none."""
    if is_polars(frame):
        return "polars"
    return "arrow" if type(frame).__module__.partition(".")[0] == "pyarrow" else "pandas"


def as_frame(table: Any, kind: str, json_columns: Sequence[str] = ()) -> Any:
    """A pyarrow.Table as a DataFrame. In pandas INT64 are Int64, BOOL boolean, FLOAT64 float64 (NaN where there is none), times
    datetime64[us, UTC]; so a column has the same dtype whatever is missing in it. JSON columns hold what their text says."""
    if kind not in KINDS:
        raise BadUserInput(
            f'"{kind}" is no kind of table; it is one of {", ".join(KINDS)}.', {"expected": KINDS, "found": kind}
        )
    if kind == "arrow":
        return table
    if kind == "polars":
        return need("polars", "polars").from_arrow(table)
    pd = need("pandas", "pandas")
    pa = need("pyarrow", "pyarrow")
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    values = {
        name: [None if text is None else json.loads(text) for text in table[name].to_pylist()] for name in json_columns
    }
    # Column by column, each of which is let go where nobody else has the table: there is never a second whole one. A column in one piece would not be
    # copied, and could not be written to.
    is_in_pieces = all(column.num_chunks > 1 for column in table.columns)
    frame = table.to_pandas(
        types_mapper=nullable.get, ignore_metadata=True, split_blocks=is_in_pieces, self_destruct=is_in_pieces
    )
    for name, column in values.items():
        frame[name] = pd.Series(column, dtype=object, index=frame.index)
    return frame


def column_of_json(values: list[Any], kind: DataType) -> Any:
    """Values of a JSON answer as a column of Arrow of that type; JSON values stay as their text."""
    pa = need("pyarrow", "pyarrow")
    name = kind.value
    if kind is DataType.JSON:
        return pa.array(
            [None if value is None else json.dumps(value, ensure_ascii=False) for value in values], pa.string()
        )
    if name.startswith("TIMESTAMP"):
        return _times(values, kind)
    converters: dict[str, Callable[[Any], Any]] = {"FLOAT64": float, "BYTES": base64.b64decode}
    convert = converters.get(name.removesuffix("_LIST"))
    if convert is not None and name.endswith("_LIST"):
        values = [None if value is None else [convert(element) for element in value] for value in values]
    elif convert is not None:
        values = [None if value is None else convert(value) for value in values]
    return pa.array(values, arrow_type(kind))


def _times(values: list[Any], kind: DataType) -> Any:
    pa = need("pyarrow", "pyarrow")
    return pa.array(values, pa.list_(pa.string()) if kind.value.endswith("_LIST") else pa.string()).cast(
        arrow_type(kind)
    )
