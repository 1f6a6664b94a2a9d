import { spawn } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statement } from '../../../src/platform/database/queryable.js';
import { shellBlocks } from '../../docs/blocks.js';
import { type Desk, makeDesk } from '../../docs/desk.js';
import { hasPython, pythonIn } from '../../support/foreign/python.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { onlineOf } from './feast-door.js';
import { ASK_STORE, MAKE_REPOSITORY } from './feast-repository.js';
import { endImports } from './killed-imports.js';
import { FEAST_CLIENT } from './python-packages.js';

const SDK = (await hasPython()) ? describe : describe.skip;
if (SDK === describe.skip) console.warn('There is no python3 with venv here, so the SDK of Feast is not tested.');

/** Prints what its own store answers, waits to be told where Headwater is, and goes on: Feast takes long to start. */
const ASK_BOTH = () => `${MAKE_REPOSITORY}${ASK_STORE}
names = [field.name for field in schema]
print(json.dumps(ask_all(store, names, store.get_feature_service("all typed"))), flush=True)
url = sys.stdin.readline().strip()
${ASK_REMOTE}
`;

/** The same questions to Headwater as the remote online store of the same registry; then writes through it, reads that, and provokes errors. */
const ASK_REMOTE = `
open(folder + "/remote.yaml", "w").write(f"""
project: rides
provider: local
registry: {folder}/data/registry.db
online_store: {{type: remote, path: "{url}"}}
entity_key_serialization_version: 3
""")
store = FeatureStore(fs_yaml_file=folder + "/remote.yaml")
typed = store.get_feature_view("typed")
answers = ask_all(store, [field.name for field in typed.features], store.get_feature_service("all typed"))
row = {field.name: [None] for field in typed.features}
row.update({"driver_id": [9], "f64": [2.0], "s": ["written"], "t": [datetime(2026, 1, 1, tzinfo=timezone.utc)], "event_timestamp": [datetime(2026, 1, 5, tzinfo=timezone.utc)], "created": [datetime(2026, 1, 5, tzinfo=timezone.utc)]})
store.write_to_online_store("typed", pd.DataFrame(row))
answers["written"] = ask(store, ["typed:f64", "typed:s", "typed:t"], [{"driver_id": 9}])
from feast.protos.feast.types.EntityKey_pb2 import EntityKey
from feast.protos.feast.types.Value_pb2 import Value
key = EntityKey(join_keys=["driver_id"], entity_values=[Value(int64_val=9)])
[(moment, values)] = store._get_provider().online_read(store.config, typed, [key], ["f64", "s"])
answers["low"] = [moment.isoformat(), values["f64"].double_val, values["s"].string_val]
def error_of(features):
    try: store.get_online_features(features=features, entity_rows=[{"driver_id": 1}])
    except Exception as error: return [type(error).__name__, str(error)]
answers["errors"] = [error_of(["none:f64"]), error_of(["typed:f64", "typed:f64"])]
print(json.dumps(answers))
`;

type Asked = Record<string, Record<string, { values: unknown[]; statuses: number[]; times: string[] }>>;

let app: AppUnderTest;
let url: string;
let desk: Desk;
let repository: string;
/** What the page says of importing a repository: what would be taken, its definitions, all of it. */
let dryRun: string;
let definitions: string;
let everything: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  desk = await makeDesk({ url });
  repository = join(desk.folder, 'feature_repo');
  const [block] = await shellBlocks('docs/feast.md');
  [dryRun = '', definitions = '', everything = ''] = block?.commands.split('\n') ?? [];
  // Feast has typeguard compile each of its functions anew, for seconds, unless Python leaves assertions out.
  process.env.PYTHONOPTIMIZE = '1';
});

afterAll(async () => {
  delete process.env.PYTHONOPTIMIZE;
  await app.close();
  await desk.close();
});

const TWICE = statement(
  '',
  `select kind, name from node where kind like '%VERSION' group by kind, name having count(*) > 1`,
);

const allNodes = async () =>
  (
    await app.database.query(
      statement('', 'select (select count(*) from change) as changes, (select count(*) from node) as nodes'),
    )
  )[0];

SDK('the unmodified SDK of Feast', () => {
  it('sees in an imported repository what it sees in its own store, also where imports before broke off', async () => {
    const file = join(desk.folder, 'make.py');
    await writeFile(file, ASK_BOTH());
    const python = await pythonIn(FEAST_CLIENT);
    await symlink(dirname(dirname(python)), join(desk.folder, '.venv'));
    const client = spawn(python, [file, repository], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
    const local = JSON.parse((await answers.next()).value) as Asked;

    await desk.type(dryRun);
    expect(
      (await app.graphql<{ featureSets: { nodes: [] } }>('{ featureSets { nodes { name } } }')).featureSets.nodes,
    ).toEqual([]);
    await endImports({ app, url, desk }, definitions, everything);
    await desk.type(`${definitions}\n${everything}`);
    expect(await app.database.query(TWICE)).toEqual([]);
    client.stdin.end(`${url}\n`);
    const remote = JSON.parse((await answers.next()).value);

    for (const question of ['typed', 'trips', 'full', 'service'])
      expect([question, valuesOf(remote[question])]).toEqual([question, valuesOf(local[question])]);
    expect(remote.written.f64).toMatchObject({ values: [2], statuses: [1] });
    expect(remote.written.s).toMatchObject({ values: ['written'] });
    expect(remote.written.t).toMatchObject({ values: [1767225600] });
    expect(remote.low).toEqual(['2026-01-05T00:00:00+00:00', 2, 'written']);
    expect(remote.errors.map(([name]: [string]) => name)).toEqual([
      'FeatureViewNotFoundException',
      'FeatureNameCollisionError',
    ]);
    // Its client forgets the event times that it is told.
    const features = Object.keys(local.typed ?? {}).filter((name) => name !== 'driver_id');
    const told = await onlineOf(app, {
      features: features.map((name) => `typed:${name}`),
      entities: { driver_id: [1, 2, 3, 4, 1] },
    });
    for (const name of features)
      expect([name, (told[name] as { event_timestamps: string[] }).event_timestamps]).toEqual([
        name,
        local.typed?.[name]?.times,
      ]);
  }, 600_000);

  it('left definitions here with their words and where they come from', async () => {
    const { entity, typed, trips, service, twice } = await app.graphql<Record<string, Record<string, unknown>>>(`{
      entity(ref: "driver") { description owner joinKeys { name type } tags { key value } }
      typed: featureSet(ref: "typed") { description owner tags { key value } upstream { nodes { node { label } } } }
      trips: featureSetVersion(ref: "city_trips") { ttlSeconds features { name type description } tags { key value } entity { name } }
      service: featureServiceVersion(ref: "\\"all typed\\"") { description owner features { name } }
      twice: datasetVersion(ref: "trips_file") { location columns { name type } }
    }`);

    expect(entity).toEqual({
      description: 'Who drives.',
      owner: 'ann',
      joinKeys: [{ name: 'driver_id', type: 'INT64' }],
      tags: [{ key: 'team', value: 'fleet' }],
    });
    expect(typed).toMatchObject({ description: 'One feature of each type.', owner: 'ben' });
    expect(typed?.tags).toContainEqual({ key: 'tier', value: 'gold' });
    expect(JSON.stringify(typed?.tags)).toContain('feast.on_demand_view.added');
    expect(JSON.stringify(typed?.tags)).toContain('inputs[');
    expect(trips).toEqual({
      ttlSeconds: null,
      features: [{ name: 'trips', type: 'INT64', description: 'How many.\nTags: unit=trips' }],
      tags: [{ key: 'feast.push_source', value: 'Trip Push' }],
      entity: { name: 'city_driver' },
    });
    expect(service).toMatchObject({ description: 'All.', owner: 'cat' });
    expect(twice?.columns).toContainEqual({ name: 'Trips', type: 'INT64' });
  });

  it('changes nothing when it is imported again', async () => {
    const before = await allNodes();
    await desk.type(definitions);
    expect(await allNodes()).toEqual(before);
  });

  it('leaves nothing of a registry that is cut off or damaged, and says where', async () => {
    const { readRegistry } = await import('../../../src/commands/import/feast/registry/read-registry.js');
    const whole = await readFile(join(repository, 'data/registry.db'));
    const problems = new Set<string>();
    const { labelViews: _, projects, ...said } = readRegistry(whole, 'whole.db');
    expect(projects).toHaveLength(1);
    for (let length = 0; length < whole.length; length += 7) {
      try {
        // Only the projects, which come last and are told before, may be missing, and what comes behind them, of which nothing is taken.
        expect(readRegistry(whole.subarray(0, length), 'cut.db')).toMatchObject(said);
      } catch (error) {
        problems.add((error as Error).message);
      }
    }
    expect(
      [...problems].filter(
        (problem) => !/^cut\.db is (empty|damaged, or no registry of Feast: byte \d+ of \d+)/.test(problem),
      ),
    ).toEqual([]);
    const damaged = Buffer.from(whole);
    const middle = whole.length >> 1;
    damaged.fill(0xff, middle, middle + 40);
    expect(() => readRegistry(damaged, 'odd.db')).toThrow(/odd\.db is damaged.* byte \d+ of \d+ in \w+/);
    expect(() => readRegistry(Buffer.from('SQLite format 3\0 and more'), 'sql.db')).toThrow('feature_store.yaml');
    expect(() => readRegistry(Buffer.from('entities:\n  - name: x\n'), 'x.yaml')).toThrow('no registry of Feast');
  });
});

function valuesOf(asked: Asked[string] | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asked ?? {}).map(([name, { values, statuses }]) => [name, { values, statuses }]),
  );
}
