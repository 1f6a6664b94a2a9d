from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStatus


class TrainingSets(BaseModel):
    training_set_jobs: "TrainingSetsTrainingSetJobs" = Field(alias="trainingSetJobs")


class TrainingSetsTrainingSetJobs(BaseModel):
    nodes: list["TrainingSetsTrainingSetJobsNodes"]


class TrainingSetsTrainingSetJobsNodes(BaseModel):
    id: str
    status: JobStatus
    progress: float
    error: Optional[str]
    dataset_version: Optional["TrainingSetsTrainingSetJobsNodesDatasetVersion"] = Field(
        alias="datasetVersion"
    )


class TrainingSetsTrainingSetJobsNodesDatasetVersion(BaseModel):
    label: str
    training_set: Optional[
        "TrainingSetsTrainingSetJobsNodesDatasetVersionTrainingSet"
    ] = Field(alias="trainingSet")


class TrainingSetsTrainingSetJobsNodesDatasetVersionTrainingSet(BaseModel):
    row_count: int = Field(alias="rowCount")
    digest: str
    rebuildable: bool
    features: list["TrainingSetsTrainingSetJobsNodesDatasetVersionTrainingSetFeatures"]


class TrainingSetsTrainingSetJobsNodesDatasetVersionTrainingSetFeatures(BaseModel):
    column: str
    ref: str
    present: int
    nulls: int
    not_found: int = Field(alias="notFound")
    expired: int


TrainingSets.model_rebuild()
TrainingSetsTrainingSetJobs.model_rebuild()
TrainingSetsTrainingSetJobsNodes.model_rebuild()
TrainingSetsTrainingSetJobsNodesDatasetVersion.model_rebuild()
TrainingSetsTrainingSetJobsNodesDatasetVersionTrainingSet.model_rebuild()
