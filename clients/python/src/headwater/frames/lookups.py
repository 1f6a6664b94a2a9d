"""Answers to lookups, put together as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.frames.answers import TYPE, facts_of
from headwater.frames.column_names import name_columns, split_ref
from headwater.frames.entities import Entities
from headwater.frames.optional import need
from headwater.frames.reading import read_frame
from headwater.frames.writing import as_frame

# What the service answers at once.
MOST_ROWS = 10_000
MOST_VALUES = 500_000
PROBE = 100
NAMES = {"readAt": "read_at", "freshAt": "fresh_at", "modelVersion": "model_version", "service": "service"}


class Answers:
    """Those of one question about many entities, part by part.

    Attributes:
        refs: The pinned reference of each column.
    """

    def __init__(self, features: Sequence[str] | None) -> None:
        names_all = features is not None and all(isinstance(ref, str) and ":*" not in ref for ref in features)
        self._width = len(features) if features is not None and names_all else None
        self.refs: list[str] = []
        self._parts: list[Any] = []

    def most_rows(self) -> int:
        """How many entities the next part may have; few where it is not known yet how many features each has."""
        return PROBE if self._width is None else max(1, min(MOST_ROWS, MOST_VALUES // max(1, self._width)))

    def add(self, table: Any) -> None:
        """The answer of one part."""
        columns = set(table.column_names)
        beside = {f"{ref}.{what}" for ref in columns for what in ("status", "eventTime")}
        self.refs = [ref for ref in table.column_names if ref not in beside]
        self._width = len(self.refs)
        self._parts.append(table)

    def frame(
        self,
        asked: Entities,
        *,
        statuses: bool,
        event_times: bool,
        kind: str,
        keys: bool,
        input_types: Mapping[str, str],
    ) -> Any:
        """The entities and their features side by side. `keys` False leaves the entities out."""
        pa = need("pyarrow", "pyarrow")
        # Of several parts the earliest time holds for all.
        facts = {NAMES[name]: value for name, value in facts_of(self._parts[0]).items()}
        whole = pa.concat_tables(
            [part.replace_schema_metadata(None) for part in self._parts], promote_options="permissive"
        )
        self._parts.clear()
        # What comes with the request has its own name, which is that of a column of the entities.
        inputs = {ref for ref in self.refs if not split_ref(ref).feature_set}
        names = name_columns(self.refs, set(asked.columns) - inputs)
        columns: dict[str, Any] = {}
        json_columns = []
        for ref, name in zip(self.refs, names, strict=True):
            if keys and ref in inputs and name in asked.columns:
                continue
            columns[name] = whole[ref]
            declared = (whole.schema.field(ref).metadata or {}).get(TYPE, b"").decode() or input_types.get(ref)
            json_columns += [name] if declared == "JSON" else []
            if statuses:
                columns[f"{name}.status"] = whole[f"{ref}.status"].cast(pa.string())
            if event_times:
                columns[f"{name}.event_time"] = whole[f"{ref}.eventTime"]
        table = pa.table(list(columns.values()), names=list(columns)) if columns else pa.table({})
        del whole, columns
        answer = as_frame(table, kind, json_columns)
        if keys:
            answer = _beside(asked, answer, table, kind)
        if kind == "pandas":
            answer.attrs = {"features": dict(zip(names, self.refs, strict=True)), **facts}
        return answer


def _beside(asked: Entities, features: Any, table: Any, kind: str) -> Any:
    """The entities as they were given, then the features."""
    if kind == "pandas":
        pd = need("pandas", "pandas")
        same = asked.given is not None and asked.kind == "pandas"
        left = asked.given.reset_index(drop=True) if same else pd.DataFrame(asked.columns)
        both = pd.concat([left, features], axis=1)
        if same:
            both.index = asked.index
        return both
    if kind == "polars":
        pl = need("polars", "polars")
        left = asked.given if asked.kind == "polars" else pl.DataFrame(asked.columns)
        return pl.concat([left, features], how="horizontal")
    keys = read_frame(asked.given) if asked.given is not None else need("pyarrow", "pyarrow").table(asked.columns)
    for name in table.column_names:
        keys = keys.append_column(name, table[name])
    return keys
