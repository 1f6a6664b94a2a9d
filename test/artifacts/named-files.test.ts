import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../../src/artifacts/collect-garbage.js';
import { FolderStore } from '../../src/artifacts/content/folder-store.js';
import { createChangeLog } from '../../src/changes/record/create-change-log.js';
import { findNamedFiles } from '../../src/models/files/named-files.sql.js';
import { pathIn } from '../../src/models/files/path-in.js';
import { ModelSeed } from '../models/model-seed.js';
import { makeKey } from '../support/seeds/keys.js';
import { ArtifactClient } from './artifact-client.js';

let client: ArtifactClient;
let seed: ModelSeed;
let run: string;

beforeAll(async () => {
  client = await ArtifactClient.start();
  seed = new ModelSeed(client.app);
  await client.app.graphql('mutation { defineEnvironment(input: { name: "production" }) { created } }');
});

afterAll(() => client.close());

async function newRun(...paths: string[]): Promise<void> {
  run = (await client.runs.start()).id;
  for (const path of paths) await client.put(`/${run}/${path}`, path);
}

const remove = (path: string, headers: Record<string, string> = {}) =>
  client.ask(`/${run}/${path}`, { method: 'DELETE', headers });

/** The last run, as MLflow writes it. */
async function hexOfRun(): Promise<string> {
  const { dataSource } = client.app.database;
  const [row] = await dataSource.query("select id from node where kind = 'RUN' order by id desc limit 1");
  return String(row.id).replaceAll('-', '');
}

describe('a file that a living version has its bytes in', () => {
  it('is not deleted, nor is its folder, and what would break is said', async () => {
    await newRun('model/m.onnx', 'model/more', 'plot.png');
    const { id } = await seed.modelVersion('kept', {
      artifact: { uri: `${client.url}/v1/artifacts/${run}/model/m.onnx?x=1`, digest: 'sha256:1' },
    });
    await client.app.graphql(
      'mutation { deploy(input: { deployment: "production/kept", bindings: [{ modelVersion: "kept@1", trafficPercent: 100 }] }) { changed } }',
    );
    for (const path of ['model/m.onnx', 'model?recursive=true']) {
      const answer = await remove(path);
      const { code, detail, dependants } = (await answer.json()) as Record<string, unknown>;
      expect([answer.status, code]).toEqual([412, 'FAILED_PRECONDITION']);
      expect(detail).toContain('kept@1 (100 % of production/kept)');
      expect(dependants).toEqual([{ id, kind: 'MODEL_VERSION', label: 'kept@1' }]);
    }
    for (const path of ['model/more', 'plot.png']) expect((await remove(path)).status).toBe(200);
    await client.app.graphql('mutation { undeploy(input: { deployment: "production/kept" }) { changed } }');
    expect((await remove('model/m.onnx')).status).toBe(412);
    await seed.delete('kept@1');
    expect((await remove('model/m.onnx')).status).toBe(200);
  });

  it('does not become other bytes, which its digest would not fit', async () => {
    await newRun('m.onnx');
    await seed.modelVersion('same', {
      artifact: { uri: `http://here/v1/artifacts/${run}/m.onnx`, digest: 'sha256:6' },
    });
    expect((await client.put(`/${run}/m.onnx`, 'others')).status).toBe(409);
    expect((await client.put(`/${run}/m.onnx`, 'm.onnx')).status).toBe(200);
    expect((await client.put(`/${run}/m2.onnx`, 'others')).status).toBe(201);
  });

  it("is found by MLflow's addresses too, as a folder", async () => {
    await newRun('model/MLmodel', 'other');
    await seed.modelVersion('flow', { artifact: { uri: `runs:/${await hexOfRun()}/model`, digest: 'sha256:2' } });
    expect((await remove('model/MLmodel')).status).toBe(412);
    expect((await remove('other')).status).toBe(200);
  });

  it('goes all the same where somebody may, and says why, which is kept', async () => {
    await newRun('m');
    await seed.modelVersion('forced', { artifact: { uri: `http://here/v1/artifacts/${run}/m`, digest: 'sha256:3' } });
    expect((await remove('m?override=%20')).status).toBe(400);
    expect((await remove('m?override=broken', { 'headwater-user': 'boss' })).status).toBe(200);
    const { changes } = await client.app.graphql<{ changes: { nodes: object[] } }>(
      'query ($of: [Ref!]) { changes(of: $of, actions: ["artifact:delete"]) { nodes { principal reason details } } }',
      { of: [run] },
    );
    expect(changes.nodes).toMatchObject([
      { principal: 'boss', reason: 'broken', details: { override: { reason: 'broken' } } },
    ]);
  });

  it('stays when its run was deleted long ago', async () => {
    await newRun('m', 'other');
    await seed.modelVersion('orphan', { artifact: { uri: `http://here/v1/artifacts/${run}/m`, digest: 'sha256:4' } });
    await client.app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id: run });
    const kept = async () => {
      const { database } = client.app;
      const settings = { keepSeconds: -1, graceSeconds: 3_600 };
      const contents = new FolderStore(client.directory);
      const changeLog = createChangeLog(() => undefined);
      const room = { database, contents, artifactSettings: settings, findNamedFiles, graph: { changeLog } };
      await collectGarbage(room as never, new AbortController().signal);
      const [{ count }] = await database.dataSource.query(
        "select count(*)::int as count from artifact a join node n on n.id = a.node_id where n.deleted_at is not null and a.path = 'm'",
      );
      return count;
    };
    expect(await kept()).toBe(1);
    // The version can still be loaded from there; what nobody names is gone with the run, and nothing new comes.
    expect(await (await client.ask(`/${run}/m`)).text()).toBe('m');
    const others = [
      client.ask(`/${run}/other`),
      client.ask(`?run=${run}`),
      client.put(`/${run}/m2`, 'm2'),
      remove('m'),
    ];
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    await seed.delete('orphan@1');
    expect(await kept()).toBe(0);
    expect((await client.ask(`/${run}/m`)).status).toBe(404);
  });

  it('is overridden by nobody who may not', async () => {
    await newRun('m');
    await seed.modelVersion('guarded', { artifact: { uri: `http://here/v1/artifacts/${run}/m`, digest: 'sha256:5' } });
    const { key } = await makeKey(client.app, { role: 'WRITER', project: 'default' });
    expect((await remove('m?override=please', { authorization: `Bearer ${key}` })).status).toBe(403);
    expect((await remove('m', { authorization: `Bearer ${key}` })).status).toBe(412);
  });
});

const ID = 'run_01jd8x3q5ze9vsxbk2m4w7h6tc';
const HEX = '0193518de8ff4dcdb9eae25138ee3c7a';
it.each<[string, string | undefined]>([
  [`https://h/v1/artifacts/${ID}/a%20b/c.onnx`, 'a b/c.onnx'],
  [`https://h/v1/artifacts/${ID}/artifacts/x`, 'artifacts/x'],
  [`https://h/v1/artifacts/${ID}`, ''],
  [`https://h/v1/artifacts/${ID}x/c`, undefined],
  [`runs:/${HEX}/artifacts`, 'artifacts'],
  [`runs:/${HEX.toUpperCase()}/model/`, 'model'],
  [`mlflow-artifacts:/0/${HEX}/artifacts/model`, 'model'],
  [`mlflow-artifacts:/0/${HEX}/artifacts`, ''],
  [`models:/m-${HEX}`, ''],
  ['s3://bucket/x', undefined],
])('reads which file %s means', (uri, path) => {
  expect(pathIn(uri, [ID, HEX])).toBe(path);
});
