"""Asks for the same lookup as JSON and as Arrow, in turns, and makes a pandas DataFrame of each.

Usage: read_table.py <URL> <features reference> <keys> <rounds>. Prints medians as JSON: seconds from the request to the DataFrame, seconds of
that for decoding alone, and bytes; of the values alone, and with statuses and event times.
"""

import http.client
import json
import random
import statistics
import sys
import time
from urllib.parse import urlsplit

import pandas as pd
import pyarrow as pa
import pyarrow.ipc  # noqa: F401, which pa.ipc is

url, features, keys, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
connection = http.client.HTTPConnection(urlsplit(url).netloc)


def ask(accept, include):
    body = json.dumps({"features": [features], "entities": {"user_id": random.sample(range(1, 20_001), keys)}, "include": include})
    connection.request("POST", "/v1/features", body, {"content-type": "application/json", "accept": accept})
    response = connection.getresponse()
    data = response.read()
    if response.status != 200:
        raise RuntimeError(data)
    return data


def of_json(data):
    answer = json.loads(data)
    frames = [pd.DataFrame(answer[matrix], columns=answer["columns"]) for matrix in ("values", "statuses", "eventTimes") if matrix in answer]
    if "eventTimes" in answer:
        frames[-1] = frames[-1].apply(pd.to_datetime, format="ISO8601")
    return pd.concat(frames, axis=1)


def of_arrow(data):
    return pa.ipc.open_stream(data).read_pandas()


result = {}
for name, include in (("values", []), ("all", ["statuses", "eventTimes"])):
    times = {"json": [], "arrow": []}
    for _ in range(rounds + 1):
        shapes = set()
        for form, accept, decode in (("json", "application/json", of_json), ("arrow", "application/vnd.apache.arrow.stream", of_arrow)):
            begin = time.perf_counter()
            data = ask(accept, include)
            received = time.perf_counter()
            shapes.add(decode(data).shape)
            end = time.perf_counter()
            times[form].append((end - begin, end - received, len(data)))
        assert len(shapes) == 1, shapes
    # The first round is there to warm up both.
    result[name] = {form: [statistics.median(column) for column in zip(*measured[1:])] for form, measured in times.items()}
print(json.dumps(result))
