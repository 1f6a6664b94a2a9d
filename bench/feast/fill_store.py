"""Fills Feast's PostgreSQL online store with the rows of Headwater's bench store.

Usage: fill_store.py <repository directory>; feature_store.yaml and rows.csv are there. Prints rows per second.
rows.csv has no header: user_id, event time, then the values of the features.
"""

import csv
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource
from feast.types import Float64
from feast.value_type import ValueType

BATCH = 1_000

repository = Path(sys.argv[1])
with open(repository / "rows.csv", newline="") as file:
    rows = list(csv.reader(file))
names = [f"f{index + 1}" for index in range(len(rows[0]) - 2)]


def frame(batch):
    columns = {"user_id": [int(row[0]) for row in batch]}
    columns.update({name: [float(row[index + 2]) for row in batch] for index, name in enumerate(names)})
    columns["event_timestamp"] = [datetime.fromisoformat(row[1]) for row in batch]
    return pd.DataFrame(columns)


source_file = repository / "source.parquet"
frame(rows[:1]).to_parquet(source_file)
user = Entity(name="user", join_keys=["user_id"], value_type=ValueType.INT64)
view = FeatureView(
    name="bench",
    entities=[user],
    ttl=timedelta(days=3650),
    schema=[Field(name=name, dtype=Float64) for name in names],
    source=FileSource(path=str(source_file), timestamp_field="event_timestamp"),
)
store = FeatureStore(repo_path=str(repository))
store.apply([user, view, FeatureService(name="all", features=[view])])

begin = time.perf_counter()
for first in range(0, len(rows), BATCH):
    store.write_to_online_store("bench", frame(rows[first : first + BATCH]))
    print(f"\rfilling Feast: {first + BATCH} of {len(rows)} rows", end="", file=sys.stderr)
print(file=sys.stderr)
print(len(rows) / (time.perf_counter() - begin))
