import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeDatabase } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { parseJsonExactly } from '../../src/platform/http/bodies/json-body.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ask, comparable } from './ask.js';
import { INTENDED_DIFFERENCES } from './intended-differences.js';
import type { Question } from './list-questions.js';
import { ServiceClient } from './service-client.js';

const FIXTURE = '../fixtures/first-release/';
const read = (name: string) =>
  gunzipSync(readFileSync(fileURLToPath(new URL(`${FIXTURE}${name}.gz`, import.meta.url)))).toString();
const questions = read('questions.ndjson')
  .trimEnd()
  .split('\n')
  .map((line) => parseJsonExactly(line) as Question & { answer: unknown });

let database: TestDatabase;
let app: AppUnderTest;
let service: ServiceClient;

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  await runSql(database.url, read('database.sql'));
  const connected = await describeDatabase(database.url, readConfig({})).connect();
  await connected.migrate();
  await connected.close();
  app = await startAppUnderTest({ databaseUrl: database.url });
  service = new ServiceClient(await app.listen());
});

afterAll(async () => {
  await app?.close();
  await database?.drop();
});

describe('a database that the first release filled, after its migration', () => {
  it('answers every question as it did before', async () => {
    for (const { answer, ...question } of questions) {
      const differences = INTENDED_DIFFERENCES.filter(({ concerns }) => concerns(question));
      const expected = differences.reduce((before, { become }) => become(before), comparable(answer));

      const found = await ask(service, question);

      expect({ question, found }).toEqual({ question, found: expected });
    }
    expect(questions.length).toBeGreaterThan(150);
  });

  it('takes new writes, and rebuilds a training set to the same digest', async () => {
    const { rebuildTrainingSet } = await service.data(
      'mutation { rebuildTrainingSet(input: { trainingSet: "train_routes@1" }) { job { id } } }',
    );
    await eventually(async () => {
      const { trainingSetJob } = await service.data(
        'query ($id: String!) { trainingSetJob(id: $id) { status rebuild { matches } } }',
        { id: rebuildTrainingSet.job.id },
      );
      expect(trainingSetJob).toEqual({ status: 'SUCCEEDED', rebuild: { matches: true } });
    });
    await service.data(`mutation {
      writeFeatures(input: { featureSet: "traffic@2", rows: [{ airport: "SEA", event_time: "2026-01-01T00:00:00Z", departures: 99, delay: 1, season: "summer" }] }) { written }
      registerDatasetVersion(input: { dataset: "flights", digest: "sha256:3", location: "s3://lake/y.parquet", columns: [], override: { reason: "nothing reads it" } }) { created }
      registerModelVersion(input: { model: "delay", artifact: { uri: "s3://m/4", digest: "sha256:m4" }, signature: ["traffic@2:departures"], trainedOn: ["flights@3"] }) { created }
      deploy(input: { deployment: "production/delays", bindings: [{ modelVersion: "delay@4", trafficPercent: 100 }] }) { changed }
      eraseEntity(input: { entity: "airport", key: { airport: "BOS" } }) { erased }
    }`);

    const answer = await service.data(`{
      deployment(ref: "production/delays") { onlineFeatures(entities: [{ airport: "SEA" }, { airport: "BOS" }]) { values } history { modelVersion { label } } }
      lineage(of: ["production/delays"], depth: 9) { nodes { node { label } } }
    }`);

    expect(answer.deployment.onlineFeatures.values).toEqual([[99], [null]]);
    expect(answer.deployment.history).toHaveLength(5);
    const labels = answer.lineage.nodes.map(({ node }: { node: { label: string } }) => node.label);
    expect(labels).toEqual(expect.arrayContaining(['flights@3', 'traffic@2', 'delay@4']));
  });
});
