/** Makes a repository of Feast on SQLite in the folder that is its argument, fills it, and prints what its own store answers. */
export const MAKE_REPOSITORY = `
import json, os, sys, uuid
from datetime import datetime, timedelta, timezone
folder = sys.argv[1]
os.makedirs(folder + "/data", exist_ok=True)
open(folder + "/feature_store.yaml", "w").write("""
project: rides
provider: local
registry: data/registry.db
online_store: {type: sqlite, path: online.db}
offline_store: {type: file}
entity_key_serialization_version: 3
""")
import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, PushSource, RequestSource, ValueType
from feast.on_demand_feature_view import on_demand_feature_view
from feast.types import Array, Bool, Bytes, Float32, Float64, Int32, Int64, Json, Map, String, UnixTimestamp

driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64, description="Who drives.", tags={"team": "fleet"}, owner="ann")
city = Entity(name="city", join_keys=["city"], value_type=ValueType.STRING)
TYPES = {"i32": Int32, "i64": Int64, "f32": Float32, "f64": Float64, "s": String, "b": Bool, "y": Bytes, "t": UnixTimestamp, "j": Json, "m": Map}
LISTS = {"i32", "i64", "f32", "f64", "s", "b", "y", "t"}
schema = [Field(name=name, dtype=type) for name, type in TYPES.items()]
schema += [Field(name=name + "_list", dtype=Array(TYPES[name])) for name in sorted(LISTS)]
source = FileSource(name="types_file", path=folder + "/types.parquet", timestamp_field="event_timestamp", created_timestamp_column="created")
typed = FeatureView(name="typed", entities=[driver], ttl=timedelta(days=36500), schema=schema + [Field(name="driver_id", dtype=Int64)], source=source,
    description="One feature of each type.", tags={"tier": "gold"}, owner="ben")
push = PushSource(name="Trip Push", batch_source=FileSource(name="trips_file", path=folder + "/trips.parquet", timestamp_field="ts"))
trips = FeatureView(name="City_Trips", entities=[driver, city], ttl=timedelta(0), source=push,
    schema=[Field(name="Trips", dtype=Int64, description="How many.", tags={"unit": "trips"}), Field(name="driver_id", dtype=Int64), Field(name="city", dtype=String)])
bare = FeatureView(name="bare", entities=[], schema=[Field(name="n", dtype=Int64)], source=FileSource(name="bare_file", path=folder + "/bare.parquet", timestamp_field="ts"))
request = RequestSource(name="asked", schema=[Field(name="add", dtype=Float64)])

@on_demand_feature_view(sources=[typed, request], schema=[Field(name="sum", dtype=Float64)], description="Adds.")
def added(inputs: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"sum": inputs["f64"] + inputs["add"]})

moment = datetime(2026, 1, 2, 3, 4, 5, 250000, tzinfo=timezone.utc)
rows = [
    {"driver_id": 1, "i32": -7, "i64": 9007199254740993, "f32": 0.1, "f64": 5.0, "s": "h\\u00e9 \\u4e16\\u754c \\U0001f600", "b": True, "y": b"\\x00\\xff", "t": moment, "j": '{"a": [1, 2]}', "m": {"k": "v"},
     "i32_list": [1, 2], "i64_list": [9007199254740993], "f32_list": [0.5], "f64_list": [1.0, 2.5], "s_list": ["a", ""], "b_list": [True, False], "y_list": [b"a"], "t_list": [moment]},
    {"driver_id": 2, "i32": 0, "i64": -1, "f32": float("inf"), "f64": float("nan"), "s": "", "b": False, "y": b"", "t": moment, "j": "[]", "m": {"x": "y"},
     "i32_list": [0], "i64_list": [0], "f32_list": [1.0], "f64_list": [0.0], "s_list": ["b"], "b_list": [False], "y_list": [b"\\x01"], "t_list": [moment]},
    {"driver_id": 3, "f64": 1e300},
]
frame = pd.DataFrame([{**{field.name: None for field in schema}, **row, "event_timestamp": moment, "created": moment} for row in rows])
for name in ("i32", "i64"): frame[name] = frame[name].astype("Int64")
frame["b"] = frame["b"].astype("boolean")
services = [FeatureService(name="all typed", features=[typed], description="All.", tags={"for": "tests"}, owner="cat"),
    FeatureService(name="mixed", features=[typed[["f64", "s"]], trips]), FeatureService(name="with_code", features=[typed[["f64"]], added]), FeatureService(name="bad", features=[bare])]
pd.DataFrame({"driver_id": [1], "event_timestamp": [moment], "created": [moment]}).to_parquet(folder + "/types.parquet")
pd.DataFrame({"driver_id": [1], "city": ["SEA"], "Trips": [1], "ts": [moment]}).to_parquet(folder + "/trips.parquet")
pd.DataFrame({"n": [1], "ts": [moment]}).to_parquet(folder + "/bare.parquet")
store = FeatureStore(repo_path=folder)
store.apply([driver, city, typed, trips, bare, added, *services])
store.write_to_online_store("typed", frame)
store.push("Trip Push", pd.DataFrame({"driver_id": [1, 2], "city": ["SEA", "Z\\u00fcrich"], "Trips": [3, None], "ts": [moment, moment]}).astype({"Trips": "Int64"}))
`;

/** Asks a store the questions of the suite, and prints the answers: values, statuses, and event times where the client is told them. */
export const ASK_STORE = `
import base64, json
def proto_text(value):
    which = value.WhichOneof("val")
    if which is None or which == "null_val": return None
    inner = getattr(value, which)
    if which.startswith("map"): return {key: proto_text(each) for key, each in inner.val.items()}
    inner = list(inner.val) if "_list_" in which else inner
    if which == "unix_timestamp_val" and inner < -2**62: return None
    names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    plain = lambda each: base64.b64encode(each).decode() if isinstance(each, bytes) else (names.get(repr(each), each) if isinstance(each, float) else each)
    return [plain(each) for each in inner] if isinstance(inner, list) else plain(inner)

def ask(store, features, rows, full=False):
    proto = store.get_online_features(features=features, entity_rows=rows, full_feature_names=full).proto
    return {name: {"values": [proto_text(value) for value in result.values], "statuses": list(result.statuses),
        "times": [time.ToJsonString() for time in result.event_timestamps]} for name, result in zip(proto.metadata.feature_names.val, proto.results)}

def ask_all(store, features, service):
    drivers = [{"driver_id": 1}, {"driver_id": 2}, {"driver_id": 3}, {"driver_id": 4}, {"driver_id": 1}]
    both = [{"driver_id": 1, "city": "SEA"}, {"driver_id": 2, "city": "Z\\u00fcrich"}, {"driver_id": 1, "city": "DEN"}]
    return {
        "typed": ask(store, ["typed:" + name for name in features], drivers),
        "trips": ask(store, ["City_Trips:Trips"], both),
        "full": ask(store, ["typed:f64", "City_Trips:Trips"], both, True),
        "service": ask(store, service, drivers),
    }
`;
