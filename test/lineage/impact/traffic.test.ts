import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const IMPACT = `query ($of: [Ref!]!, $limit: Int) {
  impact(of: $of, limit: $limit) {
    count liveDeployments
    affected { node { label } owner outcome trafficPercent lookupsPerMinute lastReadAt path { label } }
  }
}`;

interface Answer {
  readonly count: number;
  readonly liveDeployments: number;
  readonly affected: readonly {
    readonly node: { readonly label: string };
    readonly owner: string | null;
    readonly outcome: string;
    readonly trafficPercent: number | null;
    readonly lookupsPerMinute: number;
    readonly lastReadAt: string | null;
    readonly path: readonly { readonly label: string }[];
  }[];
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new DeploymentSeed(app);
  await seed.datasetVersion('flights');
  await seed.featureSet('traffic', ['mean', 'late'], [{ dataset: 'flights', columns: ['delay'] }]);
  await seed.modelVersion('quiet', { signature: ['traffic:mean'], owner: 'night shift' });
  await seed.modelVersion('busy', { signature: ['traffic:mean', 'traffic:late'] });
  await seed.modelVersion('busy', { signature: ['traffic:late'] });
  await seed.deploy('production/quiet', { 'quiet@1': 100 });
  await seed.deploy('production/busy', { 'busy@1': 70, 'busy@2': 30 });
  await seed.deploy('production/idle', { 'busy@1': 100 });
  await seed.deploy('production/over', { 'quiet@1': 100 });
  await seed.undeploy('production/over');
}, 60_000);

afterAll(() => app.close());

const ask = async (of: string, limit?: number) =>
  (await app.graphql<{ impact: Answer }>(IMPACT, { of: [of], limit })).impact;

const lookUp = (body: object) =>
  app.http.inject({ method: 'POST', url: '/v1/features', payload: { entities: [{ airport: 'SEA' }], ...body } });

describe('the impact of a change on what is live', () => {
  it('is ordered by the lookups of each deployment and version, with when the last one was', async () => {
    const before = Date.now();
    for (let count = 0; count < 30; count++)
      expect((await lookUp({ deployment: 'production/busy' })).statusCode).toBe(200);
    for (let count = 0; count < 12; count++) await lookUp({ deployment: 'production/busy', modelVersion: 'busy@2' });
    await app.graphql(
      `{ deployment(ref: "production/quiet") { ${[0, 1, 2, 3, 4, 5].map((n) => `a${n}: onlineFeatures(entities: [{ airport: "SEA" }]) { values }`).join(' ')} } }`,
    );
    // It is no traffic of the deployment, and the next one is none at all.
    await lookUp({ model: 'quiet@1' });
    await lookUp({ deployment: 'production/quiet', asOf: new Date().toISOString() });

    const mean = await ask('traffic@1:mean');

    expect(mean).toMatchObject({ count: 5, liveDeployments: 3 });
    expect(
      mean.affected.map(({ node, outcome, trafficPercent, lookupsPerMinute }) => [
        node.label,
        outcome,
        trafficPercent,
        Math.round(lookupsPerMinute * 60),
      ]),
    ).toEqual([
      ['busy@1', 'BREAKS', 100, 30],
      ['production/busy', 'BREAKS', 70, 30],
      ['quiet@1', 'BREAKS', 100, 7],
      ['production/quiet', 'BREAKS', 100, 6],
      ['production/idle', 'BREAKS', 100, 0],
    ]);
    const [, busy, quiet] = mean.affected;
    expect(busy?.path.map(({ label }) => label)).toEqual(['traffic@1:mean', 'busy@1', 'production/busy']);
    expect(quiet?.owner).toBe('night shift');
    expect(Date.parse(busy?.lastReadAt ?? '')).toBeGreaterThan(before - 1_000);
    expect(mean.affected[4]?.lastReadAt).toBeNull();
    // A column of the data: nothing breaks, all of it goes stale, the feature set with it.
    const delay = await ask('flights:delay');
    expect(new Set(delay.affected.map(({ outcome }) => outcome))).toEqual(new Set(['GOES_STALE']));
    expect(delay.affected.map(({ node, lookupsPerMinute }) => [node.label, Math.round(lookupsPerMinute * 60)])).toEqual(
      expect.arrayContaining([
        ['traffic@1', 49],
        ['production/busy', 42],
        ['busy@2', 12],
      ]),
    );
    expect((await ask('traffic@1:mean', 2)).affected).toEqual(mean.affected.slice(0, 2));
  });

  it('counts for a feature set version whoever reads it: by name, with and without its version, or through a service', async () => {
    await app.graphql(
      'mutation { defineFeatureService(input: {name: "board", features: ["traffic:mean"]}) { featureServiceVersion { label } } }',
    );
    const figures = async () => {
      const { affected } = await ask('flights:delay');
      return new Map(affected.map(({ node, lookupsPerMinute }) => [node.label, Math.round(lookupsPerMinute * 60)]));
    };
    const before = await figures();
    for (const features of [['traffic:mean'], ['traffic:mean', 'traffic:late'], ['traffic@1:late']])
      expect((await lookUp({ features })).statusCode).toBe(200);
    await lookUp({ service: 'board' });
    await lookUp({ features: ['traffic:mean'], asOf: new Date().toISOString() });

    const after = await figures();

    expect(after.get('board@1')).toBe(1);
    expect(after.get('traffic@1')).toBe((before.get('traffic@1') ?? 0) + 4);
    expect(after.get('production/busy')).toBe(before.get('production/busy'));
  });

  it('goes to no past deployment, and counts survive the service', async () => {
    const { affected } = await ask('traffic@1');
    expect(affected.map(({ node }) => node.label)).not.toContain('production/over');
    const busy = affected.find(({ node }) => node.label === 'production/busy')?.lookupsPerMinute;

    const next = await startAppUnderTest({ databaseUrl: app.databaseUrl });
    const { impact } = await next.graphql<{ impact: Answer }>(IMPACT, { of: ['traffic@1'] });
    await next.close();

    expect(busy).toBeGreaterThan(0);
    expect(impact.affected.find(({ node }) => node.label === 'production/busy')?.lookupsPerMinute).toBe(busy);
  });

  it('forgets minutes that are over an hour old, but when the last lookup was', async () => {
    await lookUp({ deployment: 'production/idle' });
    await ask('traffic@1');
    await app.database.dataSource.query(
      "update served_lookup set minute = minute - interval '2 hours', last_at = last_at - interval '2 hours'",
    );

    const { affected } = await ask('traffic@1');

    const idle = affected.find(({ node }) => node.label === 'production/idle');
    expect(idle?.lookupsPerMinute).toBe(0);
    expect(Date.parse(idle?.lastReadAt ?? '')).toBeLessThan(Date.now() - 3_600_000);
  });

  it('adds no statement to a lookup', async () => {
    await lookUp({ deployment: 'production/busy' });

    const statements = await recordStatements(app, () => lookUp({ deployment: 'production/busy' }));

    expect(statements).toHaveLength(1);
  });

  it.each([
    ['nothing', '{ impact(of: []) { count } }', 'BAD_USER_INPUT'],
    ['what is not there', '{ impact(of: ["nope"]) { count } }', 'NOT_FOUND'],
    ['a column that is not there', '{ impact(of: ["flights:nope"]) { count } }', 'NOT_FOUND'],
    ['a limit out of range', '{ impact(of: ["flights"], limit: 0) { count } }', 'BAD_USER_INPUT'],
    ['too many', `{ impact(of: [${'"flights" '.repeat(101)}]) { count } }`, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_what, query, code) => {
    expect((await app.graphqlError(query)).extensions.code).toBe(code);
  });
});
