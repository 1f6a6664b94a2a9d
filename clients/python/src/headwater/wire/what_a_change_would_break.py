from datetime import datetime
from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ImpactOutcome, IncompleteReason, NodeKind


class WhatAChangeWouldBreak(BaseModel):
    impact: "WhatAChangeWouldBreakImpact"


class WhatAChangeWouldBreakImpact(BaseModel):
    count: int
    live_deployments: int = Field(alias="liveDeployments")
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    affected: list["WhatAChangeWouldBreakImpactAffected"]


class WhatAChangeWouldBreakImpactAffected(BaseModel):
    outcome: ImpactOutcome
    traffic_percent: Optional[int] = Field(alias="trafficPercent")
    lookups_per_minute: Optional[float] = Field(alias="lookupsPerMinute")
    last_read_at: Optional[datetime] = Field(alias="lastReadAt")
    owner: Optional[str]
    features: Optional[list[str]]
    exact: bool
    node: "WhatAChangeWouldBreakImpactAffectedNode"
    path: list["WhatAChangeWouldBreakImpactAffectedPath"]


class WhatAChangeWouldBreakImpactAffectedNode(BaseModel):
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


class WhatAChangeWouldBreakImpactAffectedPath(BaseModel):
    label: str


WhatAChangeWouldBreak.model_rebuild()
WhatAChangeWouldBreakImpact.model_rebuild()
WhatAChangeWouldBreakImpactAffected.model_rebuild()
