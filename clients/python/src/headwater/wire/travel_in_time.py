from datetime import datetime

from headwater.core.scalars import Json, Numbers, Statuses, Times, Values
from pydantic import Field

from .base_model import BaseModel


class TravelInTime(BaseModel):
    online_features: "TravelInTimeOnlineFeatures" = Field(alias="onlineFeatures")
    historical_features: "TravelInTimeHistoricalFeatures" = Field(
        alias="historicalFeatures"
    )


class TravelInTimeOnlineFeatures(BaseModel):
    entities: Json
    values: Values
    statuses: Statuses
    event_times: Times = Field(alias="eventTimes")
    read_at: datetime = Field(alias="readAt")


class TravelInTimeHistoricalFeatures(BaseModel):
    entities: Json
    values: Values
    statuses: Statuses
    ages: Numbers


TravelInTime.model_rebuild()
