from pydantic import Field

from .base_model import BaseModel


class DefineEnvironment(BaseModel):
    define_environment: "DefineEnvironmentDefineEnvironment" = Field(
        alias="defineEnvironment"
    )


class DefineEnvironmentDefineEnvironment(BaseModel):
    created: bool


DefineEnvironment.model_rebuild()
