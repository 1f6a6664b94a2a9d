from pydantic import Field

from .base_model import BaseModel


class SetAlias(BaseModel):
    set_alias: "SetAliasSetAlias" = Field(alias="setAlias")


class SetAliasSetAlias(BaseModel):
    changed: bool
    model_version: "SetAliasSetAliasModelVersion" = Field(alias="modelVersion")


class SetAliasSetAliasModelVersion(BaseModel):
    label: str


SetAlias.model_rebuild()
SetAliasSetAlias.model_rebuild()
