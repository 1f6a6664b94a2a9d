import type { HeadwaterClient } from '@headwater/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFlights } from '../../src/demo/flights/flight-rows.js';
import { casesOf } from '../support/cases.js';
import { loadDemoData } from '../support/seeds/demo-data.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

/** What the first release left behind, as far as names meet. */
async function loadOlderDemo(): Promise<void> {
  await app.graphql(
    `mutation ($entity: DefineEntityInput!, $dataset: RegisterDatasetVersionInput!, $set: PublishFeatureSetInput!, $rows: WriteFeaturesInput!) {
       defineEntity(input: $entity) { created }
       registerDatasetVersion(input: $dataset) { created }
       publishFeatureSet(input: $set) { created }
       writeFeatures(input: $rows) { written }
     }`,
    {
      entity: {
        name: 'airport',
        description: 'An airport, by IATA code.',
        joinKeys: [{ name: 'airport', type: 'STRING' }],
      },
      dataset: {
        dataset: 'flights',
        location: 'pkg:npm/vega-datasets@3.2.1#data/flights-20k.json',
        digest: 'sha256:52f0',
        columns: [{ name: 'delay', type: 'INT64' }],
      },
      set: {
        name: 'airport_traffic',
        entity: 'airport',
        features: [{ name: 'departures_7d', type: 'INT64', sources: [{ dataset: 'flights', columns: ['delay'] }] }],
      },
      rows: {
        featureSet: 'airport_traffic',
        rows: [{ airport: 'SEA', departures_7d: 24, event_time: '2001-04-01T00:00:00Z' }],
      },
    },
  );
  for (const digest of ['a', 'b'])
    await app.graphql(
      'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }',
      {
        input: { model: 'flight_delay', artifact: { uri: 'x:', digest }, signature: ['airport_traffic:*'] },
      },
    );
  await app.graphql('mutation ($input: DeployInput!) { deploy(input: $input) { created } }', {
    input: {
      deployment: 'production/flight-delay',
      createEnvironment: true,
      bindings: [
        { modelVersion: 'flight_delay@1', trafficPercent: 90 },
        { modelVersion: 'flight_delay@2', trafficPercent: 10 },
      ],
    },
  });
}

/** A client whose connection goes at its nth request. */
function endingAfter(client: HeadwaterClient, requests: number): HeadwaterClient {
  let left = requests;
  return new Proxy(client, {
    get(target, name) {
      if ((name === 'graphql' || name === 'request') && left-- <= 0) return () => Promise.reject(new Error('ended'));
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const ASK = `{
  deployment(ref: "production/flight-delay") { bindings { trafficPercent modelVersion { label aliases } } }
  featureSetVersion(ref: "airport_traffic") { label }
  onlineFeatures(features: ["airport_traffic@1:*"], entities: [{ airport: "SEA" }]) { values statuses }
  evaluations: runs(filter: { types: [EVALUATION], statuses: [SUCCEEDED] }) { nodes { name } }
}`;

describe('where an older demo was loaded', () => {
  it('is said so, its versions stay, and new ones go beside them, also when it was ended in between', async () => {
    await loadOlderDemo();
    const rows = readFlights();
    for (const requests of casesOf([22], [9, 22])) {
      const through = (client: HeadwaterClient) => endingAfter(client, requests);
      await expect(loadDemoData(app, { through, rows })).rejects.toThrow('ended');
    }

    const steps = await loadDemoData(app, { rows });

    expect(steps[0]).toContain('An earlier demo is here');
    expect(await app.graphql(ASK)).toEqual({
      deployment: {
        bindings: [
          { trafficPercent: 90, modelVersion: { label: 'flight_delay@3', aliases: ['champion'] } },
          { trafficPercent: 10, modelVersion: { label: 'flight_delay@4', aliases: ['challenger'] } },
        ],
      },
      featureSetVersion: { label: 'airport_traffic@2' },
      onlineFeatures: { values: [[24]], statuses: [['PRESENT']] },
      evaluations: { nodes: [{ name: 'evaluate-both-ends' }, { name: 'evaluate-origin' }] },
    });
    expect(await loadDemoData(app, { rows })).toEqual([expect.stringContaining('Everything is there')]);
  });
});
