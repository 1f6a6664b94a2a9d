"""What the scalars of the schema are in Python; the generated operations name them."""

from datetime import datetime
from typing import Any, TypeAlias

Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]
Values: TypeAlias = list[list[Any]]
Statuses: TypeAlias = list[list[str]]
Times: TypeAlias = list[list[datetime | None]]
Numbers: TypeAlias = list[list[float | None]]
