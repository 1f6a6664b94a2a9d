"""Entities whose features are looked up, in parts that the service takes."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from headwater.errors import BadUserInput
from headwater.frames.optional import is_pandas
from headwater.frames.reading import read_frame, with_index
from headwater.frames.writing import kind_of

# Of the mebibyte that a body may have; the rest is for the question.
MOST_BYTES = 800_000
Columns = dict[str, list[Any]]


class Entities:
    """What was given: a table, a list of dicts, one dict of values, or a dict of columns.

    Attributes:
        count: How many.
        kind: The library of the table; "pandas" where there was none.
        given: The table itself, None where there was none.
    """

    def __init__(self, entities: Any) -> None:
        self.given: Any = None
        self.kind = "pandas"
        if isinstance(entities, dict):
            self.columns = _columns_of_dict(entities)
        elif isinstance(entities, list | tuple):
            self.columns = _columns_of_rows(list(entities))
        else:
            self.kind = kind_of(entities)
            self.given = with_index(entities) if is_pandas(entities) else entities
            self.index = entities.index if is_pandas(entities) else None
            table = read_frame(entities)
            self.columns = {name: [_plain(value) for value in table[name].to_pylist()] for name in table.column_names}
        self.count = len(next(iter(self.columns.values()), []))

    def part(self, begin: int, most: int) -> tuple[int, Columns]:
        """At most so many from a place on, and fewer where their JSON would be too long. Gives where it ends as well."""
        size = min(most, self.count - begin)
        while True:
            part = {name: values[begin : begin + size] for name, values in self.columns.items()}
            if size <= 1 or len(json.dumps(part)) <= MOST_BYTES:
                return begin + size, part
            size //= 2


def _columns_of_dict(given: dict[str, Any]) -> Columns:
    listed = {name: list(values) for name, values in given.items() if _is_column(values)}
    if not listed:
        return {name: [_plain(value)] for name, value in given.items()}
    lengths = {name: len(values) for name, values in listed.items()}
    if len(listed) < len(given) or len(set(lengths.values())) > 1:
        raise BadUserInput(
            f"entities is a dict of columns, which are lists of one length; it has {lengths}.",
            {"field": "entities", "found": lengths},
        )
    return {name: [_plain(value) for value in values] for name, values in listed.items()}


def _is_column(values: Any) -> bool:
    return hasattr(values, "__len__") and not isinstance(values, str | bytes | dict)


def _columns_of_rows(rows: list[Any]) -> Columns:
    if not all(isinstance(row, dict) for row in rows):
        raise BadUserInput(
            'entities is a list of dicts, such as [{"airport": "SEA"}].',
            {"field": "entities", "found": repr(rows[:1])[:80]},
        )
    names = list(rows[0]) if rows else []
    for place, row in enumerate(rows):
        if set(row) != set(names):
            raise BadUserInput(
                f"entities[{place}] has the keys {sorted(row)}, the first has {sorted(names)}; give all the same.",
                {"field": f"entities[{place}]", "expected": sorted(names), "found": sorted(row)},
            )
    return {name: [_plain(row[name]) for row in rows] for name in names}


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if type(value).__module__ == "numpy":
        return _plain(value.item())
    return value
