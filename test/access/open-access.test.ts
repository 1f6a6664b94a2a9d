import { rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { startAppUnderTest } from '../support/service/app-under-test.js';
import { startHeadwater } from '../support/service/headwater-process.js';

const ME = { method: 'POST', url: '/graphql', payload: { query: '{ me { name proof } }' } } as const;

describe('access without a key', () => {
  it('is open on loopback: whoever says nothing is local, and headwater-user is believed', async () => {
    const app = await startAppUnderTest();
    expect((await app.http.inject(ME)).json().data.me).toEqual({ name: 'local', proof: 'NONE' });
    const named = await app.http.inject({ ...ME, headers: { 'headwater-user': 'ada' } });
    expect(named.json().data.me).toEqual({ name: 'ada', proof: 'NONE' });
    // It is said in one line when the service listens.
    await app.listen();
    await eventually(() => expect(app.log.filter(({ msg }) => msg.startsWith('access is open'))).toHaveLength(1));
    await app.close();
  });

  it('is refused on an address that others reach, unless ACCESS says otherwise, or there is a key', async () => {
    const HOST = '0.0.0.0';
    const refused = await startAppUnderTest({ config: { HOST } });
    await expect(refused.http.ready()).rejects.toThrow('HOST is "0.0.0.0", which others reach');
    await makeKey(refused, { role: 'OWNER' });
    const { databaseUrl } = refused;
    for (const config of [{ HOST }, { HOST, ACCESS: 'required' }] as const) {
      const closed = await startAppUnderTest({ config, databaseUrl });
      expect((await closed.http.inject(ME)).statusCode).toBe(401);
      await closed.close();
    }
    await refused.close();
    const open = await startAppUnderTest({ config: { HOST, ACCESS: 'open' } });
    expect((await open.http.inject(ME)).statusCode).toBe(200);
    await open.close();
  });

  it('stays closed when the last key was revoked', async () => {
    const app = await startAppUnderTest();
    const { id, key } = await makeKey(app, { role: 'OWNER' });
    await eventually(async () => expect((await app.http.inject(ME)).statusCode).toBe(401));
    await app.graphql(`mutation { revokeApiKey(input: {id: "${id}"}) { apiKey { id } } }`, {}, { key });
    expect((await app.http.inject(ME)).statusCode).toBe(401);
    expect((await app.http.inject({ ...ME, headers: bearer(key) })).statusCode).toBe(401);
    const again = await startAppUnderTest({ databaseUrl: app.databaseUrl });
    expect((await again.http.inject(ME)).statusCode).toBe(401);
    await again.close();
    await app.close();
  });
});

describe('headwater keys on an embedded database', () => {
  it('makes the first key while a service runs on it, and before one does', async () => {
    const directory = await makeDataDirectory();
    const environment = { HEADWATER_DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'error' };
    const keys = async (...args: string[]) => {
      const run = startHeadwater(['keys', ...args], environment);
      return { code: await run.exited, out: run.stdout().trim(), err: run.stderr() };
    };
    const before = await keys('create', '--role', 'READER', '--expires', '1d');
    expect(before).toMatchObject({ code: 0, out: expect.stringMatching(/^hw_[0-9a-f]{12}_[0-9a-f]{64}$/) });
    const service = startHeadwater(['serve'], environment);
    const url = await service.url();
    const during = await keys('create', '--role', 'WRITER', '--project', 'default', '--grant', 'training-set:read');
    const answer = await fetch(`${url}/v1/openapi.yml`, { headers: bearer(during.out) });
    expect([during.code, answer.status]).toEqual([0, 200]);
    const listed = await keys('list');
    expect(listed.out).toContain('WRITER in "default" with training-set:read');
    expect(listed.out).not.toContain(during.out.slice(16));
    expect(await keys('create', '--role', 'KING')).toMatchObject({
      code: 1,
      err: expect.stringContaining('READER, SERVER, WRITER, APPROVER, ADMIN, OWNER'),
    });
    expect(await keys('create', '--role', 'READER', '--project', 'nobodys')).toMatchObject({ code: 1 });
    service.signal('SIGTERM');
    await service.exited;
    await rm(directory, { recursive: true, force: true });
  }, 120_000);
});
