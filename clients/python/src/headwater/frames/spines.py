"""Spines up, training sets down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from headwater.core.references import feature_set_of
from headwater.errors import BadUserInput
from headwater.frames.fitting import settle
from headwater.frames.names import require_columns
from headwater.frames.optional import is_pandas, is_polars, need
from headwater.frames.reading import read_frame
from headwater.frames.writing import as_frame
from headwater.records.datasets import dataset_version, training_set_attrs


def spine_table(spine: Any, event_time: str, label: str | None) -> Any:
    """A spine as the service takes it.

    Raises:
        BadUserInput: The time or the label is missing, or a column is none that Headwater holds.
    """
    table = read_frame(spine)
    require_columns([event_time], table.column_names, "A spine")
    if label is not None:
        require_columns([label], table.column_names, "The label of a spine")
    if event_time != "event_time" and "event_time" in table.column_names:
        raise BadUserInput(
            f'The spine has a column "event_time" besides "{event_time}", which is to be its time; rename it.',
            {"field": "event_time"},
        )
    settled = settle(table)
    return settled.rename_columns(["event_time" if name == event_time else name for name in settled.column_names])


def name_of_training_set(features: Sequence[str], label: str | None) -> str:
    """`airport_traffic_delay`: of the first feature set and the label; never that of the set itself."""
    first = feature_set_of(features[0]) if features else "training_set"
    return f"{first}_training" if label is None else f"{first}_{label}"


def join_to_spine(spine: Any, rows: Any, version: Any, label: str | None) -> Any:
    """The spine as it was given, index and dtypes included, and the features of the rows beside it.

    Rows of a training set are those of its spine, in their order, so nothing is compared here.
    """
    if rows.num_rows != len(spine):
        raise AssertionError(f"{version.label} has {rows.num_rows} rows, its spine has {len(spine)}")
    told = version.training_set.features
    features = rows.select([feature.column for feature in told])
    json_columns = [feature.column for feature in told if feature.type_.value == "JSON"]
    attrs = training_set_attrs(dataset_version(version), label)
    if is_polars(spine):
        pl = need("polars", "polars")
        joined = pl.concat([spine, pl.from_arrow(features)], how="horizontal")
        # polars has no place for this; what is derived from the frame doesn't have it.
        joined.attrs = attrs
        return joined
    if not is_pandas(spine):
        joined = spine
        for name in features.column_names:
            joined = joined.append_column(name, features[name])
        return joined.replace_schema_metadata({"headwater": str(attrs)})
    pd = need("pandas", "pandas")
    frame = as_frame(features, "pandas", json_columns)
    frame.index = spine.index
    joined = pd.concat([spine, frame], axis=1)
    joined.attrs = attrs
    return joined
