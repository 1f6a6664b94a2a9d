"""An answer to a lookup as a table of Arrow: as the service gives it, or made of JSON where a service gives no other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from headwater.frames.column_names import split_ref
from headwater.frames.optional import need
from headwater.frames.writing import column_of_json
from headwater.wire.enums import DataType

ARROW = "application/vnd.apache.arrow.stream"
# Who asks for both gets Arrow, which is read without parsing a number.
ACCEPT = f"{ARROW}, application/json;q=0.5"
FACTS = ("readAt", "freshAt", "modelVersion", "service")
TYPE = b"headwater.type"


def is_arrow(content_type: str) -> bool:
    """Whether an answer is Arrow."""
    return content_type.startswith(ARROW)


def table_of_arrow(content: bytes) -> Any:
    """A column for each feature under its pinned reference; `<reference>.status`, `<reference>.eventTime` where they were asked for; facts as metadata."""
    return need("pyarrow.ipc", "pyarrow").open_stream(content).read_all()


def table_of_json(answer: Mapping[str, Any], types: Mapping[str, str]) -> Any:
    """The same of an answer in JSON.

    Args:
        types: The declared type of each pinned reference without role; one that is missing is what its values look like.
    """
    pa = need("pyarrow", "pyarrow")
    fields, arrays = [], []
    for place, ref in enumerate(answer["columns"]):
        values = [row[place] for row in answer["values"]]
        declared = types.get(split_ref(ref).without_role)
        array = pa.array(values) if declared is None else column_of_json(values, DataType(declared))
        fields.append(pa.field(ref, array.type, metadata={} if declared is None else {TYPE: declared}))
        arrays.append(array)
    for place, ref in enumerate(answer["columns"] if "statuses" in answer else []):
        arrays.append(pa.array([row[place] for row in answer["statuses"]], pa.string()))
        fields.append(pa.field(f"{ref}.status", pa.string()))
    for place, ref in enumerate(answer["columns"] if "eventTimes" in answer else []):
        arrays.append(column_of_json([row[place] for row in answer["eventTimes"]], DataType.TIMESTAMP))
        fields.append(pa.field(f"{ref}.eventTime", arrays[-1].type))
    facts = {name: json.dumps(answer[name]) for name in FACTS if name in answer}
    return pa.table(arrays, schema=pa.schema(fields, metadata=facts))


def facts_of(table: Any) -> dict[str, Any]:
    """When it was read, up to when everything is in it, and whose signature it is."""
    found = {name: (table.schema.metadata or {}).get(name.encode()) for name in FACTS}
    return {name: _text(value.decode()) for name, value in found.items() if value is not None}


def _text(value: str) -> Any:
    """Metadata are texts; some hold JSON."""
    try:
        return json.loads(value)
    except ValueError:
        return value
