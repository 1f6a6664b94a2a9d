from datetime import datetime
from typing import Optional

from headwater.core.scalars import Json, JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import (
    ApprovalDecision,
    DataType,
    FutureEventPolicy,
    KnownAt,
    MetricGoal,
    NodeKind,
    RunStatus,
    RunType,
    ViolationPolicy,
)


class AllowedValuesInput(BaseModel):
    max: Optional[Json] = None
    min: Optional[Json] = None
    values: Optional[list[Json]] = None


class ApproveInput(BaseModel):
    acknowledge_signature: Optional[bool] = Field(
        alias="acknowledgeSignature", default=None
    )
    decision: Optional[ApprovalDecision] = None
    model_version: str = Field(alias="modelVersion")
    reason: Optional[str] = None
    to: str


class ArtifactInput(BaseModel):
    bytes_: Optional[int] = Field(alias="bytes", default=None)
    digest: str
    format: Optional[str] = None
    uri: str


class BindingInput(BaseModel):
    model_version: str = Field(alias="modelVersion")
    traffic_percent: int = Field(alias="trafficPercent")


class CancelTrainingSetInput(BaseModel):
    job: str


class CodeReferenceInput(BaseModel):
    commit: Optional[str] = None
    entry_point: Optional[str] = Field(alias="entryPoint", default=None)
    repository: str


class CreateTrainingSetInput(BaseModel):
    description: Optional[str] = None
    features: Optional[list[str]] = None
    known_at: KnownAt = Field(alias="knownAt", default=KnownAt.NOW)
    name: str
    owner: Optional[str] = None
    service: Optional[str] = None
    spine: Optional[Json] = None
    spine_dataset: Optional[str] = Field(alias="spineDataset", default=None)
    tags: Optional[list["TagInput"]] = None


class DatasetColumnInput(BaseModel):
    description: Optional[str] = None
    name: str
    native_type: Optional[str] = Field(alias="nativeType", default=None)
    statistics: Optional[JsonObject] = None
    type_: DataType = Field(alias="type")


class DefineEntityInput(BaseModel):
    description: Optional[str] = None
    join_keys: list["JoinKeyInput"] = Field(alias="joinKeys")
    name: str
    owner: Optional[str] = None
    tags: Optional[list["TagInput"]] = None


class DefineEnvironmentInput(BaseModel):
    description: Optional[str] = None
    name: str
    owner: Optional[str] = None
    tags: Optional[list["TagInput"]] = None


class DefineFeatureServiceInput(BaseModel):
    description: Optional[str] = None
    dry_run: Optional[bool] = Field(alias="dryRun", default=None)
    features: list[str]
    name: str
    owner: Optional[str] = None
    tags: Optional[list["TagInput"]] = None


class DeployInput(BaseModel):
    allow_deleted_upstream: Optional[bool] = Field(
        alias="allowDeletedUpstream", default=None
    )
    bindings: list["BindingInput"]
    create_environment: Optional[bool] = Field(alias="createEnvironment", default=None)
    deployment: str
    description: Optional[str] = None
    endpoint: Optional[str] = None
    owner: Optional[str] = None
    reason: Optional[str] = None
    tags: Optional[list["TagInput"]] = None


class FeatureInput(BaseModel):
    allow_non_finite: Optional[bool] = Field(alias="allowNonFinite", default=None)
    allowed: Optional["AllowedValuesInput"] = None
    default_value: Optional[Json] = Field(alias="defaultValue", default=None)
    description: Optional[str] = None
    name: str
    on_violation: Optional[ViolationPolicy] = Field(alias="onViolation", default=None)
    sources: Optional[list["FeatureSourceInput"]] = None
    type_: DataType = Field(alias="type")


class FeatureSourceInput(BaseModel):
    columns: Optional[list[str]] = None
    dataset: str


class FinishRunInput(BaseModel):
    ended_at: Optional[datetime] = Field(alias="endedAt", default=None)
    message: Optional[str] = None
    run: str
    status: RunStatus


class JoinKeyInput(BaseModel):
    description: Optional[str] = None
    name: str
    type_: DataType = Field(alias="type")


class LineageStop(BaseModel):
    kinds: Optional[list[NodeKind]] = None
    refs: Optional[list[str]] = None


class LogRunInput(BaseModel):
    code: Optional["CodeReferenceInput"] = None
    environment: Optional[JsonObject] = None
    inputs: Optional[list["RunLinkInput"]] = None
    metrics: Optional[list["RunMetricInput"]] = None
    outputs: Optional[list["RunLinkInput"]] = None
    parameters: Optional[list["ParameterInput"]] = None
    remove_tags: Optional[list[str]] = Field(alias="removeTags", default=None)
    run: str
    status: Optional[RunStatus] = None
    tags: Optional[list["TagInput"]] = None


class MetricInput(BaseModel):
    name: str
    value: float


class Override(BaseModel):
    reason: str


class ParameterInput(BaseModel):
    name: str
    value: str


class PromoteInput(BaseModel):
    expected_current: Optional[str] = Field(alias="expectedCurrent", default=None)
    model_version: str = Field(alias="modelVersion")
    override: Optional["Override"] = None
    reason: Optional[str] = None
    to: str


class PublishFeatureSetInput(BaseModel):
    description: Optional[str] = None
    dry_run: Optional[bool] = Field(alias="dryRun", default=None)
    entity: str
    features: list["FeatureInput"]
    keep_history_for: Optional[int] = Field(alias="keepHistoryFor", default=None)
    name: str
    on_future_event: Optional[FutureEventPolicy] = Field(
        alias="onFutureEvent", default=None
    )
    owner: Optional[str] = None
    run: Optional[str] = None
    tags: Optional[list["TagInput"]] = None
    transformation: Optional["TransformationInput"] = None
    ttl_seconds: Optional[int] = Field(alias="ttlSeconds", default=None)


class RegisterDatasetVersionInput(BaseModel):
    byte_count: Optional[int] = Field(alias="byteCount", default=None)
    columns: list["DatasetColumnInput"]
    dataset: str
    derived_from: Optional[list[str]] = Field(alias="derivedFrom", default=None)
    description: Optional[str] = None
    digest: str
    location: str
    override: Optional["Override"] = None
    owner: Optional[str] = None
    row_count: Optional[int] = Field(alias="rowCount", default=None)
    run: Optional[str] = None
    tags: Optional[list["TagInput"]] = None


class RegisterModelVersionInput(BaseModel):
    artifact: "ArtifactInput"
    derived_from: Optional[list[str]] = Field(alias="derivedFrom", default=None)
    description: Optional[str] = None
    metrics: Optional[list["MetricInput"]] = None
    model: str
    owner: Optional[str] = None
    request_inputs: Optional[list["RequestInputInput"]] = Field(
        alias="requestInputs", default=None
    )
    run: Optional[str] = None
    service: Optional[str] = None
    signature: Optional[list[str]] = None
    tags: Optional[list["TagInput"]] = None
    trained_on: Optional[list[str]] = Field(alias="trainedOn", default=None)


class RequestInputInput(BaseModel):
    name: str
    position: int
    type_: DataType = Field(alias="type")


class ResumeRunInput(BaseModel):
    run: str


class RollbackInput(BaseModel):
    deployment: str
    reason: Optional[str] = None


class RunLinkInput(BaseModel):
    ref: str
    role: Optional[str] = None


class RunMetricInput(BaseModel):
    goal: Optional[MetricGoal] = None
    name: str
    step: Optional[int] = None
    time: Optional[datetime] = None
    value: float


class SetAliasInput(BaseModel):
    alias: str
    model_version: str = Field(alias="modelVersion")
    reason: Optional[str] = None


class ShiftTrafficInput(BaseModel):
    deployment: str
    expected_percent: Optional[int] = Field(alias="expectedPercent", default=None)
    model_version: str = Field(alias="modelVersion")
    reason: Optional[str] = None
    steps: Optional[list[int]] = None
    to_percent: Optional[int] = Field(alias="toPercent", default=None)


class StartRunInput(BaseModel):
    code: Optional["CodeReferenceInput"] = None
    description: Optional[str] = None
    environment: Optional[JsonObject] = None
    experiment: Optional[str] = None
    inputs: Optional[list["RunLinkInput"]] = None
    key: Optional[str] = None
    lost_after_seconds: Optional[int] = Field(alias="lostAfterSeconds", default=None)
    name: Optional[str] = None
    owner: Optional[str] = None
    parameters: Optional[list["ParameterInput"]] = None
    parent: Optional[str] = None
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    status: Optional[RunStatus] = None
    tags: Optional[list["TagInput"]] = None
    type_: RunType = Field(alias="type")


class TagInput(BaseModel):
    key: str
    value: str


class TransformationInput(BaseModel):
    commit: Optional[str] = None
    entry_point: Optional[str] = Field(alias="entryPoint", default=None)
    repository: Optional[str] = None
    sql: Optional[str] = None


CreateTrainingSetInput.model_rebuild()
DefineEntityInput.model_rebuild()
DefineEnvironmentInput.model_rebuild()
DefineFeatureServiceInput.model_rebuild()
DeployInput.model_rebuild()
FeatureInput.model_rebuild()
LogRunInput.model_rebuild()
PromoteInput.model_rebuild()
PublishFeatureSetInput.model_rebuild()
RegisterDatasetVersionInput.model_rebuild()
RegisterModelVersionInput.model_rebuild()
StartRunInput.model_rebuild()
