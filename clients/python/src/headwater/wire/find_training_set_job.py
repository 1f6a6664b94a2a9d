from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStatus
from .fragments import DatasetVersionFacts


class FindTrainingSetJob(BaseModel):
    training_set_job: Optional["FindTrainingSetJobTrainingSetJob"] = Field(
        alias="trainingSetJob"
    )


class FindTrainingSetJobTrainingSetJob(BaseModel):
    id: str
    status: JobStatus
    step: Optional[str]
    done: int
    total: Optional[int]
    error: Optional[str]
    dataset_version: Optional["FindTrainingSetJobTrainingSetJobDatasetVersion"] = Field(
        alias="datasetVersion"
    )


FindTrainingSetJobTrainingSetJobDatasetVersion = DatasetVersionFacts
FindTrainingSetJob.model_rebuild()
FindTrainingSetJobTrainingSetJob.model_rebuild()
