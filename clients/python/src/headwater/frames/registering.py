"""Tables whose columns are registered, and whose rows are kept as they are."""

from __future__ import annotations

from typing import Any

from headwater.frames.optional import is_pandas, is_polars, need
from headwater.frames.reading import read_frame
from headwater.frames.types import type_of_arrow
from headwater.wire.input_types import DatasetColumnInput


def table_to_keep(data: Any) -> Any:
    """The table with what its library needs to give it back with the same dtypes.

    Raises:
        BadUserInput: A column that Headwater has no type for.
    """
    pa = need("pyarrow", "pyarrow")
    table = read_frame(data)
    for field in table.schema:
        type_of_arrow(field.name, field.type)
    if is_pandas(data):
        return pa.Table.from_pandas(data)
    return pa.Table.from_batches(data.to_arrow().to_batches()) if is_polars(data) and data.height else table


def columns_of(table: Any) -> list[DatasetColumnInput]:
    """The columns as the service registers them, each with its type of Arrow as the native one."""
    return [
        DatasetColumnInput(name=field.name, type=type_of_arrow(field.name, field.type), nativeType=str(field.type))
        for field in table.schema
    ]
