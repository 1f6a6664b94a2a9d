import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BucketStore } from '../../src/artifacts/content/bucket-store.js';
import { S3_CREDENTIALS } from '../support/foreign/s3-server.js';

const OLD = '2020-01-01T00:00:00.000Z';
const YOUNG = '2030-01-01T00:00:00.000Z';

/** Uploads that have not ended, by their names in order; moto, which other tests ask, gives all of them at once. */
let uploads = new Map<string, string>();
let pageLength = 0;
let pages = 0;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://bucket');
  response.setHeader('content-type', 'application/xml');
  if (request.method === 'DELETE') {
    const known = uploads.delete(pathname.slice('/files/'.length));
    response.writeHead(known ? 204 : 404).end(known ? undefined : '<Error><Code>NoSuchUpload</Code></Error>');
    return;
  }
  pages += 1;
  const after = searchParams.get('key-marker') ?? '';
  const rest = [...uploads].filter(([name]) => name > after);
  const page = rest.slice(0, pageLength);
  const each = page.map(
    ([name, begun]) => `<Upload><Key>${name}</Key><UploadId>1</UploadId><Initiated>${begun}</Initiated></Upload>`,
  );
  // One ends by itself while the page is on its way.
  uploads.delete('0004');
  const next = `<NextKeyMarker>${page.at(-1)?.[0]}</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>`;
  const truncated = `<IsTruncated>${rest.length > page.length}</IsTruncated>`;
  response.end(`<ListMultipartUploadsResult>${truncated}${next}${each.join('')}</ListMultipartUploadsResult>`);
});

let store: BucketStore;

beforeAll(async () => {
  Object.assign(process.env, S3_CREDENTIALS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  store = new BucketStore({ name: 'files', prefix: '', endpoint, region: 'us-east-1' }, `${tmpdir()}/nowhere`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  for (const name of Object.keys(S3_CREDENTIALS)) delete process.env[name];
});

const fill = (count: number, begun: (n: number) => string) => {
  uploads = new Map(Array.from({ length: count }, (_, n) => [String(n).padStart(4, '0'), begun(n)]));
};
const tidy = (signal = new AbortController().signal) => store.tidy(new Date('2026-01-01T00:00:00Z'), signal);

it('uploads that broke off are given up on every page of them', async () => {
  fill(11, (n) => (n % 2 === 0 ? OLD : YOUNG));
  pageLength = 3;
  await tidy();
  expect([...uploads.keys()]).toEqual(['0001', '0003', '0005', '0007', '0009']);
});

it('of very many the rest has its turn the next time, and then the first again', async () => {
  fill(50, (n) => (n === 45 ? OLD : YOUNG));
  pageLength = 2;
  pages = 0;
  await tidy();
  expect([pages, uploads.has('0045')]).toEqual([20, true]);
  await tidy();
  expect([pages, uploads.has('0045')]).toEqual([25, false]);
  uploads.set('0000', OLD);
  await tidy();
  expect(uploads.has('0000')).toBe(false);
  pages = 0;
  await tidy(AbortSignal.abort());
  expect(pages).toBe(0);
});
