"""From a DataFrame to a deployed model whose features are served. Needs a running service: npm start."""

import pandas as pd
from sklearn.linear_model import LinearRegression

import headwater
from headwater import Entity, FeatureSet

hw = headwater.connect()
flights = pd.DataFrame(
    {
        "airport": ["SEA", "DEN", "SFO"] * 4,
        "delay": [float(n) for n in range(12)],
        "event_time": pd.date_range("2026-01-01", periods=12, freq="h", tz="UTC"),
    }
)
hw.apply(Entity("airport"), FeatureSet("airport_delays", "airport", {"delay": float}))
hw.features.write(flights, "airport_delays")
spine = flights.assign(event_time=flights["event_time"] + pd.Timedelta("30min"), next_delay=flights["delay"] + 3).drop(
    columns="delay"
)
train = hw.training_set(spine, features=["airport_delays:delay"], label="next_delay")
with hw.run("next_delay", inputs=[train]) as run:
    model = LinearRegression().fit(train[["delay"]], train["next_delay"])
    run.log(r2=model.score(train[["delay"]], train["next_delay"]))
    version = run.log_model(model, signature_from=train)
hw.deploy("production/next-delay", version, create_environment=True)
features = hw.features.online(deployment="production/next-delay", entities=[{"airport": "SEA"}])
print(version.load().predict(features[["delay"]]))
