from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import MetricGoal, RunStatus


class WhatRunsCameTo(BaseModel):
    metric_definitions: "WhatRunsCameToMetricDefinitions" = Field(
        alias="metricDefinitions"
    )
    runs: "WhatRunsCameToRuns"


class WhatRunsCameToMetricDefinitions(BaseModel):
    nodes: list["WhatRunsCameToMetricDefinitionsNodes"]


class WhatRunsCameToMetricDefinitionsNodes(BaseModel):
    name: str
    goal: MetricGoal


class WhatRunsCameToRuns(BaseModel):
    nodes: list["WhatRunsCameToRunsNodes"]


class WhatRunsCameToRunsNodes(BaseModel):
    name: str
    status: RunStatus
    reported_at: Optional[datetime] = Field(alias="reportedAt")
    metrics: list["WhatRunsCameToRunsNodesMetrics"]
    artifacts: "WhatRunsCameToRunsNodesArtifacts"


class WhatRunsCameToRunsNodesMetrics(BaseModel):
    name: str
    last: float
    first: float
    min: Optional[float]
    max: Optional[float]
    best: Optional[float]


class WhatRunsCameToRunsNodesArtifacts(BaseModel):
    nodes: list["WhatRunsCameToRunsNodesArtifactsNodes"]


class WhatRunsCameToRunsNodesArtifactsNodes(BaseModel):
    path: str
    is_dir: bool = Field(alias="isDir")
    size: Optional[int]
    digest: Optional[str]


WhatRunsCameTo.model_rebuild()
WhatRunsCameToMetricDefinitions.model_rebuild()
WhatRunsCameToRuns.model_rebuild()
WhatRunsCameToRunsNodes.model_rebuild()
WhatRunsCameToRunsNodesArtifacts.model_rebuild()
