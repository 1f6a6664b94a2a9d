from datetime import datetime
from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    DataType,
    GateVerdict,
    PromotionRuleKind,
    PromotionRuleOutcome,
    PromotionRuleSeverity,
    RunStatus,
    RunType,
)


class DatasetVersionFacts(BaseModel):
    id: str
    label: str
    description: Optional[str]
    owner: Optional[str]
    digest: str
    location: str
    row_count: Optional[int] = Field(alias="rowCount")
    byte_count: Optional[int] = Field(alias="byteCount")
    columns: list["DatasetVersionFactsColumns"]
    training_set: Optional["DatasetVersionFactsTrainingSet"] = Field(
        alias="trainingSet"
    )


class DatasetVersionFactsColumns(BaseModel):
    name: str
    type_: DataType = Field(alias="type")
    native_type: Optional[str] = Field(alias="nativeType")


class DatasetVersionFactsTrainingSet(BaseModel):
    row_count: int = Field(alias="rowCount")
    digest: str
    known_until: datetime = Field(alias="knownUntil")
    features: list["DatasetVersionFactsTrainingSetFeatures"]


class DatasetVersionFactsTrainingSetFeatures(BaseModel):
    column: str
    ref: str
    type_: DataType = Field(alias="type")
    present: int
    nulls: int
    not_found: int = Field(alias="notFound")
    expired: int


class ModelVersionFacts(BaseModel):
    id: str
    label: str
    version: int
    description: Optional[str]
    owner: Optional[str]
    created_at: datetime = Field(alias="createdAt")
    model: "ModelVersionFactsModel"
    aliases: list[str]
    artifact: "ModelVersionFactsArtifact"
    run: Optional["ModelVersionFactsRun"]
    trained_on: list["ModelVersionFactsTrainedOn"] = Field(alias="trainedOn")
    signature: list["ModelVersionFactsSignature"]
    request_inputs: list["ModelVersionFactsRequestInputs"] = Field(
        alias="requestInputs"
    )
    metrics: list["ModelVersionFactsMetrics"]
    tags: list["ModelVersionFactsTags"]
    deployments: list["ModelVersionFactsDeployments"]


class ModelVersionFactsModel(BaseModel):
    name: str


class ModelVersionFactsArtifact(BaseModel):
    uri: str
    digest: str
    format: Optional[str]
    bytes_: Optional[int] = Field(alias="bytes")


class ModelVersionFactsRun(BaseModel):
    id: str
    name: str


class ModelVersionFactsTrainedOn(BaseModel):
    label: str


class ModelVersionFactsSignature(BaseModel):
    position: int
    ref: str
    name: str
    role: Optional[str]
    type_: DataType = Field(alias="type")
    feature_set_version: "ModelVersionFactsSignatureFeatureSetVersion" = Field(
        alias="featureSetVersion"
    )


class ModelVersionFactsSignatureFeatureSetVersion(BaseModel):
    label: str


class ModelVersionFactsRequestInputs(BaseModel):
    position: int
    name: str
    type_: DataType = Field(alias="type")


class ModelVersionFactsMetrics(BaseModel):
    name: str
    value: float


class ModelVersionFactsTags(BaseModel):
    key: str
    value: str


class ModelVersionFactsDeployments(BaseModel):
    label: str


class RunFacts(BaseModel):
    id: str
    name: str
    type_: RunType = Field(alias="type")
    status: RunStatus
    message: Optional[str]
    created_at: datetime = Field(alias="createdAt")
    started_at: Optional[datetime] = Field(alias="startedAt")
    ended_at: Optional[datetime] = Field(alias="endedAt")
    experiment: "RunFactsExperiment"
    parameters: list["RunFactsParameters"]
    metrics: list["RunFactsMetrics"]
    tags: list["RunFactsTags"]
    inputs: list["RunFactsInputs"]
    outputs: list["RunFactsOutputs"]


class RunFactsExperiment(BaseModel):
    name: str


class RunFactsParameters(BaseModel):
    name: str
    value: str


class RunFactsMetrics(BaseModel):
    name: str
    value: float
    step: int


class RunFactsTags(BaseModel):
    key: str
    value: str


class RunFactsInputs(BaseModel):
    role: Optional[str]
    node: "RunFactsInputsNode"


class RunFactsInputsNode(BaseModel):
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


class RunFactsOutputs(BaseModel):
    role: Optional[str]
    node: "RunFactsOutputsNode"


class RunFactsOutputsNode(BaseModel):
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


class Verdict(BaseModel):
    verdict: GateVerdict
    passed: bool
    champion: Optional["VerdictChampion"]
    rules: list["VerdictRules"]


class VerdictChampion(BaseModel):
    label: str


class VerdictRules(BaseModel):
    rule: "VerdictRulesRule"
    outcome: PromotionRuleOutcome
    explanation: str
    found: Optional[float]
    champion: Optional[float]
    threshold: Optional[float]


class VerdictRulesRule(BaseModel):
    kind: PromotionRuleKind
    severity: PromotionRuleSeverity


DatasetVersionFacts.model_rebuild()
ModelVersionFacts.model_rebuild()
RunFacts.model_rebuild()
Verdict.model_rebuild()
