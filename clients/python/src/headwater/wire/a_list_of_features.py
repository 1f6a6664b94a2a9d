from typing import Optional

from headwater.core.scalars import Numbers, Statuses, Values
from pydantic import Field

from .base_model import BaseModel


class AListOfFeatures(BaseModel):
    online_features: "AListOfFeaturesOnlineFeatures" = Field(alias="onlineFeatures")


class AListOfFeaturesOnlineFeatures(BaseModel):
    columns: list["AListOfFeaturesOnlineFeaturesColumns"]
    values: Values
    statuses: Statuses
    ages: Numbers


class AListOfFeaturesOnlineFeaturesColumns(BaseModel):
    ref: str
    role: Optional[str]


AListOfFeatures.model_rebuild()
AListOfFeaturesOnlineFeatures.model_rebuild()
