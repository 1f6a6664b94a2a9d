from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import MetricGoal, RegistryMoveKind, ServingRole
from .fragments import Verdict


class WhatTheGateSays(BaseModel):
    worse: "WhatTheGateSaysWorse"
    better: "WhatTheGateSaysBetter"
    model: Optional["WhatTheGateSaysModel"]
    deployment: Optional["WhatTheGateSaysDeployment"]


WhatTheGateSaysWorse = Verdict
WhatTheGateSaysBetter = Verdict


class WhatTheGateSaysModel(BaseModel):
    history: "WhatTheGateSaysModelHistory"


class WhatTheGateSaysModelHistory(BaseModel):
    nodes: list["WhatTheGateSaysModelHistoryNodes"]


class WhatTheGateSaysModelHistoryNodes(BaseModel):
    kind: RegistryMoveKind
    name: str
    from_: Optional[str] = Field(alias="from")
    to: Optional[str]
    by: str
    at: datetime
    reason: Optional[str]


class WhatTheGateSaysDeployment(BaseModel):
    comparison: "WhatTheGateSaysDeploymentComparison"


class WhatTheGateSaysDeploymentComparison(BaseModel):
    versions: list["WhatTheGateSaysDeploymentComparisonVersions"]
    metrics: list["WhatTheGateSaysDeploymentComparisonMetrics"]


class WhatTheGateSaysDeploymentComparisonVersions(BaseModel):
    role: ServingRole
    traffic_percent: int = Field(alias="trafficPercent")
    lookups_per_minute: float = Field(alias="lookupsPerMinute")
    model_version: "WhatTheGateSaysDeploymentComparisonVersionsModelVersion" = Field(
        alias="modelVersion"
    )


class WhatTheGateSaysDeploymentComparisonVersionsModelVersion(BaseModel):
    label: str


class WhatTheGateSaysDeploymentComparisonMetrics(BaseModel):
    name: str
    goal: Optional[MetricGoal]
    values: list[Optional[float]]


WhatTheGateSays.model_rebuild()
WhatTheGateSaysModel.model_rebuild()
WhatTheGateSaysModelHistory.model_rebuild()
WhatTheGateSaysDeployment.model_rebuild()
WhatTheGateSaysDeploymentComparison.model_rebuild()
WhatTheGateSaysDeploymentComparisonVersions.model_rebuild()
