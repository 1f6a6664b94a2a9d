from typing import Literal, Optional

from headwater.core.scalars import JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import EdgeKind, IncompleteReason, NodeKind


class HowAColumnReachesADeployment(BaseModel):
    lineage_paths: list["HowAColumnReachesADeploymentLineagePaths"] = Field(
        alias="lineagePaths"
    )


class HowAColumnReachesADeploymentLineagePaths(BaseModel):
    length: int
    exact: bool
    has_next: bool = Field(alias="hasNext")
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    nodes: list["HowAColumnReachesADeploymentLineagePathsNodes"]
    edges: list["HowAColumnReachesADeploymentLineagePathsEdges"]


class HowAColumnReachesADeploymentLineagePathsNodes(BaseModel):
    label: str
    node: "HowAColumnReachesADeploymentLineagePathsNodesNode"


class HowAColumnReachesADeploymentLineagePathsNodesNode(BaseModel):
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
    kind: NodeKind


class HowAColumnReachesADeploymentLineagePathsEdges(BaseModel):
    from_: str = Field(alias="from")
    kind: EdgeKind
    to: str
    attributes: Optional[JsonObject]


HowAColumnReachesADeployment.model_rebuild()
HowAColumnReachesADeploymentLineagePaths.model_rebuild()
HowAColumnReachesADeploymentLineagePathsNodes.model_rebuild()
