from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TheBestVersionsOfModels(BaseModel):
    model_versions: "TheBestVersionsOfModelsModelVersions" = Field(
        alias="modelVersions"
    )


class TheBestVersionsOfModelsModelVersions(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["TheBestVersionsOfModelsModelVersionsFacets"]
    nodes: list["TheBestVersionsOfModelsModelVersionsNodes"]
    page_info: "TheBestVersionsOfModelsModelVersionsPageInfo" = Field(alias="pageInfo")


class TheBestVersionsOfModelsModelVersionsFacets(BaseModel):
    models: list["TheBestVersionsOfModelsModelVersionsFacetsModels"]
    stages: list["TheBestVersionsOfModelsModelVersionsFacetsStages"]
    aliases: list["TheBestVersionsOfModelsModelVersionsFacetsAliases"]


class TheBestVersionsOfModelsModelVersionsFacetsModels(BaseModel):
    value: str
    count: int


class TheBestVersionsOfModelsModelVersionsFacetsStages(BaseModel):
    value: str
    count: int


class TheBestVersionsOfModelsModelVersionsFacetsAliases(BaseModel):
    value: str
    count: int


class TheBestVersionsOfModelsModelVersionsNodes(BaseModel):
    label: str
    aliases: list[str]
    metrics: list["TheBestVersionsOfModelsModelVersionsNodesMetrics"]


class TheBestVersionsOfModelsModelVersionsNodesMetrics(BaseModel):
    name: str
    value: float


class TheBestVersionsOfModelsModelVersionsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


TheBestVersionsOfModels.model_rebuild()
TheBestVersionsOfModelsModelVersions.model_rebuild()
TheBestVersionsOfModelsModelVersionsFacets.model_rebuild()
TheBestVersionsOfModelsModelVersionsNodes.model_rebuild()
