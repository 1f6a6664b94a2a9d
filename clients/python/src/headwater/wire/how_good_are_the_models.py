from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel


class HowGoodAreTheModels(BaseModel):
    runs: "HowGoodAreTheModelsRuns"


class HowGoodAreTheModelsRuns(BaseModel):
    nodes: list["HowGoodAreTheModelsRunsNodes"]


class HowGoodAreTheModelsRunsNodes(BaseModel):
    name: str
    inputs: list["HowGoodAreTheModelsRunsNodesInputs"]
    metrics: list["HowGoodAreTheModelsRunsNodesMetrics"]
    predicted: "HowGoodAreTheModelsRunsNodesPredicted"
    observed: "HowGoodAreTheModelsRunsNodesObserved"


class HowGoodAreTheModelsRunsNodesInputs(BaseModel):
    role: Optional[str]
    node: "HowGoodAreTheModelsRunsNodesInputsNode"


class HowGoodAreTheModelsRunsNodesInputsNode(BaseModel):
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
    label: str


class HowGoodAreTheModelsRunsNodesMetrics(BaseModel):
    name: str
    value: float


class HowGoodAreTheModelsRunsNodesPredicted(BaseModel):
    nodes: list["HowGoodAreTheModelsRunsNodesPredictedNodes"]


class HowGoodAreTheModelsRunsNodesPredictedNodes(BaseModel):
    step: int
    value: float


class HowGoodAreTheModelsRunsNodesObserved(BaseModel):
    nodes: list["HowGoodAreTheModelsRunsNodesObservedNodes"]


class HowGoodAreTheModelsRunsNodesObservedNodes(BaseModel):
    step: int
    value: float


HowGoodAreTheModels.model_rebuild()
HowGoodAreTheModelsRuns.model_rebuild()
HowGoodAreTheModelsRunsNodes.model_rebuild()
HowGoodAreTheModelsRunsNodesInputs.model_rebuild()
HowGoodAreTheModelsRunsNodesPredicted.model_rebuild()
HowGoodAreTheModelsRunsNodesObserved.model_rebuild()
