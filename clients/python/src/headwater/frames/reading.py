"""A table of pandas, polars or pyarrow as one of Arrow."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.optional import is_pandas, is_polars, need


def read_frame(frame: Any, *, raw: Collection[str] = (), nan: Collection[str] = ()) -> Any:
    """Its columns as a pyarrow.Table of as many rows; named levels of an index of pandas are columns as well.

    Args:
        frame: DataFrame of pandas or polars, pyarrow.Table, or a mapping of columns.
        raw: Columns whose values are JSON: each becomes its JSON text.
        nan: Columns of floats in which NaN is a value. Elsewhere NaN, NaT and None of pandas all mean that there is none.

    Raises:
        BadUserInput: Names that are no text or stand twice, or a column that no type of Arrow holds.
    """
    pa = need("pyarrow", "pyarrow")
    if is_polars(frame):
        return _with_json(frame.to_arrow(), raw)
    if isinstance(frame, pa.Table):
        _refuse_doubles(frame.column_names)
        return _with_json(frame, raw)
    if isinstance(frame, dict):
        frame = need("pandas", "pandas").DataFrame(frame)
    if not is_pandas(frame):
        raise BadUserInput(
            f"A table is a DataFrame of pandas or polars, or a pyarrow.Table, not {type(frame).__name__}.",
            {"expected": "DataFrame", "found": type(frame).__name__},
        )
    named = with_index(frame)
    _refuse_doubles(named.columns)
    names = [str(name) for name in named.columns]
    arrays = [_array(name, named[name], name in raw, name not in nan) for name in names]
    return pa.table(arrays, names=names) if names else pa.table({})


def with_index(frame: Any) -> Any:
    """The frame, with the levels of its index that have names as columns in front."""
    levels = [name for name in frame.index.names if name is not None and name not in frame.columns]
    if not levels:
        return frame
    others = [name for name in frame.index.names if name not in levels]
    return frame.reset_index(level=others, drop=True).reset_index() if others else frame.reset_index()


def _array(name: str, column: Any, is_json: bool, nan_is_missing: bool) -> Any:
    pa = need("pyarrow", "pyarrow")
    if is_json:
        return pa.array(_json_texts(name, column.tolist()), pa.string())
    dense = column.sparse.to_dense() if hasattr(column, "sparse") else column
    plain_float = getattr(dense.dtype, "kind", "") == "f" and not hasattr(dense.dtype, "na_value")
    try:
        return (
            pa.array(dense.to_numpy(), from_pandas=False)
            if plain_float and not nan_is_missing
            else pa.array(dense, from_pandas=True)
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        raise _unreadable(name, dense, error) from error


def _unreadable(name: str, column: Any, error: Exception) -> BadUserInput:
    kinds = Counter(type(value).__name__ for value in column.head(10_000).tolist() if value is not None)
    if "Decimal" in kinds or any(isinstance(value, Decimal) for value in column.head(100)):
        why = "Decimals are refused: Headwater has no decimals. Make them whole numbers of a smaller unit, text, or floats"
    elif len(kinds) > 1:
        why = f"it holds {', '.join(f'{kind} ({count})' for kind, count in kinds.most_common(5))}; make them one type"
    else:
        why = f"{str(error).splitlines()[0] if str(error) else type(error).__name__}"
    return BadUserInput(f'The column "{name}" can\'t be sent: {why}.', {"field": name, "found": str(column.dtype)})


def _with_json(table: Any, raw: Collection[str]) -> Any:
    pa = need("pyarrow", "pyarrow")
    for place, name in enumerate(table.column_names):
        if name in raw:
            table = table.set_column(place, name, pa.array(_json_texts(name, table[name].to_pylist()), pa.string()))
    return table


def _json_texts(name: str, values: Iterable[Any]) -> list[str | None]:
    return [None if _is_missing(value) else _json_text(name, row, value) for row, value in enumerate(values, 1)]


def _json_text(name: str, row: int, value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadUserInput(
            f'Row {row} of the column "{name}" is no JSON: {error}. '
            "JSON has dictionaries by text, lists, text, finite numbers, True, False and None.",
            {"field": name, "row": row, "expected": "JSON", "found": type(value).__name__},
        ) from error


def _is_missing(value: Any) -> bool:
    return (
        value is None or type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value)
    )


def _refuse_doubles(names: Iterable[Any]) -> None:
    for name, count in Counter(names).items():
        if not isinstance(name, str):
            raise BadUserInput(f"The column {name!r} has a name that is no text; rename it.", {"found": repr(name)})
        if count > 1:
            raise BadUserInput(
                f'The table has {count} columns named "{name}"; give each its own name.',
                {"field": name, "found": count},
            )
