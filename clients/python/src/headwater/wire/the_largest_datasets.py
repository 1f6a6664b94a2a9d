from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TheLargestDatasets(BaseModel):
    datasets: "TheLargestDatasetsDatasets"
    dataset_versions: "TheLargestDatasetsDatasetVersions" = Field(
        alias="datasetVersions"
    )


class TheLargestDatasetsDatasets(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    nodes: list["TheLargestDatasetsDatasetsNodes"]
    page_info: "TheLargestDatasetsDatasetsPageInfo" = Field(alias="pageInfo")


class TheLargestDatasetsDatasetsNodes(BaseModel):
    name: str
    owner: Optional[str]
    latest_version: Optional["TheLargestDatasetsDatasetsNodesLatestVersion"] = Field(
        alias="latestVersion"
    )


class TheLargestDatasetsDatasetsNodesLatestVersion(BaseModel):
    label: str
    row_count: Optional[int] = Field(alias="rowCount")
    byte_count: Optional[int] = Field(alias="byteCount")


class TheLargestDatasetsDatasetsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class TheLargestDatasetsDatasetVersions(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["TheLargestDatasetsDatasetVersionsFacets"]
    nodes: list["TheLargestDatasetsDatasetVersionsNodes"]


class TheLargestDatasetsDatasetVersionsFacets(BaseModel):
    datasets: list["TheLargestDatasetsDatasetVersionsFacetsDatasets"]


class TheLargestDatasetsDatasetVersionsFacetsDatasets(BaseModel):
    value: str
    count: int


class TheLargestDatasetsDatasetVersionsNodes(BaseModel):
    label: str
    row_count: Optional[int] = Field(alias="rowCount")


TheLargestDatasets.model_rebuild()
TheLargestDatasetsDatasets.model_rebuild()
TheLargestDatasetsDatasetsNodes.model_rebuild()
TheLargestDatasetsDatasetVersions.model_rebuild()
TheLargestDatasetsDatasetVersionsFacets.model_rebuild()
