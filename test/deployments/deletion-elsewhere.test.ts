import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { casesOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const ROUNDS = casesOf(15, 40);
/** Milliseconds by which deletions begin later than deployments, in one round after the other. */
const LAGS = [-300, -10, 0, 10, 300];
/** Each takes a source of every other one. */
const PROJECTS = ['north', 'south', 'west'];

let app: AppUnderTest;
let blocker: Client;

beforeAll(async () => {
  app = await startAppUnderTest();
  for (const project of PROJECTS) {
    await app.graphql(`mutation { createProject(input: {name: "${project}"}) { project { name } } }`);
    await app.graphql('mutation { defineEnvironment(input: {name: "live"}) { created } }', {}, { project });
  }
  blocker = new Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await app.close();
});

const register = (project: string, dataset: string, derivedFrom: readonly string[] = []) =>
  app.graphql(
    `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
    { input: { dataset, location: 's3://x', digest: '1', columns: [], derivedFrom } },
    { project },
  );

const train = (project: string, model: string, trainedOn: readonly string[]) =>
  app.graphql(
    `mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }`,
    { input: { model, artifact: { uri: 's3://m', digest: '1' }, trainedOn } },
    { project },
  );

async function outcomeOf(project: string, field: string): Promise<string> {
  const { errors } = await app.graphqlAnswer(`mutation { ${field} { __typename } }`, {}, { project });
  return errors[0]?.extensions.code ?? 'done';
}

const deploy = (project: string, model: string) =>
  outcomeOf(
    project,
    `deploy(input: {deployment: "live/${model}", bindings: [{modelVersion: "${model}@1", trafficPercent: 100}]})`,
  );
const remove = (project: string, ref: string) => outcomeOf(project, `deleteNode(input: {id: "${ref}"})`);

async function later<T>(ms: number, act: () => Promise<T>): Promise<T> {
  await sleep(Math.max(0, ms));
  return act();
}

async function waiting(count: number): Promise<void> {
  await eventually(async () => {
    // On a connection of its own: within a transaction PostgreSQL shows what it showed first.
    const [row] = await runSql<{ n: number }>(
      app.databaseUrl,
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    expect(row?.n).toBe(count);
  });
}

describe('a deletion in one project, and a deployment in another that depends on it', () => {
  // Whoever is first has done all but write its record, for which it has to wait.
  it.each([
    ['the deletion', 'FAILED_PRECONDITION', 'done'],
    ['the deployment', 'done', 'FAILED_PRECONDITION'],
  ])('do not both happen, whoever is first: %s', async (first, expectedDeployment, expectedDeletion) => {
    const name = first.replace('the ', '');
    await register('north', `raw-${name}`);
    await register('north', `clean-${name}`, [`raw-${name}@1`]);
    await register('south', `rows-${name}`, [`north::clean-${name}@1`]);
    await train('south', `model-${name}`, [`rows-${name}@1`]);
    const acts = [() => remove('north', `raw-${name}`), () => deploy('south', `model-${name}`)];
    if (first === 'the deployment') acts.reverse();
    await blocker.query('begin; lock table change in share mode');
    const done: Promise<string>[] = [];
    for (const act of acts) {
      done.push(act());
      await waiting(done.length);
    }
    await blocker.query('rollback');
    const [one, two] = await Promise.all(done);
    const [deletion, deployment] = first === 'the deletion' ? [one, two] : [two, one];
    expect({ deployment, deletion }).toEqual({ deployment: expectedDeployment, deletion: expectedDeletion });
  });

  it('wait for each other in no circle, and no live deployment is without what it was made from', async () => {
    const outcomes = new Map<string, number>();
    const count = async (what: string, outcome: Promise<string>) => {
      const key = `${what}: ${await outcome}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const project of PROJECTS) await register(project, `raw-${round}`);
      for (const project of PROJECTS) {
        const sources = PROJECTS.filter((other) => other !== project).map((other) => `${other}::raw-${round}@1`);
        await register(project, `rows-${round}`, [...sources, `raw-${round}@1`]);
        await train(project, `model-${round}`, [`rows-${round}@1`]);
      }
      const lag = LAGS[round % LAGS.length] ?? 0;
      await Promise.all(
        PROJECTS.flatMap((project) => [
          count(
            'deletion',
            later(lag, () => remove(project, `raw-${round}`)),
          ),
          count(
            'deployment',
            later(-lag, () => deploy(project, `model-${round}`)),
          ),
        ]),
      );
    }
    for (const project of PROJECTS) {
      const { deployments } = await app.graphql<Deployments>(LIVE, {}, { project });
      for (const { label, bindings } of deployments.nodes)
        for (const { modelVersion } of bindings)
          expect([label, modelVersion.upstream.nodes.filter(({ node }) => node.deletedAt !== null)]).toEqual([
            label,
            [],
          ]);
    }
    expect([...outcomes.keys()].filter((key) => /INTERNAL|CONFLICT|TIMEOUT/.test(key))).toEqual([]);
    for (const what of ['deletion', 'deployment'])
      expect([what, outcomes.get(`${what}: done`)]).not.toEqual([what, undefined]);
  }, 120_000);
});

interface Deployments {
  readonly deployments: {
    readonly nodes: readonly {
      label: string;
      bindings: readonly {
        modelVersion: { upstream: { nodes: readonly { node: { label: string; deletedAt: string | null } }[] } };
      }[];
    }[];
  };
}

const LIVE = `{ deployments(first: 100) { nodes { label bindings {
  modelVersion { upstream(depth: 10) { nodes { node { label deletedAt } } } } } } } }`;
