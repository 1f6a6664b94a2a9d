from typing import Literal, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import NodeKind


class Search(BaseModel):
    search: "SearchSearch"


class SearchSearch(BaseModel):
    nodes: list["SearchSearchNodes"]
    page_info: "SearchSearchPageInfo" = Field(alias="pageInfo")


class SearchSearchNodes(BaseModel):
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
    kind: NodeKind
    label: str
    description: Optional[str]


class SearchSearchPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Search.model_rebuild()
SearchSearch.model_rebuild()
