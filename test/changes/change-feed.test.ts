import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changesAfter } from '../../src/changes/feed/changes-after.js';
import { insertChange } from '../../src/changes/record/change.sql.js';
import type { SealedChange } from '../../src/changes/record/change-record.js';
import { changeHash } from '../../src/changes/seal/change-hash.js';
import { newNodeId } from '../../src/graph/nodes/node-id.js';
import { NO_HASH } from '../../src/platform/text/hash-chain.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { wholeFeed } from './whole-feed.js';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startAppUnderTest();
});
afterAll(() => app.close());

const CHANGE = {
  project: 'default',
  principal: 'ada',
  door: 'SERVICE',
  requestId: null,
  action: 'node:update',
  nodes: [],
  reason: null,
  details: { counts: { n: 1 } },
} as const;

function record(change: Partial<Parameters<typeof insertChange>[1]> = {}, hold = async () => {}): Promise<void> {
  return app.database.transaction(async (tx) => {
    await insertChange(tx, { ...CHANGE, ...change });
    await hold();
  });
}

describe('the feed', () => {
  it('gives a change as soon as it is committed, with all that was said of it', async () => {
    const [node, { position: before }] = [newNodeId(), await changesAfter(app.database, 1e9, {}, 1)];
    const told = { requestId: 'r-1', nodes: [node], reason: 'because', principal: 'bo', project: null };
    await record(told);
    const page = await changesAfter(app.database, 0, { nodes: [node] }, 10);
    expect(before).toBe(1e9);
    expect(page).toMatchObject({ changes: [{ ...CHANGE, ...told }], more: false });
  });

  it('restricts by project, principal, node and action, and says how far it has looked', async () => {
    const [{ position: start }, node] = [await changesAfter(app.database, 0, { project: 'none' }, 1), newNodeId()];
    await record({ project: 'rivers', nodes: [node], action: 'node:delete', principal: 'cy' });
    await record();
    for (const filter of [{ project: 'rivers' }, { nodes: [newNodeId(), node] }, { actions: ['x', 'node:delete'] }]) {
      const page = await changesAfter(app.database, start, filter, 10);
      expect(page.changes.map(({ position }) => position)).toEqual([start + 1]);
    }
    expect((await changesAfter(app.database, start, { principal: 'cy', project: 'default' }, 10)).changes).toEqual([]);
    expect((await changesAfter(app.database, start, { principal: 'nobody' }, 10)).position).toBe(start + 2);
  });

  it('loses nothing and repeats nothing while many write and some take long to commit', async () => {
    const seen: SealedChange[] = [];
    let position = (await wholeFeed(app.database, 0, 7)).at(-1)?.position ?? 0;
    const from = position;
    let writing = true;
    const reader = (async () => {
      while (writing || position < (await wholeFeed(app.database, from, 7)).length + from) {
        const page = await changesAfter(app.database, position, {}, 50);
        seen.push(...page.changes);
        position = page.position;
      }
    })();
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let n = 0; n < 20; n++)
          await record({ principal: `w${writer}`, details: { counts: { n } } }, () => pause((writer * n) % 7));
      }),
    );
    writing = false;
    await reader;
    expect(seen.map((change) => change.position)).toEqual(seen.map((_, index) => from + index + 1));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(16 * 20);
    for (let writer = 0; writer < 16; writer++) {
      const own = seen.filter(({ principal }) => principal === `w${writer}`).map(({ details }) => details.counts?.n);
      expect(own).toEqual(Array.from({ length: 20 }, (_, n) => n));
    }
  });

  it('chains each project by itself, so that the lines of an export can be checked', async () => {
    const hashes = new Map<string | null, string>();
    for (const change of await wholeFeed(app.database, 0, 7)) {
      const hash = changeHash(hashes.get(change.project) ?? NO_HASH, change.position, change);
      expect(change.hash).toBe(hash);
      hashes.set(change.project, hash);
    }
    expect(hashes.size).toBeGreaterThan(2);
  });
});

describe('the log', () => {
  it.each([
    `update change set principal = 'eve'`,
    'delete from change',
    'truncate change',
    `update change_seal set action = 'x'`,
    'delete from change_seal',
    'truncate change_node',
  ])('refuses %s', async (sql) => {
    await expect(runSql(app.databaseUrl, sql)).rejects.toThrow('is only ever added to');
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
