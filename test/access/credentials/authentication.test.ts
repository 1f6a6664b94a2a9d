import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { basic, bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;
let owner: string;

beforeAll(async () => {
  // More are tried than one may guess.
  app = await startAppUnderTest({ config: { WRONG_CREDENTIALS_PER_MINUTE: 0 } });
  owner = (await makeKey(app, { role: 'OWNER', name: 'olga' })).key;
  // It is told by the database.
  await eventually(async () => expect((await me({})).statusCode).toBe(401));
});

afterAll(() => app.close());

const ME = '{ me { name proof project roles { role project rights } actions } }';

function me(headers: Record<string, string>) {
  return app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query: ME } });
}

async function keyLookups(work: () => Promise<unknown>): Promise<string[]> {
  return (await recordStatements(app, work)).filter((text) => /from api_key/.test(text));
}

describe('a key', () => {
  it('says who asks, as Bearer, as the password of Basic, or as its user where there is no password', async () => {
    for (const headers of [bearer(owner), basic('whoever', owner), basic(owner, '')]) {
      const answer = await me(headers);
      expect([answer.statusCode, answer.json().data.me]).toMatchObject([200, { name: 'olga', proof: 'KEY' }]);
    }
  });

  it('is who is recorded', async () => {
    const { key } = await makeKey(app, { role: 'WRITER', name: 'Ada' });
    const { registerDatasetVersion: made } = await app.graphql<{
      registerDatasetVersion: { dataset: { createdBy: string } };
    }>(
      `mutation { registerDatasetVersion(input: {dataset: "by_ada", location: "s3://a", digest: "1", columns: []}) { dataset { createdBy } } }`,
      {},
      { key },
    );
    expect(made.dataset.createdBy).toBe('Ada');
  });

  it.each([
    ['no key', {}],
    ['text that is no key', bearer('hw_1_2')],
    ['another scheme', { authorization: 'Digest abc' }],
    ['an empty header', { authorization: '' }],
    ['Basic without a colon', { authorization: `Basic ${Buffer.from('abc').toString('base64')}` }],
    ['a token where none are believed', bearer('eyJhbGciOiJub25lIn0.e30.')],
  ])('is asked for: %s is answered UNAUTHENTICATED', async (_, headers: Record<string, string>) => {
    const answer = await me(headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="headwater"');
    expect(answer.json().errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('that does not exist reads and costs the same as one whose secret is wrong', async () => {
    const [, prefix] = owner.split('_');
    const seen = [];
    for (const key of [`hw_${prefix}_${'0'.repeat(64)}`, `hw_${'0'.repeat(12)}_${'0'.repeat(64)}`]) {
      let answer: unknown;
      const statements = await keyLookups(async () => {
        const { statusCode, body } = await me(bearer(key));
        answer = { statusCode, body };
      });
      seen.push({ answer, statements });
    }
    expect(seen[0]?.statements).toEqual([expect.stringMatching(/from api_key where prefix = \$1$/)]);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('is looked up once, not for each request', async () => {
    await me(bearer(owner));
    const lookups = await keyLookups(async () => {
      await me(bearer(owner));
      await me(bearer(owner));
    });
    expect(lookups).toEqual([]);
  });

  it('is of no use once it has expired, also when it was in use', async () => {
    const { key } = await makeKey(app, { role: 'READER', expiresAt: new Date(Date.now() + 1_000) });
    expect((await me(bearer(key))).statusCode).toBe(200);
    await eventually(async () => {
      const answer = await me(bearer(key));
      expect([answer.statusCode, answer.body]).toEqual([401, expect.stringContaining('expired')]);
    }, 5_000);
  });

  it('is of no use once it is revoked', async () => {
    const { id, key } = await makeKey(app, { role: 'WRITER' });
    expect((await me(bearer(key))).statusCode).toBe(200);
    const revoke = 'mutation ($id: String!) { revokeApiKey(input: {id: $id}) { apiKey { revokedBy } } }';
    expect(await app.graphql(revoke, { id }, { key: owner })).toEqual({
      revokeApiKey: { apiKey: { revokedBy: 'olga' } },
    });
    const answer = await me(bearer(key));
    expect([answer.statusCode, answer.body]).toEqual([401, expect.stringContaining('revoked')]);
  });

  it('takes the place of the header headwater-user, which is refused', async () => {
    const answer = await me({ ...bearer(owner), 'headwater-user': 'eve' });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('headwater-user')]);
  });

  it('is asked for before a body is read', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.http.inject({ method: 'POST', url: '/v1/features', headers, payload: '{' });
    expect(answer.statusCode).toBe(401);
  });

  it('is noted when it was used, and never stored or logged', async () => {
    const { id, key } = await makeKey(app, { role: 'READER' });
    await me(bearer(key));
    await eventually(async () => {
      const { apiKeys } = await app.graphql<{ apiKeys: { nodes: { id: string; lastUsedAt: string | null }[] } }>(
        '{ apiKeys(everywhere: true) { nodes { id lastUsedAt } } }',
        {},
        { key: owner },
      );
      expect(apiKeys.nodes.find((node) => node.id === id)?.lastUsedAt).toEqual(expect.any(String));
    }, 25_000);
    const secret = key.split('_')[2] ?? '';
    const stored = await app.database.pool.query<{ row: string }>('select row_to_json(k)::text as row from api_key k');
    for (const { row } of stored.rows) expect(row).not.toContain(secret);
    expect(JSON.stringify(app.log)).not.toContain(secret);
  });
});

describe('who hands out keys', () => {
  const CREATE = `mutation ($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { secret apiKey { name role project createdBy } }
  }`;

  it('hands out no more than it has', async () => {
    await app.graphql('mutation { createProject(input: {name: "theirs"}) { project { name } } }', {}, { key: owner });
    const { key } = await makeKey(app, { role: 'ADMIN', name: 'adam' });
    const made = await app.graphql(CREATE, { input: { name: 'bot', role: 'WRITER' } }, { key });
    expect(made).toMatchObject({ createApiKey: { apiKey: { project: 'default', createdBy: 'adam' } } });
    for (const input of [
      { name: 'bot', role: 'OWNER' },
      { name: 'bot', role: 'READER', project: 'theirs' },
      { name: 'bot', role: 'READER', project: 'nobodys' },
      { name: 'bot', role: 'READER', rights: ['entity:erase'] },
    ]) {
      const error = await app.graphqlError(CREATE, { input }, { key });
      expect(error.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('may let them end', async () => {
    const input = { name: 'guest', role: 'READER', expiresAt: '2999-01-01T00:00:00.123456Z' };
    const ask = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { expiresAt } } }';
    expect(await app.graphql(ask, { input }, { key: owner })).toEqual({
      createApiKey: { apiKey: { expiresAt: '2999-01-01T00:00:00.123Z' } },
    });
    const error = await app.graphqlError(
      ask,
      { input: { ...input, expiresAt: '2001-01-01T00:00:00Z' } },
      { key: owner },
    );
    expect([error.extensions.code, error.message]).toEqual(['BAD_USER_INPUT', expect.stringMatching(/has passed/)]);
  });

  it('sees and revokes those of its project alone', async () => {
    const { key } = await makeKey(app, { role: 'ADMIN', project: 'theirs' });
    const { id } = await makeKey(app, { role: 'READER' });
    const listed = await app.graphql<{ apiKeys: { nodes: { project: string }[] } }>(
      '{ apiKeys { nodes { project } } }',
      {},
      { key },
    );
    expect(new Set(listed.apiKeys.nodes.map(({ project }) => project))).toEqual(new Set(['theirs']));
    const codes = [];
    for (const query of [
      '{ apiKeys(everywhere: true) { nodes { id } } }',
      `mutation { revokeApiKey(input: {id: "${id}"}) { apiKey { id } } }`,
      `mutation { revokeApiKey(input: {id: "0197a5ae-0000-7000-8000-000000000000"}) { apiKey { id } } }`,
    ])
      codes.push((await app.graphqlError(query, {}, { key })).extensions.code);
    expect(codes).toEqual(['FORBIDDEN', 'NOT_FOUND', 'NOT_FOUND']);
  });
});

describe('whoever guesses keys', () => {
  it('is slowed and counted, and others behind the same address go on', async () => {
    const guarded = await startAppUnderTest({ config: { ACCESS: 'required', WRONG_CREDENTIALS_PER_MINUTE: 5 } });
    const { key } = await makeKey(guarded, { role: 'READER' });
    const ask = async (headers: Record<string, string>) =>
      (await guarded.http.inject({ url: '/v1/openapi.yml', headers })).statusCode;
    expect(await ask(bearer(key))).toBe(200);
    const lookups = await recordStatements(guarded, async () => {
      const statuses = [];
      for (let guess = 0; guess < 50; guess++)
        statuses.push(await ask(bearer(`hw_${'0'.repeat(12)}_${String(guess).padStart(64, '0')}`)));
      expect(statuses.filter((status) => status === 401)).toHaveLength(5);
      expect(statuses.filter((status) => status === 429)).toHaveLength(45);
    });
    expect(lookups.filter((text) => /from api_key/.test(text))).toHaveLength(5);
    expect(await ask(bearer(key))).toBe(200);
    // Whoever shows nothing does not guess.
    expect(await ask({})).toBe(401);
    await guarded.close();
  });
});
