from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import EdgeKind, IncompleteReason


class Lineage(BaseModel):
    lineage: "LineageLineage"


class LineageLineage(BaseModel):
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    roots: list["LineageLineageRoots"]
    nodes: list["LineageLineageNodes"]
    edges: list["LineageLineageEdges"]


class LineageLineageRoots(BaseModel):
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


class LineageLineageNodes(BaseModel):
    depth: int
    node: "LineageLineageNodesNode"


class LineageLineageNodesNode(BaseModel):
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


class LineageLineageEdges(BaseModel):
    from_: str = Field(alias="from")
    kind: EdgeKind
    to: str


Lineage.model_rebuild()
LineageLineage.model_rebuild()
LineageLineageNodes.model_rebuild()
