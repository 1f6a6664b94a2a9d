import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rows, setWithHistory, timeOf } from '../features/time/join-oracle.js';
import { duckdb } from '../support/foreign/duckdb.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, jobEnded, rebuildTrainingSet, rowsOf } from './training-client.js';
import { at, fresh } from './two-sets.js';

/** Rows that are compared; each run compares two hundred. */
const CASES = Number(process.env.ROLES ?? 150);
const ROWS = 200;

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const pair = fc.record({ a: fc.constantFrom(1, 11), b: fc.constantFrom(2, 12) });
const asked = fc.array(fc.record({ payer: pair, payee: pair, t: fc.nat(18) }), { minLength: ROWS, maxLength: ROWS });

describe('a training set of one feature set in two roles', () => {
  it('equals the joins by plain key, side by side, and is rebuilt the same', async () => {
    const run = async (
      history: Parameters<typeof setWithHistory>[1],
      questions: { payer: Pair; payee: Pair; t: number }[],
      knownAt: string,
    ) => {
      const set = await setWithHistory(app, history);
      const spine = questions.map(({ payer, payee, t }) => ({
        payer_a: payer.a,
        payer_b: payer.b,
        payee_a: payee.a,
        payee_b: payee.b,
        event_time: timeOf(t),
      }));

      const job = await createTrainingSet(app, {
        name: fresh('by_role'),
        features: [`${set}:x~payer`, `${set}:*~payee`],
        spine,
        knownAt,
      });

      const plain = async (role: 'payer' | 'payee') => {
        const own = questions.map((question) => ({ ...question[role], event_time: timeOf(question.t) }));
        const made = await createTrainingSet(app, {
          name: fresh('plain'),
          features: [`${set}:x`],
          spine: own,
          knownAt,
        });
        return (await rowsOf(url, made.datasetVersion?.label ?? '')).map(({ x }) => x);
      };
      const [payer, payee] = [await plain('payer'), await plain('payee')];
      const expected = spine.map((row, index) => ({ ...row, payer__x: payer[index], payee__x: payee[index] }));
      expect(await rowsOf(url, job.datasetVersion?.label ?? '')).toEqual(expected);
      expect((await rebuildTrainingSet(app, job.datasetVersion?.label ?? '')).rebuild?.matches).toBe(true);
    };
    await fc.assert(fc.asyncProperty(rows, asked, fc.constantFrom('NOW', 'EVENT'), run), {
      numRuns: Math.ceil(CASES / ROWS),
      endOnFailure: true,
    });
  });

  it('names its columns by role, in every format, and draws one edge with the roles', async () => {
    const { set, label } = await trips();

    const { features, featureSetVersions } = (await info(label)).trainingSet;
    expect(features).toEqual([
      { column: 'origin__n', ref: `${set}:n~origin` },
      { column: 'destination__n', ref: `${set}:n~destination` },
      { column: 'n', ref: `${set}:n` },
    ]);
    expect(featureSetVersions).toEqual([{ label: set }]);
    const edges = (await info(label)).upstream.edges.filter(({ kind }) => kind === 'DERIVED_FROM');
    expect(edges.map(({ attributes }) => attributes)).toEqual([
      { roles: ['origin', 'destination'], columns: { origin__n: ['n'], destination__n: ['n'], n: ['n'] } },
    ]);
    const csv = await (await fetch(`${url}/v1/training-sets/${label}?format=csv`)).text();
    expect(csv.split('\n')[0]).toBe('origin,destination,airport,event_time,origin__n,destination__n,n');
    const file = join(tmpdir(), `${label}.parquet`);
    await writeFile(
      file,
      Buffer.from(await (await fetch(`${url}/v1/training-sets/${label}?format=parquet`)).arrayBuffer()),
    );
    expect(await duckdb(`select origin__n, destination__n, n from '${file}'`)).toEqual([
      ['1', '2', '3'],
      ['2', '1', '3'],
      ['3', null, null],
    ]);
  });

  it('takes a CSV spine, whose cells have the types of the keys', async () => {
    const set = await seedFeatureSet(app, {
      name: fresh('coded'),
      entity: 'code',
      joinKeys: [{ name: 'code', type: 'STRING' }],
      features: [{ name: 'n', type: 'INT64' }],
    });
    await writeRows(app, set, [{ code: '7', n: 1, event_time: at(1) }]);
    const name = fresh('coded_training');
    const response = await fetch(`${url}/v1/training-sets?name=${name}&features=${set}:n~payer,${set}:n~payee`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: `payer,payee,event_time\n7,8,${at(2)}\n`,
    });
    expect(response.status).toBe(202);
    await ended(((await response.json()) as { job: string }).job);

    expect(await rowsOf(url, `${name}@1`)).toEqual([
      { payer: '7', payee: '8', event_time: at(2), payer__n: 1, payee__n: null },
    ]);
  });

  it.each([
    ['lacks a column', { origin: 'SEA' }, 'The column "destination" of'],
    ['has a wrong type there', { origin: 'SEA', destination: 7 }, 'The column "destination" of'],
    [
      'has a column of a feature',
      { origin: 'SEA', destination: 'SEA', Destination__n: 1 },
      'is the name of a feature too',
    ],
  ])('refuses a spine that %s', async (_what, row, message) => {
    const { set } = await trips();
    const error = await app.graphqlError(
      'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }',
      {
        input: {
          name: 'x',
          features: [`${set}:n~origin`, `${set}:n~destination`],
          spine: [{ ...row, event_time: at(1) }],
        },
      },
    );

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(message);
  });

  it('refuses more roles than can be joined', async () => {
    const { set } = await trips();
    const features = Array.from({ length: 600 }, (_, index) => `${set}:n~r${index}`);
    const error = await app.graphqlError(
      'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }',
      { input: { name: 'x', features, spine: [{ event_time: at(1) }] } },
    );

    expect(error.message).toContain('from 600 feature sets and roles; at most 500');
  });

  it('shows and loses a key in whatever role it stands', async () => {
    const { entity, label } = await trips();
    const trace =
      'query ($entity: Ref!, $key: EntityKey!) { entityTrace(entity: $entity, key: $key) { trainingRows { rows trainingSet { label } } } }';
    const traced = await app.graphql<{ entityTrace: { trainingRows: unknown[] } }>(trace, {
      entity,
      key: { airport: 'DEN' },
    });
    expect(traced.entityTrace.trainingRows).toEqual([{ rows: 2, trainingSet: { label } }]);

    await app.graphql('mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }', {
      input: { entity, key: { airport: 'DEN' }, reason: 'asked for' },
    });

    expect((await rowsOf(url, label)).map(({ origin, destination }) => [origin, destination])).toEqual([
      ['LAX', 'XXX'],
    ]);
    const again = await app.graphql<{ entityTrace: { trainingRows: unknown[] } }>(trace, {
      entity,
      key: { airport: 'DEN' },
    });
    expect(again.entityTrace.trainingRows).toEqual([]);
  });
});

type Pair = Readonly<Record<'a' | 'b', number>>;

interface Info {
  readonly trainingSet: { readonly features: unknown[]; readonly featureSetVersions: unknown[] };
  readonly upstream: { readonly edges: readonly { kind: string; attributes: object }[] };
}

async function info(ref: string): Promise<Info> {
  const query = `query ($ref: Ref!) { datasetVersion(ref: $ref) {
    trainingSet { features { column ref } featureSetVersions { label } }
    upstream(depth: 1) { edges { kind attributes } }
  } }`;
  return (await app.graphql<{ datasetVersion: Info }>(query, { ref })).datasetVersion;
}

async function ended(id: string): Promise<void> {
  expect(await jobEnded(app, id)).toMatchObject({ status: 'SUCCEEDED' });
}

/** Three trips between airports of an entity of their own, joined by both ends and by a plain key. */
async function trips(): Promise<{ entity: string; set: string; label: string }> {
  const entity = fresh('port');
  const set = await seedFeatureSet(app, {
    name: fresh('traffic'),
    entity,
    joinKeys: [{ name: 'airport', type: 'STRING' }],
    features: [{ name: 'n', type: 'INT64' }],
  });
  await writeRows(app, set, [
    { airport: 'SEA', n: 1, event_time: at(1) },
    { airport: 'DEN', n: 2, event_time: at(1) },
    { airport: 'LAX', n: 3, event_time: at(1) },
  ]);
  const job = await createTrainingSet(app, {
    name: fresh('trips'),
    features: [`${set}:n~origin`, `${set}:n~destination`, `${set}:n`],
    spine: [
      { origin: 'SEA', destination: 'DEN', airport: 'LAX', event_time: at(2) },
      { origin: 'DEN', destination: 'SEA', airport: 'LAX', event_time: at(3) },
      { origin: 'LAX', destination: 'XXX', airport: 'XXX', event_time: at(3) },
    ],
  });
  return { entity, set, label: job.datasetVersion?.label ?? '' };
}
