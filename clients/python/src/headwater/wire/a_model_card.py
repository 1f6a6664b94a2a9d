from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AModelCard(BaseModel):
    model_version: Optional["AModelCardModelVersion"] = Field(alias="modelVersion")


class AModelCardModelVersion(BaseModel):
    label: str
    card: str


AModelCard.model_rebuild()
