from typing import Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import IncompleteReason, NodeKind


class ImpactOfADataset(BaseModel):
    lineage: "ImpactOfADatasetLineage"


class ImpactOfADatasetLineage(BaseModel):
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    nodes: list["ImpactOfADatasetLineageNodes"]


class ImpactOfADatasetLineageNodes(BaseModel):
    depth: int
    node: Union[
        "ImpactOfADatasetLineageNodesNodeGraphNode",
        "ImpactOfADatasetLineageNodesNodeDeployment",
    ] = Field(discriminator="typename__")


class ImpactOfADatasetLineageNodesNodeGraphNode(BaseModel):
    typename__: Literal[
        "Dataset",
        "DatasetVersion",
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


class ImpactOfADatasetLineageNodesNodeDeployment(BaseModel):
    typename__: Literal["Deployment"] = Field(alias="__typename")
    kind: NodeKind
    label: str
    bindings: list["ImpactOfADatasetLineageNodesNodeDeploymentBindings"]


class ImpactOfADatasetLineageNodesNodeDeploymentBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    model_version: "ImpactOfADatasetLineageNodesNodeDeploymentBindingsModelVersion" = (
        Field(alias="modelVersion")
    )


class ImpactOfADatasetLineageNodesNodeDeploymentBindingsModelVersion(BaseModel):
    label: str


ImpactOfADataset.model_rebuild()
ImpactOfADatasetLineage.model_rebuild()
ImpactOfADatasetLineageNodes.model_rebuild()
ImpactOfADatasetLineageNodesNodeDeployment.model_rebuild()
ImpactOfADatasetLineageNodesNodeDeploymentBindings.model_rebuild()
