import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { featuresCommand } from '../../../src/commands/windows/features.js';
import { AIRPORT, FEATURES, startWindowCommand, WINDOWS, type WindowCommand } from './window-command.js';

const CSV = 'origin,date,delay\nSEA,2001-01-01 10:10,20\nSEA,2001-01-01 11:00,10\nDEN,2001-01-01 10:30,\n';

let window: WindowCommand;
let directory: string;

beforeAll(async () => {
  window = await startWindowCommand();
  directory = await mkdtemp(join(tmpdir(), 'headwater-text-windows-'));
});

afterAll(async () => {
  await window.close();
  await rm(directory, { recursive: true });
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

/** A way to the service on which something happens before each request. */
async function throughGate(url: string, before: () => Promise<void>) {
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece as Uint8Array);
    await before();
    const type = request.headers['content-type'] ?? 'application/json';
    const init = { method: 'POST', headers: { 'content-type': type }, body: Buffer.concat(pieces) };
    const answer = await fetch(`${url}${request.url}`, init);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('headwater features window', () => {
  it('computes from a packed CSV, with the name of the file for the dataset', async () => {
    const file = await write('hops.csv.gz', gzipSync(CSV));

    const { code, stdout, stderr } = await window.run('--from', file, ...AIRPORT, ...WINDOWS, ...FEATURES);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('hops@1: 3 events of 2 keys; 7 rows of windows in all.');
    expect(stdout).toContain('airport_hops@1: 7 rows read; 7 rows kept');
    const { datasetVersion } = await window.app.graphql<{ datasetVersion: { columns: unknown } }>(
      '{ datasetVersion(ref: "hops@1") { columns { name type } } }',
    );
    expect(datasetVersion.columns).toEqual([
      { name: 'origin', type: 'STRING' },
      { name: 'date', type: 'TIMESTAMP' },
      { name: 'delay', type: 'INT64' },
    ]);
  }, 240_000);

  it('writes nothing of a file that is changed while it is read', async () => {
    const file = await write('moving.csv', CSV);
    const gate = await throughGate(await window.app.listen(), () => appendFile(file, 'SEA,2001-01-01 12:10,7\n'));
    const asked = ['--from', file, ...AIRPORT, ...WINDOWS, ...FEATURES];

    const refused = featuresCommand().parseAsync(['window', '--url', gate.url, ...asked], { from: 'user' });

    await expect(refused).rejects.toThrow(`${file} was changed while it was read. Nothing was written;`);
    await gate.close();
    const { dataset } = await window.app.graphql<{ dataset: null }>('{ dataset(ref: "moving") { id } }');
    expect(dataset).toBeNull();
  }, 240_000);
});
