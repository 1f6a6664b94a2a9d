from pydantic import Field

from .base_model import BaseModel
from .enums import JobStatus


class CancelTrainingSetJob(BaseModel):
    cancel_training_set: "CancelTrainingSetJobCancelTrainingSet" = Field(
        alias="cancelTrainingSet"
    )


class CancelTrainingSetJobCancelTrainingSet(BaseModel):
    job: "CancelTrainingSetJobCancelTrainingSetJob"


class CancelTrainingSetJobCancelTrainingSetJob(BaseModel):
    id: str
    status: JobStatus


CancelTrainingSetJob.model_rebuild()
CancelTrainingSetJobCancelTrainingSet.model_rebuild()
