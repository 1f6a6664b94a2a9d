from datetime import datetime
from typing import Optional

from headwater.core.scalars import Json
from pydantic import Field

from .base_model import BaseModel
from .enums import IncompleteReason, NodeKind


class WhatABadRunReached(BaseModel):
    contamination: "WhatABadRunReachedContamination"


class WhatABadRunReachedContamination(BaseModel):
    count: int
    counts_by_kind: list["WhatABadRunReachedContaminationCountsByKind"] = Field(
        alias="countsByKind"
    )
    complete: bool
    incomplete_because: Optional[IncompleteReason] = Field(alias="incompleteBecause")
    training_sets: list["WhatABadRunReachedContaminationTrainingSets"] = Field(
        alias="trainingSets"
    )
    live_deployments: list["WhatABadRunReachedContaminationLiveDeployments"] = Field(
        alias="liveDeployments"
    )
    rows: list["WhatABadRunReachedContaminationRows"]


class WhatABadRunReachedContaminationCountsByKind(BaseModel):
    kind: NodeKind
    count: int


class WhatABadRunReachedContaminationTrainingSets(BaseModel):
    label: str


class WhatABadRunReachedContaminationLiveDeployments(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    deployment: "WhatABadRunReachedContaminationLiveDeploymentsDeployment"
    model_versions: list[
        "WhatABadRunReachedContaminationLiveDeploymentsModelVersions"
    ] = Field(alias="modelVersions")


class WhatABadRunReachedContaminationLiveDeploymentsDeployment(BaseModel):
    label: str


class WhatABadRunReachedContaminationLiveDeploymentsModelVersions(BaseModel):
    label: str


class WhatABadRunReachedContaminationRows(BaseModel):
    feature_set_version: "WhatABadRunReachedContaminationRowsFeatureSetVersion" = Field(
        alias="featureSetVersion"
    )
    current_rows: Optional[int] = Field(alias="currentRows")
    history_rows: Optional[int] = Field(alias="historyRows")
    unattributed_rows: Optional[int] = Field(alias="unattributedRows")
    entities: Optional["WhatABadRunReachedContaminationRowsEntities"]


class WhatABadRunReachedContaminationRowsFeatureSetVersion(BaseModel):
    label: str


class WhatABadRunReachedContaminationRowsEntities(BaseModel):
    nodes: list["WhatABadRunReachedContaminationRowsEntitiesNodes"]
    page_info: "WhatABadRunReachedContaminationRowsEntitiesPageInfo" = Field(
        alias="pageInfo"
    )


class WhatABadRunReachedContaminationRowsEntitiesNodes(BaseModel):
    key: Json
    event_time: datetime = Field(alias="eventTime")


class WhatABadRunReachedContaminationRowsEntitiesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


WhatABadRunReached.model_rebuild()
WhatABadRunReachedContamination.model_rebuild()
WhatABadRunReachedContaminationLiveDeployments.model_rebuild()
WhatABadRunReachedContaminationRows.model_rebuild()
WhatABadRunReachedContaminationRowsEntities.model_rebuild()
