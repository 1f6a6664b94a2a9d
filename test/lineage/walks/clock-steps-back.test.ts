import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { stepBack } from '../../deployments/step-back.js';
import { tell } from '../../integrations/openlineage/told.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const QUESTION = `query ($asOf: DateTime) {
  lineage(of: ["data@1"], direction: DOWNSTREAM, depth: 9, asOf: $asOf) {
    complete nodes { node { label createdAt } } edges { from to kind validFrom validTo }
  }
  impact(of: ["data@1:delay"], asOf: $asOf) { complete liveDeployments affected { node { label } trafficPercent } }
}`;

interface Answer {
  readonly lineage: {
    readonly complete: boolean;
    readonly nodes: readonly { readonly node: { readonly label: string; readonly createdAt: string } }[];
    readonly edges: readonly Readonly<Record<'from' | 'to' | 'kind' | 'validFrom', string>>[];
  };
  readonly impact: {
    readonly complete: boolean;
    readonly liveDeployments: number;
    readonly affected: readonly { readonly node: { readonly label: string } }[];
  };
}

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
}, 60_000);

afterAll(() => app.close());

const columnsOf = (column: string) => ({ fields: { delay: { inputFields: [{ ...named('raw'), field: column }] } } });
const named = (name: string) => ({ namespace: 's3://lake', name });

/** A job says of what a dataset is made, and each time of another one: the edge ends, and is drawn again. */
const made = (hour: number, from: string | undefined) =>
  tell(app, {
    eventTime: `2026-11-24T${10 + hour}:00:00Z`,
    job: { namespace: 'airflow', name: 'clean' },
    outputs: [{ ...named('clean'), facets: { columnLineage: from === undefined ? { fields: {} } : columnsOf(from) } }],
  });

describe('while the clock of the server steps back again and again', () => {
  it('no time holds what was not there yet, or one edge twice; the last one is as it is now; what was frozen stays', async () => {
    await seed.datasetVersion('data');
    await seed.featureSet('set', ['mean'], [{ dataset: 'data@1', columns: ['delay'] }]);
    await seed.modelVersion('model', { signature: ['set@1:mean'], trainedOn: ['data@1'] });
    await made(1, 'a');
    await made(2, undefined);
    await stepBack(app);
    await made(3, 'b');
    await seed.modelVersion('model', { signature: ['set@1:mean'], trainedOn: ['data@1'] });
    await seed.deploy('production/here', { 'model@1': 50, 'model@2': 50 });
    await stepBack(app);
    await seed.featureSet('set', ['mean', 'share'], [{ dataset: 'data@1', columns: ['delay'] }]);
    await seed.modelVersion('model', { signature: ['set@2:mean'], derivedFrom: ['model@1'] });
    await seed.deploy('production/here', { 'model@2': 10, 'model@3': 90 });
    await made(4, undefined);
    await made(5, 'c');

    const rows: { at: string }[] = await app.database.dataSource.query(
      `select to_char(at + step * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.US') || 'Z' as at from (
         select created_at at time zone 'UTC' as at from node union select valid_from at time zone 'UTC' from edge
         union select valid_to at time zone 'UTC' from edge where valid_to is not null
       ) time cross join generate_series(0, 1) step order by at`,
    );
    const { lineage: today, impact } = await app.graphql<Answer>(QUESTION);
    const root = today.nodes.find(({ node }) => node.label === 'data@1')?.node.createdAt ?? '';
    let last: Answer | undefined;
    for (const { at } of rows.filter((row) => row.at >= root)) {
      last = await app.graphql<Answer>(QUESTION, { asOf: at });
      const { lineage } = last;
      expect(lineage.nodes.filter(({ node }) => Date.parse(node.createdAt) > Date.parse(at))).toEqual([]);
      const edges = lineage.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`);
      expect(new Set(edges).size).toBe(edges.length);
      expect([lineage.complete, last.impact.complete]).toEqual([true, true]);
    }
    expect(last?.lineage).toEqual(today);
    const labelsOf = (answer: Answer['impact'] | undefined) => answer?.affected.map(({ node }) => node.label).sort();
    expect(labelsOf(last?.impact)).toEqual(labelsOf(impact));
    expect([last?.impact.liveDeployments, impact.liveDeployments]).toEqual([1, 1]);
    const twice = await app.database.dataSource.query(
      `select one.src from edge one join edge other using (src, dst, kind)
       where one.id < other.id and tstzrange(one.valid_from, one.valid_to) && tstzrange(other.valid_from, other.valid_to)`,
    );
    expect(twice).toEqual([]);
  });

  it('the difference of two versions, and what each was frozen with, are what they were', async () => {
    const document = `{
      one: modelVersion(ref: "model@1") { frozenLineage { digest verify { valid } } }
      two: modelVersion(ref: "model@3") { frozenLineage { digest verify { valid } } }
      lineageDiff(from: "model@1", to: "model@3") { complete features { after { ref } } }
    }`;
    const before = await app.graphql(document);
    await stepBack(app);
    await seed.datasetVersion('later');

    expect(await app.graphql(document)).toEqual(before);
    expect(before).toMatchObject({
      one: { frozenLineage: { verify: { valid: true } } },
      two: { frozenLineage: { verify: { valid: true } } },
      lineageDiff: { complete: true, features: [{ after: { ref: 'set@2:mean' } }] },
    });
  });
});
