"""Columns as the declared types of features want them: nothing is changed silently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.optional import need
from headwater.frames.types import arrow_type, refuse_unheld, type_of_arrow
from headwater.wire.enums import DataType

EXACT = 2**53


def fit(table: Any, types: Mapping[str, DataType]) -> Any:
    """The columns that have types, in the order of these, each as its type is in Arrow (times in microseconds of UTC).

    Whole numbers of floats, which pandas makes of whole numbers with gaps, become INT64 again; whole numbers become FLOAT64 where that
    is declared; categories become what they are names for. Anything else of another type is refused.

    Raises:
        BadUserInput: A column holds something else than its type; it names the column, what was expected and found.
    """
    pa = need("pyarrow", "pyarrow")
    return pa.table([fit_column(name, table[name], kind) for name, kind in types.items()], names=list(types))


def fit_column(name: str, column: Any, kind: DataType) -> Any:
    """One column as its declared type."""
    pa = need("pyarrow", "pyarrow")
    wanted = arrow_type(kind)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    # A column of nothing fits any type: categories of nothing are floats to pandas.
    if column.null_count == len(column):
        return _json(pa.nulls(len(column), wanted)) if kind is DataType.JSON else pa.nulls(len(column), wanted)
    if kind is DataType.JSON:
        return _json(column)
    refuse_unheld(name, column.type)
    found = type_of_arrow(name, column.type)
    empty_list = (
        found.value.endswith("_LIST") and pa.types.is_null(column.type.value_type) and kind.value.endswith("_LIST")
    )
    numbers = {found.value.removesuffix("_LIST"), kind.value.removesuffix("_LIST")} == {"INT64", "FLOAT64"}
    alike = found.value.endswith("_LIST") == kind.value.endswith("_LIST")
    if found is not kind and not empty_list and not (numbers and alike):
        raise _misfit(name, kind, str(column.type), "")
    if found is DataType.FLOAT64 and kind is DataType.INT64:
        _refuse_inexact(name, column)
    try:
        return column.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise _misfit(name, kind, str(column.type), f": {error}") from error


def _refuse_inexact(name: str, column: Any) -> None:
    pc = need("pyarrow.compute", "pyarrow")
    largest = pc.max(pc.abs(column)).as_py()
    if largest is not None and largest > EXACT:
        raise BadUserInput(
            f'The column "{name}" holds {largest} as a float, which is exact up to 2^53 only; read it as Int64 from the beginning.',
            {"field": name, "expected": "Int64", "found": str(column.type)},
        )


def _json(column: Any) -> Any:
    """As text that Parquet says to be JSON."""
    pa = need("pyarrow", "pyarrow")
    texts = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    return pa.ExtensionArray.from_storage(pa.json_(pa.string()), texts.cast(pa.string()))


def _misfit(name: str, kind: DataType, found: str, why: str) -> BadUserInput:
    return BadUserInput(
        f'The column "{name}" is {found}, which is no {kind.value}{why}.',
        {"field": name, "expected": kind.value, "found": found},
    )


def settle(table: Any) -> Any:
    """Each column as the type of Headwater that holds it, for tables that no definition speaks of.

    Raises:
        BadUserInput: A column that none holds.
    """
    return fit(table, {name: type_of_arrow(name, table.schema.field(name).type) for name in table.column_names})
