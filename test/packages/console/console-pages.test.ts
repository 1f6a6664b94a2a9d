import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { consoleServer } from './console-server.js';

let directory: string;
let app: FastifyInstance;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-console-pages-'));
  app = consoleServer(directory);
});

afterEach(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function build() {
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<title>Headwater</title>');
  await writeFile(join(directory, 'assets/main-a1b2c3.js'), 'export {}');
}

describe('The console', () => {
  it('says how to build it when it is not built', async () => {
    const answer = await app.inject('/');

    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.body).toBe("The console isn't built: run `npm run build:console`\n");
  });

  it('is there as soon as it is built, without a new start', async () => {
    const before = await app.inject('/');
    await build();
    const after = await app.inject('/');

    expect([before.statusCode, after.statusCode]).toEqual([503, 200]);
  });

  it('has its page checked at every visit and its assets kept for good', async () => {
    await build();
    const page = await app.inject('/');
    const asset = await app.inject('/assets/main-a1b2c3.js');

    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    expect(asset.headers['content-type']).toMatch(/javascript/);
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/', '/assets/main-a1b2c3.js'])('lets %s load nothing from elsewhere', async (url) => {
    await build();
    const { headers } = await app.inject(url);

    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'self';/);
  });

  it('puts its headers on its own pages only', async () => {
    const answer = await app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ __typename }' } });

    expect(answer.json()).toEqual({ data: { __typename: 'Query' } });
    expect(answer.headers).not.toHaveProperty('content-security-policy');
  });

  it.each(['/assets/missing.js', '/assets/../../package.json', '/assets/%2e%2e%2findex.html', '/assets/'])(
    'finds nothing at %s',
    async (url) => {
      await build();
      const answer = await app.inject(url);

      expect([403, 404]).toContain(answer.statusCode);
      expect(answer.headers).not.toHaveProperty('cache-control');
    },
  );
});
