from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ImpactOutcome, NodeKind


class WhatAChangeWouldHaveBroken(BaseModel):
    impact: "WhatAChangeWouldHaveBrokenImpact"


class WhatAChangeWouldHaveBrokenImpact(BaseModel):
    count: int
    live_deployments: int = Field(alias="liveDeployments")
    complete: bool
    affected: list["WhatAChangeWouldHaveBrokenImpactAffected"]


class WhatAChangeWouldHaveBrokenImpactAffected(BaseModel):
    outcome: ImpactOutcome
    traffic_percent: Optional[int] = Field(alias="trafficPercent")
    node: "WhatAChangeWouldHaveBrokenImpactAffectedNode"


class WhatAChangeWouldHaveBrokenImpactAffectedNode(BaseModel):
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
    kind: NodeKind
    label: str


WhatAChangeWouldHaveBroken.model_rebuild()
WhatAChangeWouldHaveBrokenImpact.model_rebuild()
WhatAChangeWouldHaveBrokenImpactAffected.model_rebuild()
