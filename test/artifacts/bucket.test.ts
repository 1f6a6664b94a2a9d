import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BucketStore } from '../../src/artifacts/content/bucket-store.js';
import { hasPython } from '../support/foreign/python.js';
import { S3_CREDENTIALS, type S3Server, startS3Server } from '../support/foreign/s3-server.js';
import { ArtifactClient, sha256 } from './artifact-client.js';

const PYTHON = await hasPython();
const test = PYTHON ? it : it.skip;

let server: S3Server;
let client: ArtifactClient;
let s3: S3Client;
let run: string;

beforeAll(async () => {
  if (!PYTHON) return;
  server = await startS3Server();
  Object.assign(process.env, S3_CREDENTIALS);
  const { endpoint, bucket } = server;
  s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
  const config = { ARTIFACT_S3_BUCKET: bucket, ARTIFACT_S3_ENDPOINT: endpoint, ARTIFACT_S3_PREFIX: 'hw/' };
  client = await ArtifactClient.start(config);
  run = (await client.runs.start()).id;
}, 180_000);

afterAll(async () => {
  await client?.close();
  await server?.stop();
  for (const name of Object.keys(S3_CREDENTIALS)) delete process.env[name];
});

const keyOf = (bytes: Uint8Array | string) => `hw/sha256/${sha256(bytes).slice(7)}`;

async function objects(): Promise<Map<string, number>> {
  const { Contents: found = [] } = await s3.send(new ListObjectsV2Command({ Bucket: server.bucket }));
  return new Map(found.map(({ Key, Size }) => [Key ?? '', Size ?? 0]));
}

test('keeps each content once, in parts where it is large, and gives any range of it', async () => {
  const bytes = Buffer.alloc(20_000_000, 'headwater ');
  for (const path of ['a.bin', 'b/a.bin', 'empty'])
    expect((await client.put(`/${run}/${path}`, path === 'empty' ? '' : bytes)).status).toBe(201);
  expect(await objects()).toEqual(
    new Map([[keyOf(bytes), bytes.length] as const, [keyOf(''), 0] as const].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  expect(await client.stored()).toEqual({ contents: [], incoming: [] });

  const whole = await client.ask(`/${run}/b/a.bin`);
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const part = await client.ask(`/${run}/a.bin`, { headers: { range: 'bytes=10000005-10000012' } });
  expect([part.status, await part.text()]).toEqual([206, 'ater hea']);
  expect(await (await client.ask(`/${run}/empty`)).text()).toBe('');
}, 60_000);

test('keeps nothing of what has another digest than was said', async () => {
  const before = await objects();
  expect((await client.put(`/${run}/c?digest=${sha256('right')}`, 'wrong')).status).toBe(400);
  expect(await objects()).toEqual(before);
});

test('says what is missing, and has it again once it is put again', async () => {
  await client.put(`/${run}/lost`, 'lost');
  await s3.send(new DeleteObjectCommand({ Bucket: server.bucket, Key: keyOf('lost') }));
  const lost = await client.ask(`/${run}/lost`);
  expect([lost.status, await lost.json()]).toMatchObject([503, { code: 'UNAVAILABLE', digest: sha256('lost') }]);
  await client.put(`/${run}/lost`, 'lost');
  expect(await (await client.ask(`/${run}/lost`)).text()).toBe('lost');
});

test('gives back what uploads of parts have taken that broke off', async () => {
  const { bucket, endpoint } = server;
  const start = new CreateMultipartUploadCommand({ Bucket: bucket, Key: keyOf('half') });
  await s3.send(start);
  const settings = { name: bucket, prefix: 'hw/', endpoint, region: 'us-east-1' };
  const store = new BucketStore(settings, client.directory);
  const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [];
  const { signal } = new AbortController();
  await store.tidy(new Date(0), signal);
  expect(await uploads()).toHaveLength(1);
  // moto says of every upload that it began in 2010.
  await store.tidy(new Date(), signal);
  expect(await uploads()).toEqual([]);
  await store.remove(sha256('lost').slice(7));
  expect((await objects()).has(keyOf('lost'))).toBe(false);
});

test('that is away is no fault of the caller, and what was uploaded meanwhile is not to be seen', async () => {
  await server.stop();
  const put = await client.put(`/${run}/away`, 'away');
  expect([put.status, await put.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }]);
  expect((await client.ask(`/${run}/away`)).status).toBe(404);
  expect((await client.ask(`/${run}/a.bin`)).status).toBe(503);
  expect((await client.stored()).incoming).toEqual([]);
}, 60_000);
