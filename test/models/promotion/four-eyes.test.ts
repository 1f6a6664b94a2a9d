import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personOf } from '../../../src/access/rights/same-person.js';
import { startTokenIssuer, type TokenIssuer } from '../../support/foreign/token-issuer.js';
import { basic, bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let issuer: TokenIssuer;
let app: AppUnderTest;
let owner: string;
let ada: string;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  app = await startAppUnderTest({
    config: {
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      OIDC_NAME_CLAIM: 'email',
      OIDC_ROLES_CLAIM: 'roles',
      OIDC_ROLES: 'all=ADMIN:default',
    },
  });
  owner = (await makeKey(app, { role: 'OWNER', name: 'olga' })).key;
  ada = (await makeKey(app, { role: 'ADMIN', name: 'ada', project: 'default' })).key;
});

afterAll(async () => {
  await app.close();
  await issuer.close();
});

async function ask(query: string, headers: Record<string, string>) {
  const answer = await app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
  const { data, errors } = answer.json() as { data: object | null; errors?: { message: string; extensions: object }[] };
  return { data, error: errors?.[0] };
}

const key = async (name: string, role: string, by: string) => {
  const { data, error } = await ask(
    `mutation { createApiKey(input: { name: ${JSON.stringify(name)}, role: ${role}${role === 'OWNER' ? '' : ', project: "default"'} }) { secret } }`,
    bearer(by),
  );
  if (error !== undefined) throw new Error(error.message);
  return (data as { createApiKey: { secret: string } }).createApiKey.secret;
};

const token = (email: string) => issuer.sign({ claims: { email, roles: ['all'] } });

/** A version that somebody registered, which needs so many approvals. */
async function version(model: string, by: Record<string, string>, count = 1): Promise<void> {
  for (const field of [
    `registerModelVersion(input: { model: "${model}", artifact: { uri: "s3://x", digest: "${model}" } }) { created }`,
    `definePromotionPolicy(input: { model: "${model}", to: "champion", approvals: [{ count: ${count} }] }) { created }`,
  ]) {
    const { error } = await ask(`mutation { ${field} }`, by);
    if (error !== undefined) throw new Error(error.message);
  }
}

const approve = (model: string, by: Record<string, string>) =>
  ask(`mutation { approve(input: { modelVersion: "${model}@1", to: "champion" }) { approval { by } } }`, by);
const promote = (model: string) =>
  ask(`mutation { promote(input: { modelVersion: "${model}@1", to: "champion" }) { changed } }`, bearer(owner));

describe('an author', () => {
  it("can't approve, by whatever key, header or spelling", async () => {
    await version('own', bearer(ada));
    const second = (await makeKey(app, { role: 'APPROVER', name: 'ada', project: 'default' })).key;
    const spelt = await Promise.all(
      ['Ada', 'ADA', 'ａｄａ'].map((name) => makeKey(app, { role: 'APPROVER', name, project: 'default' })),
    );
    for (const headers of [
      bearer(ada),
      bearer(second),
      basic('rita', second),
      basic(second, ''),
      ...spelt.map((made) => bearer(made.key)),
    ])
      expect((await approve('own', headers)).error?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const renamed = { ...bearer(second), 'headwater-user': 'rita' };
    expect((await approve('own', renamed)).error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await promote('own')).error?.message).toContain('has none');
  });

  it("can't approve by a token in another case or with a box of one's own", async () => {
    await version('mail', bearer(await token('Bob@Example.com')));
    for (const email of ['bob@example.com', 'BOB@EXAMPLE.COM', 'bob+review@example.com'])
      expect((await approve('mail', bearer(await token(email)))).error?.extensions).toMatchObject({
        code: 'FORBIDDEN',
      });
    const { key: named } = await makeKey(app, { role: 'APPROVER', name: 'bob@example.com', project: 'default' });
    expect((await approve('mail', bearer(named))).error?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await approve('mail', bearer(await token('eve@example.com')))).error).toBeUndefined();
  });

  it("can't approve by a key that he made, nor by one that was made with such a key", async () => {
    await version('made', bearer(ada));
    const puppet = await key('rita', 'ADMIN', ada);
    const further = await key('rob', 'APPROVER', puppet);
    for (const [name, made] of [
      ['rita', puppet],
      ['rob', further],
    ] as const) {
      const { error } = await approve('made', bearer(made));
      expect(error?.extensions).toMatchObject({ code: 'FORBIDDEN', found: name });
      expect(error?.message).toContain('was made by "ada", who made made@1 too');
    }
    expect((await approve('made', bearer(await key('rita', 'APPROVER', owner)))).error).toBeUndefined();
    expect((await promote('made')).error).toBeUndefined();
  });

  it('who was not one when it was approved is not counted any more', async () => {
    await version('late', bearer(ada));
    await approve('late', bearer(await token('late@example.com')));
    const late = bearer(await token('Late@example.com'));
    const { data } = await ask('mutation { startRun(input: { type: TRAINING, name: "late" }) { run { id } } }', late);
    const { run } = (data as { startRun: { run: { id: string } } }).startRun;
    const { error } = await ask(
      `mutation { logRun(input: { run: "${run.id}", outputs: [{ ref: "late@1" }] }) { run { id } } }`,
      late,
    );
    expect(error).toBeUndefined();
    expect((await promote('late')).error?.message).toContain('has none');
  });
});

it('counts people, not names or keys', async () => {
  await version('people', bearer(ada), 2);
  const boss = (await makeKey(app, { role: 'ADMIN', name: 'boss', project: 'default' })).key;
  await approve('people', bearer(boss));
  await approve('people', bearer((await makeKey(app, { role: 'APPROVER', name: 'Boss', project: 'default' })).key));
  await approve('people', bearer(await key('clerk', 'APPROVER', boss)));
  const { error } = await promote('people');
  expect(error?.message).toMatch(/it needs 2 approvals of APPROVER and has 1 \(boss\)/i);
  await approve('people', bearer(await token('carl@example.com')));
  expect((await promote('people')).error).toBeUndefined();
});

it('tells people apart whose names are only alike', () => {
  expect(new Set(['ada', 'adam', 'a da', 'ada@x.org', 'ada@y.org', 'ada.b@x.org', 'ada-b'].map(personOf)).size).toBe(7);
  expect(new Set(['ada', 'a\u200bda', 'ada\u00ad', '\ufeffAda', '\u202eada'].map(personOf)).size).toBe(1);
});
