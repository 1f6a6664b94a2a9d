"""Tables of feature rows as a feature set declares them."""

from __future__ import annotations

from typing import Any

from headwater.frames.fitting import fit
from headwater.frames.names import refuse_other_columns, require_columns
from headwater.frames.reading import read_frame
from headwater.records.features import FeatureSetVersion
from headwater.wire.enums import DataType


def feature_rows(data: Any, definition: FeatureSetVersion, event_time: str) -> Any:
    """The join keys, the event time and the features of a table, as their types are. Features with a default
    may be left out.

    Raises:
        BadUserInput: A column is missing, is unknown, or holds something else than its type.
    """
    types = {**definition.join_keys, **definition.features}
    raw = [name for name, kind in types.items() if kind == "JSON"]
    table = read_frame(data, raw=raw, nan=definition.non_finite)
    what = f"A row of {definition.label}"
    needed = [name for name in definition.features if name not in definition.defaults]
    require_columns([*definition.join_keys, event_time, *needed], table.column_names, what)
    refuse_other_columns(table.column_names, [*types, event_time], f"the columns of {definition.label}")
    present = {name: DataType(kind) for name, kind in types.items() if name in table.column_names}
    fitted = fit(table, {**present, event_time: DataType.TIMESTAMP})
    return fitted.rename_columns(["event_time" if name == event_time else name for name in fitted.column_names])
