from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import DataType


class FindFeatureSet(BaseModel):
    feature_set_version: Optional["FindFeatureSetFeatureSetVersion"] = Field(
        alias="featureSetVersion"
    )


class FindFeatureSetFeatureSetVersion(BaseModel):
    label: str
    ttl_seconds: Optional[int] = Field(alias="ttlSeconds")
    entity: "FindFeatureSetFeatureSetVersionEntity"
    features: list["FindFeatureSetFeatureSetVersionFeatures"]


class FindFeatureSetFeatureSetVersionEntity(BaseModel):
    name: str
    join_keys: list["FindFeatureSetFeatureSetVersionEntityJoinKeys"] = Field(
        alias="joinKeys"
    )


class FindFeatureSetFeatureSetVersionEntityJoinKeys(BaseModel):
    name: str
    type_: DataType = Field(alias="type")


class FindFeatureSetFeatureSetVersionFeatures(BaseModel):
    name: str
    type_: DataType = Field(alias="type")
    allow_non_finite: bool = Field(alias="allowNonFinite")
    has_default: bool = Field(alias="hasDefault")


FindFeatureSet.model_rebuild()
FindFeatureSetFeatureSetVersion.model_rebuild()
FindFeatureSetFeatureSetVersionEntity.model_rebuild()
