import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isLosslessNumber, parse } from 'lossless-json';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { type Draw, drawMany } from './draw.js';
import { nastyJson, nastyNumber, nastyText, toJson } from './nasty-values.js';

/** `FUZZ=20000 npm test -- test/fuzz` for a long look; `FUZZ_SEED` to see again what failed. */
const VALUES = Math.ceil(Number(process.env.FUZZ ?? 200) / 4);
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const FEATURES = [
  { name: 'json', type: 'JSON' },
  { name: 'string', type: 'STRING' },
  { name: 'int64', type: 'INT64' },
  { name: 'float64', type: 'FLOAT64' },
  { name: 'strings', type: 'STRING_LIST' },
];

let app: AppUnderTest;
let node: string;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'traffic', features: FEATURES });
  node = (await new Seed(app).datasetVersion('flights')).id;
});

afterAll(() => app.close());

/** The data of an answer as exact JSON; undefined where the request was refused. */
async function ask(path: string, payload: string, type = 'application/json'): Promise<unknown> {
  const answer = await fetch(url + path, { method: 'POST', headers: { 'content-type': type }, body: payload });
  expect(answer.status).toBeLessThan(500);
  const body = parse(await answer.text()) as { errors?: unknown; data?: unknown };
  return !answer.ok || (path === '/graphql' && body.errors !== undefined) ? undefined : (body.data ?? body);
}

/** Equal numbers are equal text, however they are written. A FLOAT64 is a double, so its text is that of one. */
function comparable(value: unknown, double = false): unknown {
  if (isLosslessNumber(value)) {
    const text = value.toString();
    if (!double && /^-?\d+$/.test(text)) return `number ${BigInt(text)}`;
    const number = Number(text);
    return `number ${Number.isInteger(number) ? BigInt(number) : number}`;
  }
  if (Array.isArray(value)) return value.map((part) => comparable(part, double));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return parts.map(([name, part]) => [name, comparable(part, double)]);
}

function featureValue(draw: Draw, type: string): unknown {
  if (draw.percent(5)) return null;
  if (type === 'JSON') return nastyJson(draw);
  if (type === 'STRING') return nastyText(draw);
  if (type === 'STRING_LIST') return draw.list(draw.integer(0, 3), () => nastyText(draw));
  return nastyNumber(draw);
}

interface Sample {
  readonly key: string;
  readonly name: string;
  /** JSON of the value. */
  readonly text: string;
}

/** A row about a key of its own, with one value that is not null. */
function rowText({ key, name, text }: Sample): string {
  const others = FEATURES.filter((feature) => feature.name !== name).map((feature) => `"${feature.name}":null`);
  return `{"airport":"${key}","event_time":"2026-01-01T00:00:00Z","${name}":${text},${others.join(',')}}`;
}

const WRITE = `mutation ($rows: FeatureRows!) {
  writeFeatures(input: { featureSet: "traffic", rows: $rows }) { written }
}`;

/** The doors that rows come in by; a row that one refuses is not there afterwards. */
const DOORS: Readonly<Record<string, (samples: readonly Sample[]) => Promise<unknown>>> = {
  async GraphQL(samples) {
    for (const sample of samples)
      await ask('/graphql', `{"query":${JSON.stringify(WRITE)},"variables":{"rows":[${rowText(sample)}]}}`);
  },
  NDJSON: (samples) =>
    ask('/v1/feature-sets/traffic/rows?on-error=skip', samples.map(rowText).join('\n'), 'application/x-ndjson'),
};

describe('a feature value', () => {
  it.each(Object.keys(DOORS))(
    `that %s takes is read back as it was written (FUZZ_SEED=${SEED})`,
    async (door) => {
      const samples = drawMany(SEED, VALUES, (draw) => {
        const { name, type } = draw.oneOf(FEATURES);
        return { name, text: toJson(featureValue(draw, type)) };
      }).map((sample, index) => ({ ...sample, key: `${door} ${index}` }));

      await DOORS[door]?.(samples);

      let taken = 0;
      for (const { key, name, text } of samples) {
        const body = JSON.stringify({ features: [`traffic:${name}`], entities: [{ airport: key }] });
        const read = (await ask('/v1/features', body)) as { values: unknown[][]; statuses: string[][] };
        if (read.statuses[0]?.[0] === 'NOT_FOUND') continue;
        taken++;
        const double = name === 'float64';
        const [found, sent] = [read.values[0]?.[0], parse(text)].map((value) => comparable(value, double));
        expect([name, text.slice(0, 300), found]).toEqual([name, text.slice(0, 300), sent]);
      }
      expect(taken).toBeGreaterThan(VALUES / 10);
    },
    60_000 + VALUES * 200,
  );
});

describe('what people say of a node', () => {
  it(
    `is read back as it was written (FUZZ_SEED=${SEED})`,
    async () => {
      const samples = drawMany(SEED, VALUES, (draw) => ({
        description: nastyText(draw),
        owner: nastyText(draw),
        tags: [{ key: nastyText(draw), value: nastyText(draw) }],
      }));
      const query = `mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { description owner tags { key value } } } }`;
      let taken = 0;
      for (const sample of samples) {
        const variables = { input: { id: node, ...sample } };
        const updated = (await ask('/graphql', JSON.stringify({ query, variables }))) as
          | { updateNode: { node: typeof sample } }
          | undefined;
        if (updated === undefined) continue;
        taken++;
        expect(updated.updateNode.node).toEqual(sample);
        const again = await ask(
          '/graphql',
          JSON.stringify({ query: `{ node(id: "${node}") { description owner tags { key value } } }` }),
        );
        expect(again).toEqual({ node: sample });
      }
      expect(taken).toBeGreaterThan(0);
    },
    60_000 + VALUES * 100,
  );
});
