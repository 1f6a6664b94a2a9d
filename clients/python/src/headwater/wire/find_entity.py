from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import DataType


class FindEntity(BaseModel):
    entity: Optional["FindEntityEntity"]


class FindEntityEntity(BaseModel):
    label: str
    join_keys: list["FindEntityEntityJoinKeys"] = Field(alias="joinKeys")


class FindEntityEntityJoinKeys(BaseModel):
    name: str
    type_: DataType = Field(alias="type")


FindEntity.model_rebuild()
FindEntityEntity.model_rebuild()
