import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { readOperationFiles } from '../../support/service/operation-files.js';

const OWN = 'query Own { projects { name } }\n';
const OTHER = '{ projects { description } }';
const ANSWER = { data: { projects: [{ name: 'default' }] } };

let directory: string;
let off: AppUnderTest;
let log: AppUnderTest;
let enforce: AppUnderTest;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-documents-'));
  await writeFile(join(directory, 'own.graphql'), OWN);
  await writeFile(join(directory, 'README.md'), 'not a document');
  const start = (TRUSTED_DOCUMENTS: 'off' | 'log' | 'enforce') =>
    startAppUnderTest({ config: { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_DIR: directory } });
  [off, log, enforce] = await Promise.all([start('off'), start('log'), start('enforce')]);
});

afterAll(async () => {
  await Promise.all([off.close(), log.close(), enforce.close()]);
  await rm(directory, { recursive: true });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } });

async function post(app: AppUnderTest, payload: object) {
  const answer = await app.http.inject({ method: 'POST', url: '/graphql', payload });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
}

async function get(app: AppUnderTest, parameters: Readonly<Record<string, string>>) {
  const headers = { 'apollo-require-preflight': 'true' };
  const answer = await app.http.inject({ url: `/graphql?${new URLSearchParams(parameters)}`, headers });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
}

const codeOf = ({ body }: { readonly body: Record<string, unknown> }) =>
  (body as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code;

describe('a document that the service knows', () => {
  it.each([
    ['its hash as Apollo sends it', persisted(OWN)],
    ['its hash and its text', { ...persisted(OWN), query: OWN }],
    ['documentId', { documentId: `sha256:${sha256(OWN)}` }],
    ['documentId in capitals, without its scheme', { documentId: sha256(OWN).toUpperCase() }],
    ['its text', { query: OWN }],
    ['its text without the line end', { query: OWN.trim() }],
    ['its text as graphql-js prints it', { query: 'query Own {\n  projects {\n    name\n  }\n}' }],
  ])('is asked for by %s, whatever is trusted', async (_, payload) => {
    for (const app of [off, log, enforce]) expect(await post(app, payload)).toEqual({ status: 200, body: ANSWER });
  });

  it('is asked for in a URL', async () => {
    const extensions = JSON.stringify(persisted(OWN).extensions);
    for (const app of [off, enforce]) {
      expect(await get(app, { documentId: sha256(OWN) })).toEqual({ status: 200, body: ANSWER });
      expect(await get(app, { extensions })).toEqual({ status: 200, body: ANSWER });
      expect(await get(app, { query: OWN })).toEqual({ status: 200, body: ANSWER });
    }
  });

  it('takes its variables along', async () => {
    const search = readOperationFiles().find(({ name }) => name.endsWith('search'));
    if (search === undefined) throw new Error('there is no operation that searches');
    const answer = await post(enforce, { documentId: sha256(search.query), variables: search.variables });

    expect(answer).toMatchObject({ status: 200, body: { data: expect.any(Object) } });
  });
});

describe('a document that the service does not know', () => {
  it('is answered where nothing is enforced', async () => {
    for (const app of [off, log]) expect(await post(app, { query: OTHER })).toMatchObject({ status: 200 });
  });

  it('stands in the log once where that is wanted', async () => {
    await post(log, { query: OTHER });
    await post(log, { query: OTHER });

    expect(log.log.filter((line) => JSON.stringify(line).includes(sha256(OTHER)))).toHaveLength(1);
    expect(JSON.stringify(off.log)).not.toContain(sha256(OTHER));
  });

  it.each([
    ['its text', { query: OTHER }],
    ['its text and hash', { ...persisted(OTHER), query: OTHER }],
    ['its text and the hash of one that is trusted', { ...persisted(OWN), query: OTHER }],
    ['a text of nothing but a comment more', { query: `${OWN}# and more` }],
  ])('is refused by %s where trust is enforced', async (_, payload) => {
    const answer = await post(enforce, payload);

    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(JSON.stringify(answer.body)).toContain('TRUSTED_DOCUMENTS_DIR');
  });

  it('is refused in a URL, too', async () => {
    const answer = await get(enforce, { query: OTHER });

    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
  });

  it('is not found by its hash', async () => {
    expect(codeOf(await post(off, { documentId: sha256(OTHER) }))).toBe('NOT_FOUND');
    expect(codeOf(await post(enforce, persisted(OTHER)))).toBe('NOT_FOUND');
    // Apollo's clients send the text then.
    expect(JSON.stringify(await post(off, persisted('{ never }')))).toContain('PersistedQueryNotFound');
  });

  it.each([{ documentId: 'own' }, { documentId: 7 }, { documentId: sha256(OWN), query: OWN }])(
    'is not guessed from %j',
    async (payload) => {
      expect(codeOf(await post(off, payload))).toBe('BAD_USER_INPUT');
    },
  );
});

it('names a file that is no document, at the start', async () => {
  await writeFile(join(directory, 'bad.graphql'), 'query {');
  const start = startAppUnderTest({ config: { TRUSTED_DOCUMENTS_DIR: directory } });

  await expect(start).rejects.toThrow(/bad\.graphql is no GraphQL document: Syntax Error/);
  await rm(join(directory, 'bad.graphql'));
});

describe('a service that does not tell its schema', () => {
  it('answers queries, no introspection, and suggests no names', async () => {
    const silent = await startAppUnderTest({ config: { INTROSPECTION: 'off' } });
    const answers = [
      await post(silent, { query: '{ __typename }' }),
      await post(silent, { query: '{ __schema { types { name } } }' }),
      await post(silent, { query: '{ project { name } }' }),
    ];
    const told = await post(off, { query: '{ project { name } }' });
    await silent.close();

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
    expect(JSON.stringify(answers[2])).not.toContain('Did you mean');
    expect(JSON.stringify(told)).toContain('Did you mean');
  });
});
