import { bearer } from '../../support/seeds/keys.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { RequestAs } from '../../support/service/graphql-client.js';

const ROW = '{airport: "SEA", n: 1, event_time: "2026-01-01T00:00:00Z"}';
/** Each is a request of its own: a field may not be asked for twice. */
const SEED = [
  `registerDatasetVersion(input: {dataset: "flights", location: "s3://x", digest: "1", columns: [{name: "c", type: INT64}], tags: [{key: "a", value: "b"}]}) { created }`,
  `defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }`,
  `publishFeatureSet(input: {name: "rain", entity: "airport", features: [{name: "n", type: INT64, allowed: {min: 0}, sources: [{dataset: "flights@1:c"}]}]}) { created }`,
  `writeFeatures(input: {featureSet: "rain", rows: [${ROW}]}) { written }`,
  `deprecateFeature(input: {feature: "rain@1:n", reason: "old"}) { featureSetVersion { id } }`,
  `defineFeatureService(input: {name: "board", features: ["rain:n"]}) { created }`,
  `startRun(input: {name: "trained", type: TRAINING, experiment: "tries", inputs: [{ref: "flights@1"}], parameters: [{name: "x", value: "1"}]}) { created }`,
  `registerModelVersion(input: {model: "delay", artifact: {uri: "s3://m", digest: "1"}, signature: ["rain@1:n"], trainedOn: ["flights@1"], requestInputs: [{name: "hour", type: INT64, position: 1}], metrics: [{name: "auc", value: 0.5}]}) { created }`,
  `setAlias(input: {modelVersion: "delay@1", alias: "champion"}) { modelVersion { id } }`,
  `defineEnvironment(input: {name: "production"}) { created }`,
  `deploy(input: {deployment: "production/delay", bindings: [{modelVersion: "delay@1", trafficPercent: 100}]}) { changed }`,
  `createWebhook(input: {url: "https://example.com/"}) { webhook { id } }`,
];

const TRAINING = '{ runs(filter: {types: [TRAINING]}) { nodes { id } } }';
const LOG = 'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }';

/** What names a node of a kind: its field of Query and its reference. */
const NODES = {
  Dataset: 'dataset(ref: "flights")',
  DatasetVersion: 'datasetVersion(ref: "flights@1")',
  Entity: 'entity(ref: "airport")',
  FeatureSet: 'featureSet(ref: "rain")',
  FeatureSetVersion: 'featureSetVersion(ref: "rain@1")',
  FeatureService: 'featureService(ref: "board")',
  FeatureServiceVersion: 'featureServiceVersion(ref: "board@1")',
  Experiment: 'experiment(ref: "tries")',
  Job: 'job(ref: "loading")',
  Model: 'model(ref: "delay")',
  ModelVersion: 'modelVersion(ref: "delay@1")',
  Environment: 'environment(ref: "production")',
  Deployment: 'deployment(ref: "production/delay")',
} as const;
const OTHERS = {
  RunConnection: 'runs',
  FeatureTable: 'onlineFeatures(service: "board", entities: [{airport: "SEA"}])',
  ChangeConnection: 'changes(first: 1000)',
  ApiKeyConnection: 'apiKeys',
  WebhookConnection: 'webhooks',
  Project: 'projects',
  Principal: 'me',
  LineageGraph: 'lineage(of: ["rain@1"], direction: BOTH)',
  Contamination: 'contamination(of: "flights@1")',
  EntityTrace: 'entityTrace(entity: "airport", key: {airport: "SEA"})',
  StoredEntityConnection: 'storedEntities(featureSet: "rain")',
  AuditVerification: 'verifyAudit',
} as const;

/** Where a type of the schema is first met, once something of every kind is there. */
export const ROOTS: Readonly<Record<string, string>> = { ...NODES, ...OTHERS };

/** The names of everything, which begin with `prefix` if it is made so. */
const NAMES = /\b(flights|airport|rain|board|tries|delay|production|trained|loading)\b/g;

/** Jobs come by a door of their own. */
async function tellOfJob(app: AppUnderTest, { key, project = 'default' }: RequestAs, name: string): Promise<void> {
  const response = await fetch(`${await app.listen()}/p/${project}/api/v1/lineage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && bearer(key)) },
    body: JSON.stringify({
      eventTime: '2026-01-01T00:00:00Z',
      eventType: 'COMPLETE',
      run: { runId: name, facets: { nominalTime: {} } },
      job: { namespace: `headwater://${project}`, name },
      outputs: [{ namespace: 's3://lake', name, outputFacets: { outputStatistics: { rowCount: 1 } } }],
    }),
  });
  if (response.status !== 201) throw new Error(await response.text());
}

export async function seedEveryKind(app: AppUnderTest, as: RequestAs, prefix = ''): Promise<void> {
  for (const field of SEED) await app.graphql(`mutation { ${field.replaceAll(NAMES, `${prefix}$1`)} }`, {}, as);
  await tellOfJob(app, as, `${prefix}loading`);
  const { runs } = await app.graphql<{ runs: { nodes: { id: string }[] } }>(TRAINING, {}, as);
  await app.graphql(LOG, { input: { run: runs.nodes[0]?.id, metrics: [{ name: 'auc', value: 0.5, step: 1 }] } }, as);
}
