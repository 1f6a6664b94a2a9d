"""How likely is a flight late? Predicts with the model of ../scikit-learn, from features that are looked up for each request.

uvicorn service:app
"""

from typing import Annotated

import pandas as pd
from fastapi import Depends, FastAPI
from pydantic import BaseModel

import headwater
import headwater.fastapi
from headwater.records.serving import Policy

# What is loaded is what features are read for: the alias may move on while this runs.
version = headwater.connect().model("late_flight@champion")
model = version.load()
# A mean delay that has expired is taken all the same, for a night without flights is no fault; an airport that nobody knows is one.
flight = headwater.fastapi.features(
    model=version.label, timeout=1, policy=Policy(on_expired="VALUE", on_missing="ERROR")
)

app = FastAPI(title="Late flights")


class Prediction(BaseModel):
    """What is said of a flight, and from what."""

    late: float
    model: str
    features: dict[str, float]


@app.get("/flights/{origin}/{destination}")
async def predict(
    origin: str,
    destination: str,
    distance_miles: int,
    hour_of_day: int,
    reader: Annotated[headwater.fastapi.Features, Depends(flight)],
) -> Prediction:
    """The probability that it comes more than 15 minutes late. 404 for an unknown airport, 503 or 504 while Headwater is away."""
    features = await reader.one(
        origin=origin, destination=destination, distance_miles=distance_miles, hour_of_day=hour_of_day
    )
    late = model.predict_proba(pd.DataFrame([features]))[0, 1]
    return Prediction(late=late, model=version.label, features=features)
