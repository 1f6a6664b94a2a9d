from datetime import datetime
from typing import Optional

from headwater.core.scalars import Json
from pydantic import Field

from .base_model import BaseModel


class TraceAnEntity(BaseModel):
    entity_trace: "TraceAnEntityEntityTrace" = Field(alias="entityTrace")
    stored_entities: "TraceAnEntityStoredEntities" = Field(alias="storedEntities")


class TraceAnEntityEntityTrace(BaseModel):
    feature_rows: list["TraceAnEntityEntityTraceFeatureRows"] = Field(
        alias="featureRows"
    )
    training_rows: list["TraceAnEntityEntityTraceTrainingRows"] = Field(
        alias="trainingRows"
    )
    model_versions: list["TraceAnEntityEntityTraceModelVersions"] = Field(
        alias="modelVersions"
    )
    deployments: list["TraceAnEntityEntityTraceDeployments"]


class TraceAnEntityEntityTraceFeatureRows(BaseModel):
    feature_set_version: "TraceAnEntityEntityTraceFeatureRowsFeatureSetVersion" = Field(
        alias="featureSetVersion"
    )
    online_rows: int = Field(alias="onlineRows")
    history_rows: int = Field(alias="historyRows")
    first_event_time: datetime = Field(alias="firstEventTime")
    last_event_time: datetime = Field(alias="lastEventTime")


class TraceAnEntityEntityTraceFeatureRowsFeatureSetVersion(BaseModel):
    label: str
    keep_history_for: Optional[int] = Field(alias="keepHistoryFor")
    violations: list["TraceAnEntityEntityTraceFeatureRowsFeatureSetVersionViolations"]
    deprecations: list[
        "TraceAnEntityEntityTraceFeatureRowsFeatureSetVersionDeprecations"
    ]


class TraceAnEntityEntityTraceFeatureRowsFeatureSetVersionViolations(BaseModel):
    feature: str
    count: int


class TraceAnEntityEntityTraceFeatureRowsFeatureSetVersionDeprecations(BaseModel):
    feature: Optional[str]
    reason: str
    replacement: Optional[str]


class TraceAnEntityEntityTraceTrainingRows(BaseModel):
    training_set: "TraceAnEntityEntityTraceTrainingRowsTrainingSet" = Field(
        alias="trainingSet"
    )
    rows: int


class TraceAnEntityEntityTraceTrainingRowsTrainingSet(BaseModel):
    label: str


class TraceAnEntityEntityTraceModelVersions(BaseModel):
    label: str


class TraceAnEntityEntityTraceDeployments(BaseModel):
    label: str


class TraceAnEntityStoredEntities(BaseModel):
    nodes: list["TraceAnEntityStoredEntitiesNodes"]
    page_info: "TraceAnEntityStoredEntitiesPageInfo" = Field(alias="pageInfo")


class TraceAnEntityStoredEntitiesNodes(BaseModel):
    key: Json
    event_time: datetime = Field(alias="eventTime")


class TraceAnEntityStoredEntitiesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


TraceAnEntity.model_rebuild()
TraceAnEntityEntityTrace.model_rebuild()
TraceAnEntityEntityTraceFeatureRows.model_rebuild()
TraceAnEntityEntityTraceFeatureRowsFeatureSetVersion.model_rebuild()
TraceAnEntityEntityTraceTrainingRows.model_rebuild()
TraceAnEntityStoredEntities.model_rebuild()
