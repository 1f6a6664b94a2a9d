import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';

/** How a request ended, and after how many milliseconds. */
export interface Ended {
  readonly what: string;
  readonly code: string;
  readonly took: number;
}

const AT = '2026-01-01T00:00:00Z';
const GRAPHQL = {
  'a list': '{ datasets { nodes { id label } } }',
  'a node by name': '{ featureSet(ref: "traffic") { id latestVersion { features { name } } } }',
  'a lookup': '{ onlineFeatures(features: ["traffic:n"], entities: [{ airport: "SEA" }]) { values } }',
  'a lookup of the past': `{ onlineFeatures(features: ["traffic:n"], entities: [{ airport: "SEA" }], asOf: "${AT}") { values } }`,
  'a join': `{ historicalFeatures(features: ["traffic:n"], spine: [{ airport: "SEA", event_time: "${AT}" }]) { values } }`,
  lineage: '{ lineage(of: ["traffic@1"], direction: BOTH) { nodes { depth } } }',
  'the projects': '{ projects { name } }',
  'a registration':
    'mutation { registerDatasetVersion(input: { dataset: "flights", digest: "1", location: "s3://a", columns: [] }) { created } }',
  'a write': `mutation { writeFeatures(input: { featureSet: "traffic", rows: [{ airport: "DEN", n: 2, event_time: "${AT}" }] }) { written } }`,
  'a run': 'mutation { startRun(input: { type: TRAINING, name: "r", key: "k" }) { created } }',
};
const ROUTES: Record<string, readonly [path: string, contentType?: string, body?: string]> = {
  'a lookup over HTTP': [
    '/v1/features',
    'application/json',
    '{"features":["traffic:n"],"entities":[{"airport":"SEA"}]}',
  ],
  'an upload': [
    '/v1/feature-sets/traffic/rows',
    'application/x-ndjson',
    `{"airport":"BOS","n":3,"event_time":"${AT}"}\n`,
  ],
  'a download': ['/v1/training-sets/none@1'],
};

export async function seedRequests(app: AppUnderTest): Promise<void> {
  await seedFeatureSet(app, { name: 'traffic', features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(app, 'traffic', [{ airport: 'SEA', n: 1, event_time: '2025-01-01T00:00:00Z' }]);
}

/** Sends one request of every kind at once. */
export async function sendEveryRequest(app: AppUnderTest, url: string): Promise<Ended[]> {
  const timed = async (what: string, send: () => Promise<string>) => {
    const begin = performance.now();
    return { what, code: await send(), took: performance.now() - begin };
  };
  return Promise.all([
    ...Object.entries(GRAPHQL).map(([what, query]) =>
      timed(what, async () => (await app.graphqlAnswer(query)).errors[0]?.extensions.code ?? 'OK'),
    ),
    ...Object.entries(ROUTES).map(([what, [path, type, body]]) =>
      timed(what, async () => {
        const response = await fetch(
          `${url}${path}`,
          body === undefined ? {} : { method: 'POST', headers: { 'content-type': type ?? '' }, body },
        );
        const answer = await response.text();
        return response.ok ? 'OK' : JSON.parse(answer).code;
      }),
    ),
  ]);
}

/** What of the ended took longer than it may, or was answered with a code that it should not be. */
export function faultsIn(ended: readonly Ended[], codes: readonly string[], limitMs: number): Ended[] {
  return ended.filter(({ code, took }) => !codes.includes(code) || took > limitMs);
}

/** The codes of a service that is whole: there is no training set to download. */
export const WHOLE = ['OK', 'NOT_FOUND'];
