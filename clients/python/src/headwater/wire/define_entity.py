from pydantic import Field

from .base_model import BaseModel


class DefineEntity(BaseModel):
    define_entity: "DefineEntityDefineEntity" = Field(alias="defineEntity")


class DefineEntityDefineEntity(BaseModel):
    created: bool


DefineEntity.model_rebuild()
