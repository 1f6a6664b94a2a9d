import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TYPED_FEATURES, typedRow } from '../../features/arrow/typed-rows.js';
import { FEAST_CLIENT } from '../../integrations/feast/python-packages.js';
import { hasPython, pythonWith } from '../../support/foreign/python.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../training-client.js';

const PYTHON = (await hasPython()) ? it : it.skip;
if (PYTHON === it.skip) console.warn('There is no python3 with venv here, so nothing is read with pyarrow.');

const TIME = '2026-01-01T00:00:00Z';
/** What a format may take for something else: its own words for nothing, quotes, ends of ranges, what is empty. */
const TEXTS = [
  '',
  ' ',
  'NaN',
  'Infinity',
  'null',
  'NULL',
  'NOT_FOUND',
  '\\N',
  '"',
  'a,b\n"c"',
  '{"$":1}',
  '0x00',
  '__proto__',
  '\u2028',
  '𝄞',
];
const INT64S = [9007199254740993n, -9223372036854775808n, 9223372036854775807n, 0];
const TIMES = [
  '2026-01-01T00:00:00.000001Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '1969-12-31T23:59:59.5Z',
];
const EDGES: readonly Record<string, unknown>[] = TEXTS.map((string, index) => ({
  airport: `edge ${index}`,
  event_time: TIME,
  string,
  string_list: index % 2 === 0 ? [string, ''] : [],
  int64: INT64S[index % INT64S.length],
  int64_list: INT64S,
  timestamp: TIMES[index % TIMES.length],
  timestamp_list: TIMES,
  bytes: index % 2 === 0 ? '' : 'AP8=',
  bytes_list: ['', 'AA=='],
  json: [string, null, {}, [], 0, false][index % 6],
  bool: index % 2 === 0,
  bool_list: [],
  float64: [null, 5e-324, 1.7976931348623157e308, 0.1][index % 4],
  float64_list: [5e-324, 1.7976931348623157e308, 0.1],
}));
const ARROW = 'application/vnd.apache.arrow.stream';

/** Reads one table as each door gives it, with pyarrow where it can, and prints what differs. Its only argument is the folder with the answers. */
const PROGRAM = `
import base64, json, math, sys
from datetime import datetime, timezone
import pyarrow as pa, pyarrow.ipc, pyarrow.parquet
folder = sys.argv[1]
types = dict(json.load(open(folder + "/types.json")))
read = lambda name: json.load(open(folder + "/" + name))

def of_json(type, value):
    if value is None: return None
    if type.endswith("_LIST"): return [of_json(type[:-5], each) for each in value]
    if type == "INT64": return int(value)
    if type == "FLOAT64": return repr(float(value))
    if type == "TIMESTAMP": return datetime.fromisoformat(value.replace("Z", "+00:00")).isoformat()
    return json.dumps(value, sort_keys=True) if type == "JSON" else value

def of_arrow(type, value):
    if value is None: return None
    if type.endswith("_LIST"): return [of_arrow(type[:-5], each) for each in value]
    if type == "INT64": return value
    if type == "FLOAT64": return repr(value)
    if type == "TIMESTAMP": return value.astimezone(timezone.utc).isoformat()
    if type == "BYTES": return base64.b64encode(value).decode()
    return json.dumps(json.loads(value), sort_keys=True) if type == "JSON" else value

def table(file):
    return {field.split(":")[-1]: values for field, values in file.to_pydict().items()}

expected = {name: [of_json(type, row[index]) for row in read("http.json")["values"]] for index, (name, type) in enumerate(types.items())}
seen = {
    "graphql": {name: [of_json(type, row[index]) for row in read("graphql.json")["data"]["onlineFeatures"]["values"]] for index, (name, type) in enumerate(types.items())},
    "ndjson": {name: [of_json(type, json.loads(line)[name]) for line in open(folder + "/set.ndjson", encoding="utf8")] for name, type in types.items()},
}
streams = {name: table(pa.ipc.open_stream(folder + "/" + name).read_all()) for name in ("lookup.arrows", "set.arrows")}
streams["parquet"] = table(pa.parquet.read_table(folder + "/set.parquet"))
for door, columns in streams.items():
    seen[door] = {name: [of_arrow(type, value) for value in columns[name]] for name, type in types.items()}
differ = [(door, name, row) for door, columns in seen.items() for name in types for row, value in enumerate(columns[name]) if value != expected[name][row]]

def of_feast(type, value):
    if value is None or value == []: return None
    if type.endswith("_LIST"): return [of_feast(type[:-5], each) for each in value]
    if type == "TIMESTAMP":
        if isinstance(value, int): return value
        since = datetime.fromisoformat(value.replace("Z", "+00:00")) - EPOCH
        return since.days * 86400 + since.seconds
    if type == "BOOL" or type == "STRING" or type == "BYTES": return value
    return of_json(type, value)

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
feast = read("feast.json")
places = {name: index for index, name in enumerate(feast["metadata"]["feature_names"])}
differ += [("feast", name, row) for index, (name, type) in enumerate(types.items()) for row, values in enumerate(read("http.json")["values"])
    if of_feast(type, feast["results"][places[name]]["values"][row]) != of_feast(type, values[index])]
lookup = streams["lookup.arrows"]
statuses = [[lookup[name + ".status"][row] for name in types] for row in range(len(expected["bool"]))] == read("http.json")["statuses"]
frame = pa.ipc.open_stream(folder + "/set.arrows").read_pandas()
print(json.dumps({"differ": differ, "rows": {door: len(columns["bool"]) for door, columns in seen.items()}, "statuses": statuses, "frame": list(frame.shape)}))
`;

let app: AppUnderTest;
let url: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-test-'));
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

PYTHON(
  'of one random table GraphQL, HTTP, Arrow, Parquet, NDJSON and the door for Feast say the same, as pyarrow reads it',
  async () => {
    const features = TYPED_FEATURES.map((each) => ({ ...each, allowNonFinite: each.type.startsWith('FLOAT64') }));
    await seedFeatureSet(app, { name: 'typed', features });
    const odd = ['NaN', 'Infinity', '-Infinity', 1e300];
    const rows = fc.sample(typedRow, 40).map((cells, index) => ({
      ...cells,
      ...(index < odd.length && { float64: odd[index], float64_list: odd }),
      airport: `${index}`,
      event_time: TIME,
    }));
    await writeRows(app, 'typed', [...rows, ...EDGES]);
    // JavaScript writes -0 as 0.
    const nothing = Object.fromEntries(features.map(({ name }) => [name, null]));
    const negative = JSON.stringify({ ...nothing, airport: 'negative', event_time: TIME })
      .replace('"float64":null', '"float64":-0.0')
      .replace('"float64_list":null', '"float64_list":[-0.0,0.0]');
    const ndjson = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: negative };
    expect((await fetch(`${url}/v1/feature-sets/typed/rows`, ndjson)).status).toBe(200);
    const written = [...rows, ...EDGES].map(({ airport }) => airport as string);
    const entities = [...written, 'negative', 'none'].map((airport) => ({ airport }));
    const ask = async (accept: string) => {
      const headers = { accept, 'content-type': 'application/json' };
      const body = JSON.stringify({ features: ['typed:*'], entities, int64: 'STRING' });
      return Buffer.from(await (await fetch(`${url}/v1/features`, { method: 'POST', headers, body })).arrayBuffer());
    };
    const askFeast = async () => {
      const wanted = features.map(({ name }) => `typed:${name}`);
      const body = JSON.stringify({ features: wanted, entities: { airport: entities.map(({ airport }) => airport) } });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${url}/get-online-features`, { method: 'POST', headers, body })).text();
    };
    // As it is written: a client that reads and writes it again would lose the sign of a zero.
    const askGraphql = async () => {
      const query = `query ($entities: EntityKeys!) { onlineFeatures(features: ["typed:*"], entities: $entities, int64: STRING) { values } }`;
      const body = JSON.stringify({ query, variables: { entities } });
      return (
        await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      ).text();
    };
    const spine = entities.map((entity) => ({ ...entity, event_time: TIME }));
    const { datasetVersion } = await createTrainingSet(app, { name: 'all doors', features: ['typed:*'], spine });
    const download = async (accept: string) => {
      const path = `${url}/v1/training-sets/${encodeURIComponent(datasetVersion?.label ?? '')}`;
      return Buffer.from(await (await fetch(path, { headers: { accept } })).arrayBuffer());
    };
    const files = {
      'types.json': JSON.stringify(features.map(({ name, type }) => [name, type])),
      'graphql.json': await askGraphql(),
      'http.json': await ask('application/json'),
      'feast.json': await askFeast(),
      'lookup.arrows': await ask(ARROW),
      'set.arrows': await download(ARROW),
      'set.parquet': await download('application/vnd.apache.parquet'),
      'set.ndjson': await download('application/x-ndjson'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);

    const python = await pythonWith(FEAST_CLIENT);

    const count = entities.length;
    expect(JSON.parse(await python(PROGRAM, folder))).toEqual({
      differ: [],
      rows: { graphql: count, ndjson: count, 'lookup.arrows': count, 'set.arrows': count, parquet: count },
      statuses: true,
      frame: [count, features.length + 2],
    });
  },
  600_000,
);
