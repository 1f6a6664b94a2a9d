import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyFile } from '../../src/commands/audit/verify-file.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const VERIFY = 'query ($anchor: String) { verifyAudit(anchor: $anchor) { intact changes complete problem anchor } }';
interface Verified {
  readonly intact: boolean;
  readonly changes: number;
  readonly complete: boolean;
  readonly problem: string | null;
  readonly anchor: string | null;
}

let app: AppUnderTest;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-audit-'));
});
afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true });
});

async function freshLog(): Promise<void> {
  await app?.close();
  app = await startAppUnderTest();
  for (const name of ['dev', 'staging', 'production', 'lab'])
    await app.graphql('mutation ($name: String!) { defineEnvironment(input: { name: $name }) { created } }', { name });
}

async function verify(anchor?: string | null): Promise<Verified> {
  return (await app.graphql<{ verifyAudit: Verified }>(VERIFY, { anchor })).verifyAudit;
}

/** What somebody does who owns the database. */
function tamper(sql: string): Promise<object[]> {
  const tables = ['change', 'change_seal', 'change_node'];
  const all = (verb: string) => tables.map((table) => `alter table ${table} ${verb} trigger all;`).join('');
  return runSql(app.databaseUrl, `begin; ${all('disable')} ${sql}; ${all('enable')} commit`);
}

describe('verifyAudit', () => {
  it('finds a log as it was written', async () => {
    await freshLog();
    const found = await verify();
    expect(found).toEqual({
      intact: true,
      changes: 5,
      complete: true,
      problem: null,
      anchor: expect.stringMatching(/^5:/),
    });
    expect(await verify(found.anchor)).toEqual(found);
  });

  it.each([
    ['one byte of a change', `update change set principal = 'local.' where seq = 3`],
    [
      'one byte of what it says',
      `update change set details = replace(details::text, 'staging', 'stagimg')::jsonb where seq = 3`,
    ],
    ['the time of a change', `update change set at = at + interval '1 millisecond' where seq = 3`],
    ['what a change is found by', `update change_seal set action = 'model:register' where position = 3`],
    ['a hash', `update change_seal set hash = sha256('x') where position = 3`],
    ['a change that is gone', 'delete from change where seq = 3'],
    [
      'a change that is gone with its seal',
      'delete from change where seq = 3; delete from change_seal where position = 3',
    ],
    [
      'two changes that have changed places',
      'update change_seal set seq = -seq where position in (3, 4); update change_seal set seq = 7 + seq where position in (3, 4)',
    ],
  ])('finds %s', async (_, sql) => {
    await freshLog();
    await verify();
    await tamper(sql);
    const found = await verify();
    expect(found).toMatchObject({ intact: false, problem: expect.stringMatching(/position [34]/) });
  });

  it('finds with an anchor that the end was cut off, and that all of it was made anew', async () => {
    await freshLog();
    const { anchor } = await verify();
    await tamper('delete from change where seq = 5; delete from change_seal where position = 5');
    expect(await verify()).toMatchObject({ intact: true });
    expect(await verify(anchor)).toMatchObject({ intact: false, problem: expect.stringContaining('cut off') });
    await app.graphql('mutation { defineEnvironment(input: { name: "again" }) { created } }');
    expect(await verify(anchor)).toMatchObject({ intact: false, problem: expect.stringContaining('position 5 was') });
  });

  it('finds a change that was taken out of those that wait for their place', async () => {
    await freshLog();
    await verify();
    const [{ id } = { id: '' }] = (await runSql(
      app.databaseUrl,
      `insert into change (id, project, principal, door, action, nodes, details)
       values (gen_random_uuid(), 'default', 'mallory', 'GRAPHQL', 'node:delete', '{}', '{}') returning id`,
    )) as { id: string }[];
    expect(await verify()).toMatchObject({ intact: false, problem: expect.stringContaining(id) });
  });

  it('refuses what is no anchor', async () => {
    const { extensions, message } = await app.graphqlError(VERIFY, { anchor: 'x:y' });
    expect([extensions.code, message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('"x:y"')]);
  });
});

describe('GET /v1/audit', () => {
  it('gives lines that can be verified without the service, all or behind an anchor', async () => {
    await freshLog();
    const { anchor } = await verify();
    await app.graphql('mutation { defineEnvironment(input: { name: "later" }) { created } }');
    const file = join(directory, 'audit.ndjson');
    const { body, headers } = await app.http.inject('/v1/audit');
    await writeFile(file, body);
    expect(headers['content-type']).toContain('application/x-ndjson');
    expect(await verifyFile(file, anchor ?? undefined)).toEqual({
      changes: 6,
      problem: null,
      anchor: (await verify()).anchor,
    });

    const since = await app.http.inject(`/v1/audit?after=${anchor}`);
    expect(since.body).toBe(`${body.trimEnd().split('\n').at(-1)}\n`);

    await writeFile(file, (await readFile(file, 'utf8')).replace('staging', 'stagimg'));
    expect(await verifyFile(file, undefined)).toMatchObject({ problem: expect.stringContaining('position 3') });
    await writeFile(file, body.split('\n').slice(0, 4).join('\n'));
    expect(await verifyFile(file, anchor ?? undefined)).toMatchObject({
      problem: expect.stringContaining('position 5'),
    });
  });
});
