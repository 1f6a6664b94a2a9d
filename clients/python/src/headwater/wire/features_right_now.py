from datetime import datetime

from headwater.core.scalars import Json, Numbers, Statuses, Times, Values
from pydantic import Field

from .base_model import BaseModel
from .enums import DataType


class FeaturesRightNow(BaseModel):
    online_features: "FeaturesRightNowOnlineFeatures" = Field(alias="onlineFeatures")


class FeaturesRightNowOnlineFeatures(BaseModel):
    columns: list["FeaturesRightNowOnlineFeaturesColumns"]
    entities: Json
    values: Values
    statuses: Statuses
    event_times: Times = Field(alias="eventTimes")
    ages: Numbers
    read_at: datetime = Field(alias="readAt")


class FeaturesRightNowOnlineFeaturesColumns(BaseModel):
    ref: str
    type_: DataType = Field(alias="type")


FeaturesRightNow.model_rebuild()
FeaturesRightNowOnlineFeatures.model_rebuild()
