from datetime import datetime
from typing import Literal, Optional, Union

from headwater.core.scalars import Json, JsonObject, Statuses, Times, Values
from pydantic import Field

from .base_model import BaseModel
from .enums import DataType, EdgeKind, RunStatus


class WhatProducedTheLiveModel(BaseModel):
    deployment: Optional["WhatProducedTheLiveModelDeployment"]


class WhatProducedTheLiveModelDeployment(BaseModel):
    label: str
    bindings: list["WhatProducedTheLiveModelDeploymentBindings"]
    upstream: "WhatProducedTheLiveModelDeploymentUpstream"
    online_features: "WhatProducedTheLiveModelDeploymentOnlineFeatures" = Field(
        alias="onlineFeatures"
    )


class WhatProducedTheLiveModelDeploymentBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    valid_from: datetime = Field(alias="validFrom")
    model_version: "WhatProducedTheLiveModelDeploymentBindingsModelVersion" = Field(
        alias="modelVersion"
    )


class WhatProducedTheLiveModelDeploymentBindingsModelVersion(BaseModel):
    label: str
    aliases: list[str]
    description: Optional[str]
    run: Optional["WhatProducedTheLiveModelDeploymentBindingsModelVersionRun"]
    metrics: list["WhatProducedTheLiveModelDeploymentBindingsModelVersionMetrics"]
    signature: list["WhatProducedTheLiveModelDeploymentBindingsModelVersionSignature"]
    request_inputs: list[
        "WhatProducedTheLiveModelDeploymentBindingsModelVersionRequestInputs"
    ] = Field(alias="requestInputs")
    upstream: "WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstream"
    frozen_lineage: "WhatProducedTheLiveModelDeploymentBindingsModelVersionFrozenLineage" = Field(
        alias="frozenLineage"
    )


class WhatProducedTheLiveModelDeploymentBindingsModelVersionRun(BaseModel):
    name: str
    status: RunStatus
    ended_at: Optional[datetime] = Field(alias="endedAt")
    parameters: list[
        "WhatProducedTheLiveModelDeploymentBindingsModelVersionRunParameters"
    ]


class WhatProducedTheLiveModelDeploymentBindingsModelVersionRunParameters(BaseModel):
    name: str
    value: str


class WhatProducedTheLiveModelDeploymentBindingsModelVersionMetrics(BaseModel):
    name: str
    value: float


class WhatProducedTheLiveModelDeploymentBindingsModelVersionSignature(BaseModel):
    position: int
    ref: str
    type_: DataType = Field(alias="type")


class WhatProducedTheLiveModelDeploymentBindingsModelVersionRequestInputs(BaseModel):
    position: int
    name: str
    type_: DataType = Field(alias="type")


class WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstream(BaseModel):
    complete: bool
    nodes: list["WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodes"]


class WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodes(BaseModel):
    depth: int
    node: Union[
        "WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodesNodeGraphNode",
        "WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodesNodeDatasetVersion",
    ] = Field(discriminator="typename__")


class WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodesNodeGraphNode(
    BaseModel
):
    typename__: Literal[
        "Dataset",
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
    label: str


class WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodesNodeDatasetVersion(
    BaseModel
):
    typename__: Literal["DatasetVersion"] = Field(alias="__typename")
    label: str
    digest: str
    location: str
    row_count: Optional[int] = Field(alias="rowCount")


class WhatProducedTheLiveModelDeploymentBindingsModelVersionFrozenLineage(BaseModel):
    digest: str
    frozen_at: datetime = Field(alias="frozenAt")


class WhatProducedTheLiveModelDeploymentUpstream(BaseModel):
    nodes: list["WhatProducedTheLiveModelDeploymentUpstreamNodes"]
    edges: list["WhatProducedTheLiveModelDeploymentUpstreamEdges"]


class WhatProducedTheLiveModelDeploymentUpstreamNodes(BaseModel):
    node: "WhatProducedTheLiveModelDeploymentUpstreamNodesNode"


class WhatProducedTheLiveModelDeploymentUpstreamNodesNode(BaseModel):
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


class WhatProducedTheLiveModelDeploymentUpstreamEdges(BaseModel):
    from_: str = Field(alias="from")
    to: str
    kind: EdgeKind
    attributes: Optional[JsonObject]


class WhatProducedTheLiveModelDeploymentOnlineFeatures(BaseModel):
    model_version: Optional[
        "WhatProducedTheLiveModelDeploymentOnlineFeaturesModelVersion"
    ] = Field(alias="modelVersion")
    columns: list["WhatProducedTheLiveModelDeploymentOnlineFeaturesColumns"]
    entities: Json
    values: Values
    statuses: Statuses
    event_times: Times = Field(alias="eventTimes")


class WhatProducedTheLiveModelDeploymentOnlineFeaturesModelVersion(BaseModel):
    label: str


class WhatProducedTheLiveModelDeploymentOnlineFeaturesColumns(BaseModel):
    ref: str


WhatProducedTheLiveModel.model_rebuild()
WhatProducedTheLiveModelDeployment.model_rebuild()
WhatProducedTheLiveModelDeploymentBindings.model_rebuild()
WhatProducedTheLiveModelDeploymentBindingsModelVersion.model_rebuild()
WhatProducedTheLiveModelDeploymentBindingsModelVersionRun.model_rebuild()
WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstream.model_rebuild()
WhatProducedTheLiveModelDeploymentBindingsModelVersionUpstreamNodes.model_rebuild()
WhatProducedTheLiveModelDeploymentUpstream.model_rebuild()
WhatProducedTheLiveModelDeploymentUpstreamNodes.model_rebuild()
WhatProducedTheLiveModelDeploymentOnlineFeatures.model_rebuild()
