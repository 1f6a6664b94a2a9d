from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class PublishFeatureSet(BaseModel):
    publish_feature_set: "PublishFeatureSetPublishFeatureSet" = Field(
        alias="publishFeatureSet"
    )


class PublishFeatureSetPublishFeatureSet(BaseModel):
    created: bool
    feature_set_version: Optional[
        "PublishFeatureSetPublishFeatureSetFeatureSetVersion"
    ] = Field(alias="featureSetVersion")
    publication: Optional["PublishFeatureSetPublishFeatureSetPublication"]


class PublishFeatureSetPublishFeatureSetFeatureSetVersion(BaseModel):
    label: str


class PublishFeatureSetPublishFeatureSetPublication(BaseModel):
    version: int
    becomes_current: bool = Field(alias="becomesCurrent")
    because: str
    comparison: Optional["PublishFeatureSetPublishFeatureSetPublicationComparison"]
    deployments: list["PublishFeatureSetPublishFeatureSetPublicationDeployments"]
    deployment_count: int = Field(alias="deploymentCount")
    model_version_count: int = Field(alias="modelVersionCount")
    training_set_count: int = Field(alias="trainingSetCount")
    feature_service_version_count: int = Field(alias="featureServiceVersionCount")
    unpinned_lookups: int = Field(alias="unpinnedLookups")
    unpinned_writes: int = Field(alias="unpinnedWrites")


class PublishFeatureSetPublishFeatureSetPublicationComparison(BaseModel):
    summary: str
    compatible: bool
    added: list[str]
    removed: list[str]
    changed: list["PublishFeatureSetPublishFeatureSetPublicationComparisonChanged"]


class PublishFeatureSetPublishFeatureSetPublicationComparisonChanged(BaseModel):
    name: str


class PublishFeatureSetPublishFeatureSetPublicationDeployments(BaseModel):
    label: str


PublishFeatureSet.model_rebuild()
PublishFeatureSetPublishFeatureSet.model_rebuild()
PublishFeatureSetPublishFeatureSetPublication.model_rebuild()
PublishFeatureSetPublishFeatureSetPublicationComparison.model_rebuild()
