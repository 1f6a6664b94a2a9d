import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wholeFeed } from '../changes/whole-feed.js';
import { casesOf } from '../support/cases.js';
import { startTokenIssuer, type TokenIssuer } from '../support/foreign/token-issuer.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { readSchema } from '../support/service/read-schema.js';
import { type ProbeDocument, probeDocuments } from './matrix/probe-documents.js';
import { seedEveryKind } from './matrix/seed-every-kind.js';

/** What all names of `theirs` begin with, and none of `ours`. */
const PREFIX = 'hush_';
const NAMES = ['flights', 'airport', 'rain', 'board', 'tries', 'delay', 'production', 'trained', 'loading'].map(
  (name) => `${PREFIX}${name}`,
);
const KINDS = [
  ...['DATASET', 'DATASET_VERSION', 'ENTITY', 'FEATURE_SET', 'FEATURE_SET_VERSION', 'FEATURE_SERVICE', 'EXPERIMENT'],
  ...['FEATURE_SERVICE_VERSION', 'RUN', 'MODEL', 'MODEL_VERSION', 'ENVIRONMENT', 'DEPLOYMENT', 'JOB'],
];
const NOWHERE = '01m8e12c1he8ks22awwxpqshfs';
const OPERATIONS = probeDocuments(await readSchema());

/** Where it is not tried on all, each operation is tried on this many, and the next one on others; `LONG=1` tries all. */
const EACH = casesOf(1, 100);

let issuer: TokenIssuer;
let app: AppUnderTest;
/** An ADMIN of `ours` who may see nothing of `theirs`. */
let stranger: string;
/** An ADMIN of `ours` who may read `theirs`. */
let guest: string;
/** Of every kind of node of `theirs` an id. */
let ids: readonly string[];

beforeAll(async () => {
  issuer = await startTokenIssuer();
  app = await startAppUnderTest({
    config: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: issuer.audience, WRONG_CREDENTIALS_PER_MINUTE: 0 },
  });
  const owner = (await makeKey(app, { role: 'OWNER', name: 'olga' })).key;
  for (const project of ['ours', 'theirs'])
    await app.graphql(
      `mutation { createProject(input: {name: "${project}"}) { project { name } } }`,
      {},
      { key: owner },
    );
  const theirs = { key: owner, project: 'theirs' };
  await seedEveryKind(app, theirs, PREFIX);
  stranger = (await makeKey(app, { role: 'ADMIN', project: 'ours', name: 'sam' })).key;
  guest = await issuer.sign({ claims: { sub: 'gina', headwater: ['ADMIN:ours', 'READER:theirs'] }, expiresIn: 3_600 });
  const { changes } = await app.graphql<{ changes: { nodes: { nodes: { id: string; kind: string }[] }[] } }>(
    '{ changes(first: 1000) { nodes { nodes { id kind } } } }',
    {},
    theirs,
  );
  const nodes = changes.nodes.flatMap((change) => change.nodes);
  ids = KINDS.map((kind) => nodes.find((node) => node.kind === kind)?.id ?? kind);
}, 60_000);

afterAll(async () => {
  await app.close();
  await issuer.close();
});

async function ask(key: string, query: string, variables = {}): Promise<string> {
  const headers = { ...bearer(key), 'headwater-project': 'ours' };
  return (await app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })).body;
}

function probe(key: string, { text, variables }: ProbeDocument, asked: string): Promise<string> {
  return ask(key, text, Object.fromEntries(variables.map((name) => [name, asked])));
}

/** Where the turns begin, another one each time; what fails says what was asked for. */
const FIRST = Math.floor(Math.random() * 1_000);

/** Some of all, others for the next index. */
function turnOf<T>(all: readonly T[], index: number): T[] {
  return Array.from(
    { length: Math.min(EACH, all.length) },
    (_, turn) => all[(FIRST + index * EACH + turn) % all.length] as T,
  );
}

/** How a name may be asked for: as it is, with its project, with a version, an alias or a column, in an environment. */
const WRITINGS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => `theirs::${name}`,
  (name) => `${name}@1`,
  (name) => `${name}@champio`,
  (name) => `${name}@1:*`,
  (name) => `${name}/delay`,
];

/** As it is, which is what suggestions are made from, and one of the others, another one for the next operation; `LONG=1` takes all. */
function writingsOf(index: number): readonly ((name: string) => string)[] {
  const turn = 1 + ((FIRST + index) % (WRITINGS.length - 1));
  return casesOf([...WRITINGS.slice(0, 1), ...WRITINGS.slice(turn, turn + 1)], WRITINGS);
}

/** How much has happened in `theirs`. */
async function countTheirs(): Promise<number> {
  return (await wholeFeed(app.database)).filter(({ project }) => project === 'theirs').length;
}

/** Without what was asked for, and when. */
const comparable = (answer: string, id: string) =>
  answer.replaceAll(id, '…').replace(/"(readAt|freshAt|asOf|at|startedAt|createdAt)":"[^"]*"/g, '');

describe('the id of something that one may not see', () => {
  it('reads the same as one that nobody has, in every operation, and changes nothing there', async () => {
    expect(ids).toEqual(ids.map(() => expect.stringMatching(/^[a-z_]+_[0-9a-z]{26}$/)));
    expect(OPERATIONS.length).toBeGreaterThan(80);
    const before = await countTheirs();
    for (const [index, operation] of OPERATIONS.entries())
      for (const id of turnOf(ids, index)) {
        const unknown = id.replace(/[0-9a-z]{26}$/, NOWHERE);
        const hidden = await probe(stranger, operation, id);
        const none = await probe(stranger, operation, unknown);
        expect([operation.name, id, comparable(hidden, id)]).toEqual([operation.name, id, comparable(none, unknown)]);
      }
    expect(await countTheirs()).toBe(before);
  }, 240_000);

  it('changes nothing there in any operation for whoever may read it', async () => {
    const before = await countTheirs();
    for (const [index, operation] of OPERATIONS.entries())
      for (const id of turnOf(ids, index)) await probe(guest, operation, id);
    expect(await countTheirs()).toBe(before);
  }, 240_000);
});

describe('a name of something that one may not see', () => {
  it('is never told, nor suggested, in any operation, however it is written', async () => {
    for (const [index, operation] of OPERATIONS.entries())
      for (const name of turnOf(NAMES, index))
        for (const write of writingsOf(index)) {
          // One letter is another one: what is made so in `ours` meanwhile tells nothing either.
          const asked = write(name.replace('hush', 'hash'));
          const answer = await probe(stranger, operation, asked);
          expect([operation.name, asked, answer]).toEqual([operation.name, asked, expect.not.stringContaining(PREFIX)]);
        }
  }, 240_000);

  it('reads the same as one that there is not, in every query', async () => {
    for (const [index, operation] of OPERATIONS.filter(({ kind }) => kind === 'query').entries())
      for (const name of turnOf(NAMES, index)) {
        const unknown = name.replace('hush', 'hish');
        const hidden = await probe(stranger, operation, name);
        const none = await probe(stranger, operation, unknown);
        // What is suggested is what is there of `ours`.
        const said = (answer: string, asked: string) => comparable(answer, asked).replace(/ Did you mean [^?]*\?/g, '');
        expect([operation.name, name, said(hidden, name).replace(/"suggestions?":[^\]]*\]/, '')]).toEqual([
          operation.name,
          name,
          said(none, unknown).replace(/"suggestions?":[^\]]*\]/, ''),
        ]);
      }
  }, 240_000);

  it('is told apart by no batch of mutations from one that there is not', async () => {
    const batch = (project: string) =>
      ask(
        stranger,
        `mutation { ${NAMES.map(
          (name, index) =>
            `a${index}: registerDatasetVersion(input: {dataset: "x", location: "s3://x", digest: "${index}", columns: [], derivedFrom: ["${project}::${name}"]}) { created }`,
        ).join(' ')} }`,
      );
    const [theirs, nobodys] = [await batch('theirs'), await batch('nobodys')];
    expect(JSON.parse(theirs).errors).toHaveLength(1);
    expect(theirs.replaceAll('theirs', '…')).toBe(nobodys.replaceAll('nobodys', '…'));
  });
});
