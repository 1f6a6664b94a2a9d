from pydantic import Field

from .base_model import BaseModel
from .fragments import ModelVersionFacts


class RegisterModelVersion(BaseModel):
    register_model_version: "RegisterModelVersionRegisterModelVersion" = Field(
        alias="registerModelVersion"
    )


class RegisterModelVersionRegisterModelVersion(BaseModel):
    created: bool
    model_version: "RegisterModelVersionRegisterModelVersionModelVersion" = Field(
        alias="modelVersion"
    )


RegisterModelVersionRegisterModelVersionModelVersion = ModelVersionFacts
RegisterModelVersion.model_rebuild()
RegisterModelVersionRegisterModelVersion.model_rebuild()
