from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import RunStatus, RunType


class WhichRunsWereGood(BaseModel):
    runs: "WhichRunsWereGoodRuns"


class WhichRunsWereGoodRuns(BaseModel):
    nodes: list["WhichRunsWereGoodRunsNodes"]
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["WhichRunsWereGoodRunsFacets"]
    page_info: "WhichRunsWereGoodRunsPageInfo" = Field(alias="pageInfo")


class WhichRunsWereGoodRunsNodes(BaseModel):
    id: str
    name: str
    status: RunStatus


class WhichRunsWereGoodRunsFacets(BaseModel):
    types: list["WhichRunsWereGoodRunsFacetsTypes"]
    statuses: list["WhichRunsWereGoodRunsFacetsStatuses"]
    created_by: list["WhichRunsWereGoodRunsFacetsCreatedBy"] = Field(alias="createdBy")


class WhichRunsWereGoodRunsFacetsTypes(BaseModel):
    type_: RunType = Field(alias="type")
    count: int


class WhichRunsWereGoodRunsFacetsStatuses(BaseModel):
    status: RunStatus
    count: int


class WhichRunsWereGoodRunsFacetsCreatedBy(BaseModel):
    created_by: str = Field(alias="createdBy")
    count: int


class WhichRunsWereGoodRunsPageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor")


WhichRunsWereGood.model_rebuild()
WhichRunsWereGoodRuns.model_rebuild()
WhichRunsWereGoodRunsFacets.model_rebuild()
