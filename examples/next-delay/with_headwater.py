"""From a DataFrame to a deployed model whose features are served. The same with Feast and MLflow is beside it."""

import pandas as pd
from sklearn.linear_model import LinearRegression

import headwater
from headwater import Entity, FeatureSet

hw = headwater.connect()
times = pd.date_range("2026-01-01", periods=12, freq="h", tz="UTC")
flights = pd.DataFrame({"airport": ["SEA", "DEN", "SFO"] * 4, "event_time": times, "delay": [n / 1 for n in range(12)]})
hw.apply(Entity("airport"), FeatureSet("airport_delays", "airport", {"delay": float}))
hw.features.write(flights, "airport_delays")
spine = flights.assign(event_time=times + pd.Timedelta("30min"), next=flights["delay"] + 3).drop(columns="delay")
train = hw.training_set(spine, features=["airport_delays:delay"], label="next")
with hw.run("next_delay", inputs=[train]) as run:
    model = LinearRegression().fit(train[["delay"]], train["next"])
    run.log(r2=model.score(train[["delay"]], train["next"]))
    version = run.log_model(model, signature_from=train)
hw.deploy("production/next-delay", version, create_environment=True)
features = hw.features.online(deployment="production/next-delay", entities={"airport": ["SEA", "DEN", "SFO"]})
print(version.load().predict(features[["delay"]]))
