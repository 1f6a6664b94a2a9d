import { SQLITE_KEYS } from './sqlite-keys.sql.js';

/**
 * Run in a repository of Feast, prints its registry as Feast writes it into files, after a line with its size; then, for the feature views that it is told of
 * on its standard input, if it is told of any, their online rows as NDJSON: after a line `#view` with the name of each; a line `#problem` says why there are
 * no more. Rows are read by Feast's own get_online_features; which keys there are is asked of its SQLite store, or else of the source.
 */
export const READ_REPOSITORY = `
import base64, io, json, math, os, sys
from datetime import datetime, timezone
raw = os.fdopen(os.dup(1), "wb"); os.dup2(2, 1)
from feast import FeatureStore
from feast.infra.online_stores.sqlite import SqliteOnlineStore, _table_id
from feast.infra.key_encoding_utils import deserialize_entity_key
from feast.type_map import feast_value_type_to_python_type

store = FeatureStore(repo_path=".")
store.refresh_registry()
registry = store.registry.proto().SerializeToString()
raw.write(str(len(registry)).encode() + b"\\n" + registry); raw.flush()
told = sys.stdin.read()
if not told.strip(): sys.exit(0)
out = io.TextIOWrapper(raw, encoding="utf8")
config = store.config
AT_ONCE = 1000

def view_of(name):
    try: return store.get_feature_view(name)
    except Exception: return store.get_stream_feature_view(name)

def keys_of(view, join_keys):
    provider = store._get_provider()
    online = getattr(provider, "online_store", None)
    if isinstance(online, SqliteOnlineStore):
        versioning = bool(getattr(config.registry, "enable_online_feature_view_versioning", False))
        table = _table_id(store.project, view, versioning)
        found = online._get_conn(config).execute(f"${SQLITE_KEYS}").fetchall()
        for (key,) in found:
            proto = deserialize_entity_key(key, entity_key_serialization_version=config.entity_key_serialization_version)
            yield {name: feast_value_type_to_python_type(value) for name, value in zip(proto.join_keys, proto.entity_values)}
        return
    source = view.batch_source
    job = provider.offline_store.pull_latest_from_table_or_query(
        config=config, data_source=source, join_key_columns=join_keys, feature_name_columns=[view.features[0].name],
        timestamp_field=source.timestamp_field, created_timestamp_column=source.created_timestamp_column or None,
        start_date=datetime(1970, 1, 1, tzinfo=timezone.utc), end_date=datetime.now(timezone.utc))
    for row in job.to_df()[join_keys].drop_duplicates().to_dict("records"):
        yield {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}

def plain(value, type):
    if value is None: return None
    if type == "JSON": return json.loads(value) if isinstance(value, str) else value
    if type.endswith("_LIST"): return [plain(each, type[:-5]) for each in value]
    if type == "FLOAT64":
        if math.isnan(value): return "NaN"
        return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    if type == "BYTES": return base64.b64encode(value).decode()
    if type == "TIMESTAMP":
        if not isinstance(value, datetime) and abs(int(value)) > 253402300799: return None
        moment = value if isinstance(value, datetime) else datetime.fromtimestamp(int(value), timezone.utc)
        if moment.tzinfo is None: moment = moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    if type == "STRING": return value if isinstance(value, str) else (json.dumps(value) if isinstance(value, (dict, list)) else str(value))
    return value

RAW = ("json_val", "uuid_val", "time_uuid_val", "decimal_val", "unix_timestamp_val", "bytes_val")
RAW_LISTS = ("json_list_val", "uuid_list_val", "time_uuid_list_val", "decimal_list_val", "unix_timestamp_list_val", "bytes_list_val",
             "uuid_set_val", "time_uuid_set_val", "decimal_set_val", "unix_timestamp_set_val", "bytes_set_val")

def value_of(proto):
    which = proto.WhichOneof("val")
    if which is None or which == "null_val": return None
    if which in RAW: return getattr(proto, which)
    if which in RAW_LISTS: return list(getattr(proto, which).val)
    return feast_value_type_to_python_type(proto)

def batches(keys):
    batch = []
    for key in keys:
        batch.append(key)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch: yield batch

for wanted in json.loads(told):
    out.write("#view " + json.dumps(wanted["view"]) + "\\n")
    view = view_of(wanted["view"])
    keys, features = wanted["keys"], wanted["features"]
    refs = [view.name + ":" + name for name, _, _ in features]
    try: found = batches(keys_of(view, [name for name, _, _ in keys]))
    except Exception as error:
        out.write("#problem " + json.dumps(str(error)[:500]) + "\\n")
        continue
    try:
        for batch in found:
            answer = store.get_online_features(features=refs, entity_rows=batch).proto
            places = {name: index for index, name in enumerate(answer.metadata.feature_names.val)}
            columns = [(here, type, answer.results[places[name]]) for name, here, type in features]
            for row, key in enumerate(batch):
                if not any(result.statuses[row] == 1 for _, _, result in columns): continue
                line = {here: plain(key[name], type) for name, here, type in keys}
                for here, type, result in columns: line[here] = plain(value_of(result.values[row]), type)
                stamp = columns[0][2].event_timestamps[row]
                moment = datetime.fromtimestamp(stamp.seconds, timezone.utc).replace(microsecond=stamp.nanos // 1000)
                line["event_time"] = moment.isoformat().replace("+00:00", "Z")
                out.write(json.dumps(line, sort_keys=True) + "\\n")
    except Exception as error:
        out.write("#problem " + json.dumps((error.__class__.__name__ + ": " + str(error))[:500]) + "\\n")
out.close()
`;
