from datetime import datetime
from typing import Optional

from headwater.core.scalars import Json, JsonObject
from pydantic import Field

from .base_model import BaseModel
from .enums import (
    ApprovalDecision,
    ComparisonOperator,
    DataType,
    FutureEventPolicy,
    KnownAt,
    MetricGoal,
    MetricValue,
    NodeKind,
    ParameterOperator,
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


class ColumnCondition(BaseModel):
    name: str
    type_: Optional[DataType] = Field(alias="type", default=None)


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


class DatasetVersionFilter(BaseModel):
    byte_count_below: Optional[float] = Field(alias="byteCountBelow", default=None)
    byte_count_from: Optional[float] = Field(alias="byteCountFrom", default=None)
    columns: Optional[list["ColumnCondition"]] = None
    has_run: Optional[bool] = Field(alias="hasRun", default=None)
    location_starts_with: Optional[str] = Field(
        alias="locationStartsWith", default=None
    )
    newest: Optional[bool] = None
    read_by: Optional["RunFilter"] = Field(alias="readBy", default=None)
    row_count_below: Optional[float] = Field(alias="rowCountBelow", default=None)
    row_count_from: Optional[float] = Field(alias="rowCountFrom", default=None)
    run: Optional["RunFilter"] = None


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
    origin: Optional[str] = None
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


class FeatureSetVersionFilter(BaseModel):
    current: Optional[bool] = None
    deprecated: Optional[bool] = None
    entities: Optional[list[str]] = None
    features: Optional[list[str]] = None
    has_run: Optional[bool] = Field(alias="hasRun", default=None)
    newest: Optional[bool] = None
    read_by: Optional["RunFilter"] = Field(alias="readBy", default=None)
    run: Optional["RunFilter"] = None
    sources: Optional[list[str]] = None
    written: Optional[bool] = None
    written_before: Optional[datetime] = Field(alias="writtenBefore", default=None)
    written_from: Optional[datetime] = Field(alias="writtenFrom", default=None)


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


class MetricCondition(BaseModel):
    name: str
    of: Optional[MetricValue] = None
    op: ComparisonOperator
    value: float


class MetricInput(BaseModel):
    name: str
    value: float


class ModelMetricCondition(BaseModel):
    name: str
    op: ComparisonOperator
    value: float


class ModelVersionFilter(BaseModel):
    aliases: Optional[list[str]] = None
    derived_from: Optional[list[str]] = Field(alias="derivedFrom", default=None)
    has_metrics: Optional[list[str]] = Field(alias="hasMetrics", default=None)
    has_run: Optional[bool] = Field(alias="hasRun", default=None)
    metrics: Optional[list["ModelMetricCondition"]] = None
    newest: Optional[bool] = None
    read_by: Optional["RunFilter"] = Field(alias="readBy", default=None)
    reads: Optional[list[str]] = None
    run: Optional["RunFilter"] = None
    stages: Optional[list[str]] = None
    trained_on: Optional[list[str]] = Field(alias="trainedOn", default=None)


class NodeFilter(BaseModel):
    and_: Optional[list["NodeFilter"]] = Field(alias="and", default=None)
    created_before: Optional[datetime] = Field(alias="createdBefore", default=None)
    created_by: Optional[str] = Field(alias="createdBy", default=None)
    created_from: Optional[datetime] = Field(alias="createdFrom", default=None)
    dataset_version: Optional["DatasetVersionFilter"] = Field(
        alias="datasetVersion", default=None
    )
    description_contains: Optional[str] = Field(
        alias="descriptionContains", default=None
    )
    feature_set_version: Optional["FeatureSetVersionFilter"] = Field(
        alias="featureSetVersion", default=None
    )
    has_description: Optional[bool] = Field(alias="hasDescription", default=None)
    has_tags: Optional[list[str]] = Field(alias="hasTags", default=None)
    ids: Optional[list[str]] = None
    include_deleted: Optional[bool] = Field(alias="includeDeleted", default=None)
    model_version: Optional["ModelVersionFilter"] = Field(
        alias="modelVersion", default=None
    )
    name_contains: Optional[str] = Field(alias="nameContains", default=None)
    name_starts_with: Optional[str] = Field(alias="nameStartsWith", default=None)
    names: Optional[list[str]] = None
    not_: Optional["NodeFilter"] = Field(alias="not", default=None)
    or_: Optional[list["NodeFilter"]] = Field(alias="or", default=None)
    owner: Optional[str] = None
    tags: Optional[list["TagInput"]] = None
    updated_before: Optional[datetime] = Field(alias="updatedBefore", default=None)
    updated_from: Optional[datetime] = Field(alias="updatedFrom", default=None)


class Override(BaseModel):
    reason: str


class ParameterCondition(BaseModel):
    name: str
    op: Optional[ParameterOperator] = None
    value: str


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
    origin: Optional[str] = None
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
    origin: Optional[str] = None
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
    origin: Optional[str] = None
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


class RunFilter(BaseModel):
    and_: Optional[list["RunFilter"]] = Field(alias="and", default=None)
    commit: Optional[str] = None
    created_before: Optional[datetime] = Field(alias="createdBefore", default=None)
    created_by: Optional[str] = Field(alias="createdBy", default=None)
    created_from: Optional[datetime] = Field(alias="createdFrom", default=None)
    duration_below: Optional[float] = Field(alias="durationBelow", default=None)
    duration_from: Optional[float] = Field(alias="durationFrom", default=None)
    ended_before: Optional[datetime] = Field(alias="endedBefore", default=None)
    ended_from: Optional[datetime] = Field(alias="endedFrom", default=None)
    experiment: Optional[str] = None
    has_metrics: Optional[list[str]] = Field(alias="hasMetrics", default=None)
    has_parameters: Optional[list[str]] = Field(alias="hasParameters", default=None)
    has_tags: Optional[list[str]] = Field(alias="hasTags", default=None)
    ids: Optional[list[str]] = None
    include_deleted: Optional[bool] = Field(alias="includeDeleted", default=None)
    inputs: Optional[list[str]] = None
    metrics: Optional[list["MetricCondition"]] = None
    name_contains: Optional[str] = Field(alias="nameContains", default=None)
    not_: Optional["RunFilter"] = Field(alias="not", default=None)
    or_: Optional[list["RunFilter"]] = Field(alias="or", default=None)
    outputs: Optional[list[str]] = None
    owner: Optional[str] = None
    parameters: Optional[list["ParameterCondition"]] = None
    parent: Optional[str] = None
    started_before: Optional[datetime] = Field(alias="startedBefore", default=None)
    started_from: Optional[datetime] = Field(alias="startedFrom", default=None)
    statuses: Optional[list[RunStatus]] = None
    tags: Optional[list["TagInput"]] = None
    types: Optional[list[RunType]] = None


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
DatasetVersionFilter.model_rebuild()
DefineEntityInput.model_rebuild()
DefineEnvironmentInput.model_rebuild()
DefineFeatureServiceInput.model_rebuild()
DeployInput.model_rebuild()
FeatureInput.model_rebuild()
FeatureSetVersionFilter.model_rebuild()
LogRunInput.model_rebuild()
ModelVersionFilter.model_rebuild()
NodeFilter.model_rebuild()
PromoteInput.model_rebuild()
PublishFeatureSetInput.model_rebuild()
RegisterDatasetVersionInput.model_rebuild()
RegisterModelVersionInput.model_rebuild()
RunFilter.model_rebuild()
StartRunInput.model_rebuild()
