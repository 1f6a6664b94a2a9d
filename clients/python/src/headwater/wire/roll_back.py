from datetime import datetime

from pydantic import Field

from .base_model import BaseModel


class RollBack(BaseModel):
    rollback: "RollBackRollback"


class RollBackRollback(BaseModel):
    restored: datetime
    deployment: "RollBackRollbackDeployment"


class RollBackRollbackDeployment(BaseModel):
    bindings: list["RollBackRollbackDeploymentBindings"]


class RollBackRollbackDeploymentBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    model_version: "RollBackRollbackDeploymentBindingsModelVersion" = Field(
        alias="modelVersion"
    )


class RollBackRollbackDeploymentBindingsModelVersion(BaseModel):
    label: str


RollBack.model_rebuild()
RollBackRollback.model_rebuild()
RollBackRollbackDeployment.model_rebuild()
RollBackRollbackDeploymentBindings.model_rebuild()
