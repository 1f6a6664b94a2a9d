from typing import Literal, Optional

from headwater.core.scalars import JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import EdgeKind, NodeKind


class UpstreamOfAModel(BaseModel):
    lineage: "UpstreamOfAModelLineage"


class UpstreamOfAModelLineage(BaseModel):
    complete: bool
    nodes: list["UpstreamOfAModelLineageNodes"]
    edges: list["UpstreamOfAModelLineageEdges"]


class UpstreamOfAModelLineageNodes(BaseModel):
    depth: int
    node: "UpstreamOfAModelLineageNodesNode"


class UpstreamOfAModelLineageNodesNode(BaseModel):
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


class UpstreamOfAModelLineageEdges(BaseModel):
    from_: str = Field(alias="from")
    kind: EdgeKind
    to: str
    attributes: Optional[JsonObject]


UpstreamOfAModel.model_rebuild()
UpstreamOfAModelLineage.model_rebuild()
UpstreamOfAModelLineageNodes.model_rebuild()
