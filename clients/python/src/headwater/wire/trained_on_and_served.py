from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SkewVerdict


class TrainedOnAndServed(BaseModel):
    skew: "TrainedOnAndServedSkew"


class TrainedOnAndServedSkew(BaseModel):
    bindings: list["TrainedOnAndServedSkewBindings"]


class TrainedOnAndServedSkewBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    complete: bool
    model_version: "TrainedOnAndServedSkewBindingsModelVersion" = Field(
        alias="modelVersion"
    )
    feature_sets: list["TrainedOnAndServedSkewBindingsFeatureSets"] = Field(
        alias="featureSets"
    )


class TrainedOnAndServedSkewBindingsModelVersion(BaseModel):
    label: str


class TrainedOnAndServedSkewBindingsFeatureSets(BaseModel):
    verdict: SkewVerdict
    feature_set: "TrainedOnAndServedSkewBindingsFeatureSetsFeatureSet" = Field(
        alias="featureSet"
    )
    trained_on: list["TrainedOnAndServedSkewBindingsFeatureSetsTrainedOn"] = Field(
        alias="trainedOn"
    )
    served: list["TrainedOnAndServedSkewBindingsFeatureSetsServed"]
    current: Optional["TrainedOnAndServedSkewBindingsFeatureSetsCurrent"]
    comparison: Optional["TrainedOnAndServedSkewBindingsFeatureSetsComparison"]


class TrainedOnAndServedSkewBindingsFeatureSetsFeatureSet(BaseModel):
    label: str


class TrainedOnAndServedSkewBindingsFeatureSetsTrainedOn(BaseModel):
    label: str


class TrainedOnAndServedSkewBindingsFeatureSetsServed(BaseModel):
    label: str


class TrainedOnAndServedSkewBindingsFeatureSetsCurrent(BaseModel):
    label: str


class TrainedOnAndServedSkewBindingsFeatureSetsComparison(BaseModel):
    summary: str


TrainedOnAndServed.model_rebuild()
TrainedOnAndServedSkew.model_rebuild()
TrainedOnAndServedSkewBindings.model_rebuild()
TrainedOnAndServedSkewBindingsFeatureSets.model_rebuild()
