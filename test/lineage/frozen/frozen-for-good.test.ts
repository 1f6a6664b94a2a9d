import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../src/platform/text/canonical-json.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

const WORLD = [
  `registerDatasetVersion(input: {dataset: "flights", location: "s3://x", digest: "1", columns: [{name: "delay", type: INT64}]}) { created }`,
  `registerDatasetVersion(input: {dataset: "clean", location: "s3://y", digest: "1", columns: [{name: "delay", type: INT64}], derivedFrom: ["flights@1"]}) { created }`,
  `defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }`,
  `publishFeatureSet(input: {name: "rain", entity: "airport", features: [{name: "n", type: INT64, sources: [{dataset: "clean@1:delay"}]}]}) { created }`,
  `startRun(input: {name: "trained", key: "trained", type: TRAINING, experiment: "tries", inputs: [{ref: "clean@1"}]}) { created }`,
];
const FROZEN = `{ modelVersion(ref: "delay@1") { frozenLineage {
  document digest nodeCount verify { valid problem computedDigest recordedDigest }
} } }`;

interface Frozen {
  readonly document: {
    readonly nodes: readonly { readonly id: string; readonly kind: string; readonly label: string }[];
  };
  readonly digest: string;
  readonly verify: { readonly valid: boolean; readonly problem: string | null; readonly recordedDigest: string | null };
}

/** The answer byte for byte, and parsed. */
async function frozen(): Promise<{ text: string; frozen: Frozen }> {
  const { body } = await app.http.inject({ method: 'POST', url: '/graphql', payload: { query: FROZEN } });
  const parsed = JSON.parse(body) as { data: { modelVersion: { frozenLineage: Frozen } } };
  return { text: body, frozen: parsed.data.modelVersion.frozenLineage };
}

beforeAll(async () => {
  app = await startAppUnderTest();
  for (const mutation of WORLD) await app.graphql(`mutation { ${mutation} }`);
  const { runs } = await app.graphql<{ runs: { nodes: { id: string }[] } }>('{ runs { nodes { id } } }');
  const run = runs.nodes[0]?.id;
  await app.graphql(
    `mutation { registerModelVersion(input: {model: "delay", artifact: {uri: "s3://m", digest: "1"}, signature: ["rain@1:n"], trainedOn: ["clean@1"], run: "${run}"}) { created } }`,
  );
});

afterAll(() => app.close());

describe('the frozen lineage of a model version', () => {
  it('stays byte for byte, and is verified, whatever becomes of everything that it was made from', async () => {
    const before = await frozen();
    expect(before.frozen.verify).toMatchObject({ valid: true, problem: null, recordedDigest: before.frozen.digest });
    const { document, digest } = before.frozen;
    expect(createHash('sha256').update(canonicalJson(document)).digest('hex')).toBe(digest);
    const { nodes } = document;
    expect(new Set(nodes.map(({ kind }) => kind)).size).toBeGreaterThan(7);

    for (const { id } of nodes)
      await app.graphql(
        `mutation { updateNode(input: {id: "${id}", description: "other", owner: "other", tags: [{key: "a", value: "b"}]}) { node { id } } }`,
      );
    await app.graphql(
      'mutation { deprecateFeature(input: {feature: "rain@1:n", reason: "old"}) { featureSetVersion { id } } }',
    );
    const deleted = [];
    // What is asked has to stay.
    for (const { id, label, kind } of nodes.filter((node) => !node.kind.startsWith('MODEL'))) {
      const { errors } = await app.graphqlAnswer(`mutation { deleteNode(input: {id: "${id}"}) { node { id } } }`);
      if (errors.length === 0) deleted.push(`${kind} ${label}`);
    }

    expect(deleted).toEqual(expect.arrayContaining(['DATASET flights', 'DATASET clean', 'ENTITY airport']));
    expect((await frozen()).text).toBe(before.text);
  });

  it.each([
    ['its document', `document = replace(document, 's3://x', 's3://z')`, /one of them was changed/],
    ['its digest', `digest = repeat('0', 64)`, /one of them was changed/],
    [
      'both of them',
      `document = document || ' ', digest = encode(sha256(convert_to(document || ' ', 'UTF8')), 'hex')`,
      /was replaced/,
    ],
    ['a count beside it', 'node_count = node_count + 1', /stand beside it/],
  ])('is not verified when somebody has changed %s', async (_, change, problem) => {
    await runSql(app.databaseUrl, 'create table kept as select * from frozen_lineage');
    await runSql(app.databaseUrl, `update frozen_lineage set ${change}`);
    const { verify } = (await frozen()).frozen;
    await runSql(
      app.databaseUrl,
      `update frozen_lineage f set document = k.document, digest = k.digest, node_count = k.node_count from kept k`,
    );
    await runSql(app.databaseUrl, 'drop table kept');

    expect(verify).toMatchObject({ valid: false, problem: expect.stringMatching(problem) });
    expect((await frozen()).frozen.verify.valid).toBe(true);
  });
});
