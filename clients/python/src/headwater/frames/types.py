"""The data types of Headwater, and what they are in Python and in Arrow."""

from __future__ import annotations

import typing
from datetime import datetime
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.names import did_you_mean
from headwater.frames.optional import need
from headwater.wire.enums import DataType

_PYTHON: dict[Any, str] = {
    bool: "BOOL",
    int: "INT64",
    float: "FLOAT64",
    str: "STRING",
    datetime: "TIMESTAMP",
    bytes: "BYTES",
    dict: "JSON",
}


def data_type(given: Any) -> DataType:
    """`float`, `list[int]` or "FLOAT64" as a type of Headwater.

    Raises:
        BadUserInput: It is none.
    """
    name = given.upper() if isinstance(given, str) else _PYTHON.get(given)
    if typing.get_origin(given) is list:
        element = _PYTHON.get(typing.get_args(given)[0])
        name = None if element in {None, "JSON"} else f"{element}_LIST"
    known = [kind.value for kind in DataType]
    if name not in known:
        raise BadUserInput(
            f"{given!r} is no type of a feature; it is bool, int, float, str, datetime, bytes, dict, a list of one, "
            f"or a name. {did_you_mean(str(given), known)}",
            {"field": "type", "expected": known, "found": str(given)},
        )
    return DataType(name)


def arrow_type(kind: DataType) -> Any:
    """The type of Arrow that a column of it has. JSON is text."""
    pa = need("pyarrow", "pyarrow")
    scalars = {
        "BOOL": pa.bool_(),
        "INT64": pa.int64(),
        "FLOAT64": pa.float64(),
        "STRING": pa.string(),
        "TIMESTAMP": pa.timestamp("us", tz="UTC"),
        "BYTES": pa.binary(),
        "JSON": pa.string(),
    }
    name = kind.value
    return pa.list_(scalars[name.removesuffix("_LIST")]) if name.endswith("_LIST") else scalars[name]


def type_of_arrow(column: str, found: Any) -> DataType:
    """The type of Headwater that holds what a column of Arrow has.

    Raises:
        BadUserInput: None does: decimals, durations, times without zone.
    """
    pa = need("pyarrow", "pyarrow")
    is_ = pa.types
    if is_.is_dictionary(found):
        return type_of_arrow(column, found.value_type)
    if is_.is_list(found) or is_.is_large_list(found) or is_.is_fixed_size_list(found):
        element = type_of_arrow(column, found.value_type).value
        return DataType.JSON if element == "JSON" or element.endswith("_LIST") else DataType(f"{element}_LIST")
    refuse_unheld(column, found)
    if is_.is_boolean(found):
        return DataType.BOOL
    if is_.is_integer(found):
        return DataType.INT64
    if is_.is_floating(found):
        return DataType.FLOAT64
    if is_.is_timestamp(found):
        return DataType.TIMESTAMP
    if is_.is_binary(found) or is_.is_large_binary(found) or is_.is_fixed_size_binary(found):
        return DataType.BYTES
    if is_.is_struct(found) or is_.is_map(found):
        return DataType.JSON
    return DataType.STRING


def refuse_unheld(column: str, found: Any) -> None:
    """
    Raises:
        BadUserInput: No type of Headwater holds such values without changing them.
    """
    is_ = need("pyarrow", "pyarrow").types
    if is_.is_decimal(found):
        advice = "Headwater has no decimals, and a float would not be exact: make it whole numbers of a smaller unit (cents), text, or floats"
    elif is_.is_duration(found):
        advice = "a duration has no type here: make it a number of seconds, .dt.total_seconds()"
    elif is_.is_timestamp(found) and found.tz is None:
        advice = 'its times have no time zone, so they name no moment: say which, .dt.tz_localize("UTC")'
    elif isinstance(found, need("pyarrow", "pyarrow").BaseExtensionType) and str(found.extension_name) not in {
        "arrow.json",
        "arrow.uuid",
    }:
        advice = "periods, intervals and other types of one library alone are none here: make them text or times"
    else:
        return
    raise BadUserInput(f'The column "{column}" is {found}; {advice}.', {"field": column, "found": str(found)})
