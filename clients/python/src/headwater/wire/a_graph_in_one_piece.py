from typing import Optional

from headwater.core.scalars import JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import IncompleteReason


class AGraphInOnePiece(BaseModel):
    lineage: "AGraphInOnePieceLineage"


class AGraphInOnePieceLineage(BaseModel):
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    compact: JsonObject


AGraphInOnePiece.model_rebuild()
