"""From a DataFrame to a registered model whose features are served, with Feast and MLflow on local stores: the other half of with_headwater.py."""

import mlflow
import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.types import Float64
from mlflow.models import infer_signature
from sklearn.linear_model import LinearRegression

times = pd.date_range("2026-01-01", periods=12, freq="h", tz="UTC")
flights = pd.DataFrame(
    {"airport": ["SEA", "DEN", "SFO"] * 4, "event_timestamp": times, "delay": [n / 1 for n in range(12)]}
)
flights.to_parquet("flights.parquet")
store = FeatureStore(config=RepoConfig(project="delays", provider="local", registry="registry.db"))
entity = Entity(name="airport", join_keys=["airport"], value_type=ValueType.STRING)
source = FileSource(path="flights.parquet", timestamp_field="event_timestamp")
view = FeatureView(name="airport_delays", entities=[entity], schema=[Field(name="delay", dtype=Float64)], source=source)
service = FeatureService(name="next_delay_v1", features=[view])
store.apply([entity, view, service])
store.materialize(times[0], times[-1] + pd.Timedelta("1h"))
spine = flights.assign(event_timestamp=times + pd.Timedelta("30min"), next=flights["delay"] + 3).drop(columns="delay")
train = store.get_historical_features(entity_df=spine, features=service).to_df()
with mlflow.start_run(run_name="next_delay"):
    mlflow.log_input(mlflow.data.from_pandas(train, name="next_delay", targets="next"))
    model = LinearRegression().fit(train[["delay"]], train["next"])
    mlflow.log_metric("r2", model.score(train[["delay"]], train["next"]))
    told = {"signature": infer_signature(train[["delay"]], train["next"]), "pip_requirements": ["scikit-learn"]}
    logged = mlflow.sklearn.log_model(model, name="model", registered_model_name="next_delay", **told)
client = mlflow.MlflowClient()
client.set_model_version_tag("next_delay", logged.registered_model_version, "feature_service", service.name)
client.set_registered_model_alias("next_delay", "production", logged.registered_model_version)
live = client.get_model_version_by_alias("next_delay", "production")
service = store.get_feature_service(live.tags["feature_service"])
features = store.get_online_features(service, [{"airport": airport} for airport in ["SEA", "DEN", "SFO"]]).to_df()
print(mlflow.sklearn.load_model("models:/next_delay@production").predict(features[["delay"]]))
