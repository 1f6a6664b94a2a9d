from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ImpactOutcome


class Impact(BaseModel):
    impact: "ImpactImpact"


class ImpactImpact(BaseModel):
    complete: bool
    count: int
    affected: list["ImpactImpactAffected"]


class ImpactImpactAffected(BaseModel):
    outcome: ImpactOutcome
    traffic_percent: Optional[int] = Field(alias="trafficPercent")
    owner: Optional[str]
    node: "ImpactImpactAffectedNode"


class ImpactImpactAffectedNode(BaseModel):
    typename__: Literal[
        "Dataset",
        "DatasetVersion",
        "Deployment",
        "Entity",
        "Environment",
        "Experiment",
        "FeatureService",
        "FeatureServiceVersion",
        "FeatureSet",
        "FeatureSetVersion",
        "GraphNode",
        "Job",
        "LoggedModel",
        "Model",
        "ModelVersion",
        "Run",
    ] = Field(alias="__typename")
    id: str
    label: str


Impact.model_rebuild()
ImpactImpact.model_rebuild()
ImpactImpactAffected.model_rebuild()
