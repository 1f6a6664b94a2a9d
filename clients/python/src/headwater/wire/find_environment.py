from typing import Optional

from .base_model import BaseModel


class FindEnvironment(BaseModel):
    environment: Optional["FindEnvironmentEnvironment"]


class FindEnvironmentEnvironment(BaseModel):
    label: str


FindEnvironment.model_rebuild()
