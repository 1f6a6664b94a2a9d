from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Deploy(BaseModel):
    deploy: "DeployDeploy"


class DeployDeploy(BaseModel):
    changed: bool
    created: bool
    deployment: "DeployDeployDeployment"


class DeployDeployDeployment(BaseModel):
    label: str
    endpoint: Optional[str]
    bindings: list["DeployDeployDeploymentBindings"]


class DeployDeployDeploymentBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    model_version: "DeployDeployDeploymentBindingsModelVersion" = Field(
        alias="modelVersion"
    )


class DeployDeployDeploymentBindingsModelVersion(BaseModel):
    label: str


Deploy.model_rebuild()
DeployDeploy.model_rebuild()
DeployDeployDeployment.model_rebuild()
DeployDeployDeploymentBindings.model_rebuild()
