from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class HowFreshFeaturesAre(BaseModel):
    feature_sets: "HowFreshFeaturesAreFeatureSets" = Field(alias="featureSets")
    feature_set_versions: "HowFreshFeaturesAreFeatureSetVersions" = Field(
        alias="featureSetVersions"
    )


class HowFreshFeaturesAreFeatureSets(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["HowFreshFeaturesAreFeatureSetsFacets"]
    nodes: list["HowFreshFeaturesAreFeatureSetsNodes"]
    page_info: "HowFreshFeaturesAreFeatureSetsPageInfo" = Field(alias="pageInfo")


class HowFreshFeaturesAreFeatureSetsFacets(BaseModel):
    entities: list["HowFreshFeaturesAreFeatureSetsFacetsEntities"]


class HowFreshFeaturesAreFeatureSetsFacetsEntities(BaseModel):
    value: str
    count: int


class HowFreshFeaturesAreFeatureSetsNodes(BaseModel):
    name: str
    owner: Optional[str]
    current_version: Optional["HowFreshFeaturesAreFeatureSetsNodesCurrentVersion"] = (
        Field(alias="currentVersion")
    )


class HowFreshFeaturesAreFeatureSetsNodesCurrentVersion(BaseModel):
    label: str
    written_at: Optional[datetime] = Field(alias="writtenAt")


class HowFreshFeaturesAreFeatureSetsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class HowFreshFeaturesAreFeatureSetVersions(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    facets: Optional["HowFreshFeaturesAreFeatureSetVersionsFacets"]
    nodes: list["HowFreshFeaturesAreFeatureSetVersionsNodes"]


class HowFreshFeaturesAreFeatureSetVersionsFacets(BaseModel):
    features: list["HowFreshFeaturesAreFeatureSetVersionsFacetsFeatures"]


class HowFreshFeaturesAreFeatureSetVersionsFacetsFeatures(BaseModel):
    value: str
    count: int


class HowFreshFeaturesAreFeatureSetVersionsNodes(BaseModel):
    label: str
    ttl_seconds: Optional[int] = Field(alias="ttlSeconds")


HowFreshFeaturesAre.model_rebuild()
HowFreshFeaturesAreFeatureSets.model_rebuild()
HowFreshFeaturesAreFeatureSetsFacets.model_rebuild()
HowFreshFeaturesAreFeatureSetsNodes.model_rebuild()
HowFreshFeaturesAreFeatureSetVersions.model_rebuild()
HowFreshFeaturesAreFeatureSetVersionsFacets.model_rebuild()
