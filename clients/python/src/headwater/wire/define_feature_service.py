from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DefineFeatureService(BaseModel):
    define_feature_service: "DefineFeatureServiceDefineFeatureService" = Field(
        alias="defineFeatureService"
    )


class DefineFeatureServiceDefineFeatureService(BaseModel):
    created: bool
    plan: Optional["DefineFeatureServiceDefineFeatureServicePlan"]


class DefineFeatureServiceDefineFeatureServicePlan(BaseModel):
    version: int
    features: list[str]


DefineFeatureService.model_rebuild()
DefineFeatureServiceDefineFeatureService.model_rebuild()
