from pydantic import Field

from .base_model import BaseModel
from .fragments import DatasetVersionFacts


class RegisterDatasetVersion(BaseModel):
    register_dataset_version: "RegisterDatasetVersionRegisterDatasetVersion" = Field(
        alias="registerDatasetVersion"
    )


class RegisterDatasetVersionRegisterDatasetVersion(BaseModel):
    created: bool
    dataset_version: "RegisterDatasetVersionRegisterDatasetVersionDatasetVersion" = (
        Field(alias="datasetVersion")
    )


RegisterDatasetVersionRegisterDatasetVersionDatasetVersion = DatasetVersionFacts
RegisterDatasetVersion.model_rebuild()
RegisterDatasetVersionRegisterDatasetVersion.model_rebuild()
