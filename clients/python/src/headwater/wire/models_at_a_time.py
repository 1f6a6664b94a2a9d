from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ModelsAtATime(BaseModel):
    models: "ModelsAtATimeModels"


class ModelsAtATimeModels(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["ModelsAtATimeModelsFacets"]
    nodes: list["ModelsAtATimeModelsNodes"]
    page_info: "ModelsAtATimeModelsPageInfo" = Field(alias="pageInfo")


class ModelsAtATimeModelsFacets(BaseModel):
    owners: list["ModelsAtATimeModelsFacetsOwners"]
    tags: list["ModelsAtATimeModelsFacetsTags"]


class ModelsAtATimeModelsFacetsOwners(BaseModel):
    value: str
    count: int


class ModelsAtATimeModelsFacetsTags(BaseModel):
    key: str
    value: str
    count: int


class ModelsAtATimeModelsNodes(BaseModel):
    name: str
    owner: Optional[str]
    description: Optional[str]
    created_at: datetime = Field(alias="createdAt")


class ModelsAtATimeModelsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


ModelsAtATime.model_rebuild()
ModelsAtATimeModels.model_rebuild()
ModelsAtATimeModelsFacets.model_rebuild()
