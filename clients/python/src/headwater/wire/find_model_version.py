from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ModelVersionFacts


class FindModelVersion(BaseModel):
    model_version: Optional["FindModelVersionModelVersion"] = Field(
        alias="modelVersion"
    )


FindModelVersionModelVersion = ModelVersionFacts
FindModelVersion.model_rebuild()
