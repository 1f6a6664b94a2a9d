import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../../src/artifacts/collect-garbage.js';
import { FolderStore } from '../../src/artifacts/content/folder-store.js';
import type { OnArtifacts } from '../../src/artifacts/files/on-artifacts.js';
import { createChangeLog } from '../../src/changes/record/create-change-log.js';
import { findNamedFiles } from '../../src/models/files/named-files.sql.js';
import { eventually } from '../support/eventually.js';
import { ArtifactClient, sha256 } from './artifact-client.js';

let client: ArtifactClient;
let run: string;

beforeAll(async () => {
  client = await ArtifactClient.start({ ARTIFACT_CONCURRENCY: 2 });
  run = (await client.runs.start()).id;
});

afterAll(() => client.close());

const contentOf = (bytes: string) => sha256(bytes).slice(7);

/** Clears away what has been unused for so many seconds. */
async function clear(
  graceSeconds: number,
  keepSeconds = 1_000,
  contents = new FolderStore(client.directory),
): Promise<void> {
  const room = {
    database: client.app.database,
    graph: { changeLog: createChangeLog(() => undefined) },
    contents,
    artifactSettings: { keepSeconds, graceSeconds },
    findNamedFiles,
  } as unknown as OnArtifacts;
  await collectGarbage(room, new AbortController().signal);
}

/** Begins an upload and sends a part of it. */
function begin(path: string, length: number, sent: string) {
  const upload = request(`${client.url}/v1/artifacts/${run}/${path}`, {
    method: 'PUT',
    headers: { 'content-length': length },
  });
  upload.on('error', () => undefined);
  upload.write(sent);
  return upload;
}

describe('a content', () => {
  it('is kept once, whoever has it and however many put it at once', async () => {
    const body = 'shared '.repeat(50_000);
    const runs = await Promise.all(Array.from({ length: 4 }, () => client.runs.start()));
    const puts = await Promise.all(
      Array.from({ length: 24 }, (_, n) => client.put(`/${runs[n % 4]?.id}/f${n % 8}`, body)),
    );
    expect(puts.filter(({ ok }) => !ok)).toEqual([]);
    expect((await client.stored()).contents.filter((name) => name === contentOf(body))).toHaveLength(1);
    for (const each of runs) expect(await client.list(each.id)).toHaveLength(2);
  });

  it('of one path is whole, whichever of many that put it there at once was last', async () => {
    const bodies = Array.from({ length: 8 }, (_, n) => `${n} `.repeat(40_000));
    await Promise.all(bodies.map((body) => client.put(`/${run}/raced`, body)));
    expect(bodies).toContain(await (await client.ask(`/${run}/raced`)).text());
  });

  it('is cleared away once no file has it, and not before, nor while it is put again', async () => {
    await client.put(`/${run}/one`, 'content');
    await client.put(`/${run}/two`, 'content');
    await client.ask(`/${run}/one`, { method: 'DELETE' });
    await clear(0);
    expect(await (await client.ask(`/${run}/two`)).text()).toBe('content');

    await client.put(`/${run}/two`, 'replaced');
    await clear(3_600);
    expect((await client.stored()).contents).toContain(contentOf('content'));
    await clear(0);
    expect((await client.stored()).contents).not.toContain(contentOf('content'));

    const puts = Array.from({ length: 30 }, async (_, n) => {
      await client.put(`/${run}/again`, 'again');
      if (n % 3 === 0) await client.ask(`/${run}/again`, { method: 'DELETE' });
    });
    await Promise.all([...puts, ...Array.from({ length: 10 }, () => clear(0))]);
    await client.put(`/${run}/again`, 'again');
    expect(await (await client.ask(`/${run}/again`)).text()).toBe('again');
  });

  it('that can not be removed keeps no other', async () => {
    const bodies = ['stuck', 'loose one', 'loose two'];
    for (const body of bodies) {
      await client.put(`/${run}/cleared`, body);
      await client.ask(`/${run}/cleared`, { method: 'DELETE' });
    }
    class Stuck extends FolderStore {
      override async remove(digest: string) {
        if (digest === contentOf('stuck')) throw new Error('EACCES');
        return super.remove(digest);
      }
    }
    await expect(clear(0, 1_000, new Stuck(client.directory))).rejects.toThrow('EACCES');
    const { contents } = await client.stored();
    expect(bodies.filter((body) => contents.includes(contentOf(body)))).toEqual(['stuck']);
    await clear(0);
    expect((await client.stored()).contents).not.toContain(contentOf('stuck'));
  });

  it('is cleared away with a run that was deleted long ago', async () => {
    const { id } = await client.runs.start();
    await client.put(`/${id}/a`, 'of a deleted run');
    await client.app.graphql(`mutation { deleteNode(input: { id: "${id}" }) { __typename } }`);
    await clear(0);
    expect((await client.stored()).contents).toContain(contentOf('of a deleted run'));
    await clear(0, 0);
    expect((await client.stored()).contents).not.toContain(contentOf('of a deleted run'));
    const { changes } = await client.app.graphql<{ changes: { nodes: object[] } }>(
      `{ changes(of: ["${id}"], order: NEWEST_FIRST, first: 1) { nodes { action principal } } }`,
    );
    expect(changes.nodes).toEqual([{ action: 'artifact:delete', principal: 'headwater' }]);
  });

  it('that the folder has lost is said so, and whole again once it is put again', async () => {
    await client.put(`/${run}/lost`, 'lost');
    await new FolderStore(client.directory).remove(contentOf('lost'));
    const lost = await client.ask(`/${run}/lost`);
    expect([lost.status, await lost.json()]).toMatchObject([503, { code: 'UNAVAILABLE', digest: sha256('lost') }]);
    await client.put(`/${run}/lost`, 'lost');
    expect(await (await client.ask(`/${run}/lost`)).text()).toBe('lost');
  });
});

it('is read by others though many have gone in the middle of it', async () => {
  await client.put(`/${run}/long`, new Uint8Array(8_000_000));
  for (let n = 0; n < 40; n++) {
    const left = new AbortController();
    const answer = client.ask(`/${run}/long`, { signal: left.signal });
    if (n % 2 === 0) await answer;
    left.abort();
    await answer.catch(() => undefined);
  }
  expect((await (await client.ask(`/${run}/long`)).arrayBuffer()).byteLength).toBe(8_000_000);
});

it('is not opened before there is a place for its reader', async () => {
  await client.put(`/${run}/long`, new Uint8Array(20_000_000));
  await client.put(`/${run}/next`, 'next');
  const left = new AbortController();
  const before = [1, 2].map(() => client.ask(`/${run}/long`, { signal: left.signal }));
  await Promise.all(before);
  const waiting = client.ask(`/${run}/next`);
  await client.ask(`/${run}/next`, { method: 'HEAD' });
  await new FolderStore(client.directory).remove(contentOf('next'));
  left.abort();
  expect((await waiting).status).toBe(503);
});

describe('an upload', () => {
  it('of a form is refused, and told how files are sent', async () => {
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    const answer = await client.ask(`/${run}/form`, { method: 'PUT', body: form });
    expect([answer.status, await answer.json()]).toMatchObject([415, { detail: expect.stringContaining('curl -T') }]);
  });

  it('that breaks off leaves nothing, whatever was there stays', async () => {
    await client.put(`/${run}/kept`, 'before');
    const upload = begin('kept', 1_000_000, 'x'.repeat(200_000));
    await eventually(async () => expect((await client.stored()).incoming).toHaveLength(1));
    upload.destroy();
    await eventually(async () => expect((await client.stored()).incoming).toEqual([]));
    expect(await (await client.ask(`/${run}/kept`)).text()).toBe('before');
  });

  it('of a process that was killed is cleared away', async () => {
    const { open, utimes } = await import('node:fs/promises');
    const path = `${client.directory}/incoming/left`;
    await (await open(path, 'w')).close();
    await clear(60);
    expect((await client.stored()).incoming).toEqual(['left']);
    await utimes(path, 0, 0);
    await clear(60);
    expect((await client.stored()).incoming).toEqual([]);
  });

  it('goes on beside one whose client is slow', async () => {
    const slow = begin('slow', 10, 'x');
    await once(slow, 'socket');
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => expect((await client.put(`/${run}/quick${n}`, `${n}`)).ok).toBe(true)),
    );
    slow.end('123456789');
    const [answer] = await once(slow, 'response');
    expect(answer.statusCode).toBe(201);
  });
});
