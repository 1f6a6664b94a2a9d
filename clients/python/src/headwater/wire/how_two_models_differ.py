from typing import Optional

from headwater.core.scalars import Json
from pydantic import Field

from .base_model import BaseModel
from .enums import LineageDifference, NodeKind


class HowTwoModelsDiffer(BaseModel):
    lineage_diff: "HowTwoModelsDifferLineageDiff" = Field(alias="lineageDiff")


class HowTwoModelsDifferLineageDiff(BaseModel):
    complete: bool
    features: list["HowTwoModelsDifferLineageDiffFeatures"]
    datasets: list["HowTwoModelsDifferLineageDiffDatasets"]
    code: list["HowTwoModelsDifferLineageDiffCode"]
    parameters: list["HowTwoModelsDifferLineageDiffParameters"]
    metrics: list["HowTwoModelsDifferLineageDiffMetrics"]
    nodes: list["HowTwoModelsDifferLineageDiffNodes"]


class HowTwoModelsDifferLineageDiffFeatures(BaseModel):
    feature: str
    change: LineageDifference
    resourced: bool
    before: Optional["HowTwoModelsDifferLineageDiffFeaturesBefore"]
    after: Optional["HowTwoModelsDifferLineageDiffFeaturesAfter"]


class HowTwoModelsDifferLineageDiffFeaturesBefore(BaseModel):
    ref: str


class HowTwoModelsDifferLineageDiffFeaturesAfter(BaseModel):
    ref: str


class HowTwoModelsDifferLineageDiffDatasets(BaseModel):
    label: str
    change: LineageDifference
    before: list[str]
    after: list[str]
    columns: list["HowTwoModelsDifferLineageDiffDatasetsColumns"]


class HowTwoModelsDifferLineageDiffDatasetsColumns(BaseModel):
    column: str
    change: LineageDifference
    before: Optional[str]
    after: Optional[str]


class HowTwoModelsDifferLineageDiffCode(BaseModel):
    feature_set: Optional[str] = Field(alias="featureSet")
    change: LineageDifference
    before: Optional[Json]
    after: Optional[Json]


class HowTwoModelsDifferLineageDiffParameters(BaseModel):
    name: str
    change: LineageDifference
    before: Optional[Json]
    after: Optional[Json]


class HowTwoModelsDifferLineageDiffMetrics(BaseModel):
    name: str
    change: LineageDifference
    before: Optional[Json]
    after: Optional[Json]


class HowTwoModelsDifferLineageDiffNodes(BaseModel):
    change: LineageDifference
    kind: NodeKind
    label: str


HowTwoModelsDiffer.model_rebuild()
HowTwoModelsDifferLineageDiff.model_rebuild()
HowTwoModelsDifferLineageDiffFeatures.model_rebuild()
HowTwoModelsDifferLineageDiffDatasets.model_rebuild()
