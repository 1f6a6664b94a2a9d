from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DatasetVersionFacts


class FindDatasetVersion(BaseModel):
    dataset_version: Optional["FindDatasetVersionDatasetVersion"] = Field(
        alias="datasetVersion"
    )


FindDatasetVersionDatasetVersion = DatasetVersionFacts
FindDatasetVersion.model_rebuild()
