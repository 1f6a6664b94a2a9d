from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import JobStatus


class MakeATrainingSet(BaseModel):
    create_training_set: "MakeATrainingSetCreateTrainingSet" = Field(
        alias="createTrainingSet"
    )


class MakeATrainingSetCreateTrainingSet(BaseModel):
    job: "MakeATrainingSetCreateTrainingSetJob"


class MakeATrainingSetCreateTrainingSetJob(BaseModel):
    id: str
    status: JobStatus
    step: Optional[str]
    progress: float


MakeATrainingSet.model_rebuild()
MakeATrainingSetCreateTrainingSet.model_rebuild()
