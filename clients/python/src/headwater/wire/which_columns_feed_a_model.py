from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import EdgeKind, IncompleteReason, NodeKind


class WhichColumnsFeedAModel(BaseModel):
    lineage: "WhichColumnsFeedAModelLineage"


class WhichColumnsFeedAModelLineage(BaseModel):
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    nodes: list["WhichColumnsFeedAModelLineageNodes"]
    column_edges: list["WhichColumnsFeedAModelLineageColumnEdges"] = Field(
        alias="columnEdges"
    )


class WhichColumnsFeedAModelLineageNodes(BaseModel):
    depth: int
    members: Optional[list[str]]
    node: "WhichColumnsFeedAModelLineageNodesNode"


class WhichColumnsFeedAModelLineageNodesNode(BaseModel):
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
    label: str


class WhichColumnsFeedAModelLineageColumnEdges(BaseModel):
    from_: str = Field(alias="from")
    from_member: Optional[str] = Field(alias="fromMember")
    kind: EdgeKind
    to: str
    to_member: Optional[str] = Field(alias="toMember")
    roles: list[str]
    transformations: list[str]


WhichColumnsFeedAModel.model_rebuild()
WhichColumnsFeedAModelLineage.model_rebuild()
WhichColumnsFeedAModelLineageNodes.model_rebuild()
