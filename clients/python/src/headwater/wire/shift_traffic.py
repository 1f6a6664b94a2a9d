from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ShiftTraffic(BaseModel):
    shift_traffic: "ShiftTrafficShiftTraffic" = Field(alias="shiftTraffic")


class ShiftTrafficShiftTraffic(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    next_percent: Optional[int] = Field(alias="nextPercent")
    deployment: "ShiftTrafficShiftTrafficDeployment"


class ShiftTrafficShiftTrafficDeployment(BaseModel):
    bindings: list["ShiftTrafficShiftTrafficDeploymentBindings"]


class ShiftTrafficShiftTrafficDeploymentBindings(BaseModel):
    traffic_percent: int = Field(alias="trafficPercent")
    model_version: "ShiftTrafficShiftTrafficDeploymentBindingsModelVersion" = Field(
        alias="modelVersion"
    )


class ShiftTrafficShiftTrafficDeploymentBindingsModelVersion(BaseModel):
    label: str


ShiftTraffic.model_rebuild()
ShiftTrafficShiftTraffic.model_rebuild()
ShiftTrafficShiftTrafficDeployment.model_rebuild()
ShiftTrafficShiftTrafficDeploymentBindings.model_rebuild()
