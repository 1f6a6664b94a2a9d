import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ListMultipartUploadsRequest, MultipartUpload, S3Client } from '@aws-sdk/client-s3';
import { HeadwaterError } from '../../platform/errors.js';
import type { BucketSettings } from '../artifact-settings.js';
import { notAsKept } from './content-faults.js';
import type { ByteRange, ContentStore, ReceivedContent } from './content-store.js';
import { removeOld } from './folder-store.js';
import { incomingOf } from './receive-content.js';

/** So many bytes of one upload are in memory at a time, at most. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
/** S3 takes no more parts of one file. */
const MOST_PARTS = 10_000;
/** Pages of a thousand uploads that are looked at before others have their turn. */
const PAGES_AT_ONCE = 20;

/** The SDK is loaded when it is first needed: most services keep files in a folder. */
type Sdk = typeof import('@aws-sdk/client-s3') & typeof import('@aws-sdk/lib-storage');

/**
 * Contents as objects of a bucket: `<prefix>sha256/9f86d0…`. An object appears when all of its parts are there, and it is received in a folder first: what the digest
 * is has to be known before it has a key.
 */
export class BucketStore implements ContentStore {
  private opened: Promise<{ readonly sdk: Sdk; readonly client: S3Client }> | undefined;
  /** Where the next look at uploads that broke off begins. */
  private tidied: Pick<ListMultipartUploadsRequest, 'KeyMarker' | 'UploadIdMarker'> | undefined;

  constructor(
    private readonly bucket: BucketSettings,
    private readonly directory: string,
  ) {}

  async keep({ path, digest, size }: ReceivedContent): Promise<void> {
    if ((await this.sizeOf(digest)) === size) return;
    const { sdk, client } = await this.open();
    const upload = new sdk.Upload({
      client,
      params: { ...this.objectOf(digest), Body: createReadStream(path, { highWaterMark: 256 * 1024 }) },
      partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
      queueSize: PARTS_AT_ONCE,
    });
    await this.reach(() => upload.done());
    const found = await this.sizeOf(digest);
    if (found !== size) throw notAsKept(digest, `has ${found ?? 'no'} bytes in the bucket instead of ${size}`);
  }

  async read(digest: string, size: number, range?: ByteRange): Promise<Readable> {
    const { sdk, client } = await this.open();
    if (size === 0) return Readable.from([]);
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const command = new sdk.GetObjectCommand({ ...this.objectOf(digest), Range: `bytes=${start}-${end}` });
    const { Body: body, ContentRange: found } = await this.reach(() => client.send(command)).catch((error: unknown) => {
      throw isMissing(error) ? notAsKept(digest, 'is not in the bucket') : error;
    });
    const stream = body as Readable;
    if (found !== undefined && !found.endsWith(`/${size}`)) {
      stream.destroy();
      throw notAsKept(digest, `has the range ${found} in the bucket instead of ${size} bytes`);
    }
    return stream;
  }

  async remove(digest: string): Promise<void> {
    const { sdk, client } = await this.open();
    await this.reach(() => client.send(new sdk.DeleteObjectCommand(this.objectOf(digest))));
  }

  /** An upload of parts that broke off takes room in the bucket, and shows no object. */
  async tidy(before: Date, signal: AbortSignal): Promise<void> {
    await removeOld(incomingOf(this.directory), before);
    for (let pages = 0; pages < PAGES_AT_ONCE && !signal.aborted; pages++) {
      const { uploads, next } = await this.listUploads();
      for (const upload of uploads)
        if (upload.Initiated !== undefined && upload.Initiated < before && !signal.aborted) await this.abort(upload);
      this.tidied = next;
      if (next === undefined) return;
    }
  }

  /** A page of the uploads that have not ended, from where the last one ended. */
  private async listUploads() {
    const { sdk, client } = await this.open();
    const command = new sdk.ListMultipartUploadsCommand({
      Bucket: this.bucket.name,
      Prefix: `${this.bucket.prefix}sha256/`,
      MaxUploads: 1_000,
      ...this.tidied,
    });
    const { Uploads: uploads = [], ...page } = await this.reach(() => client.send(command));
    const next = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    return { uploads, next: page.IsTruncated === true ? next : undefined };
  }

  private async abort({ Key, UploadId }: MultipartUpload): Promise<void> {
    const { sdk, client } = await this.open();
    const command = new sdk.AbortMultipartUploadCommand({ Bucket: this.bucket.name, Key, UploadId });
    await this.reach(() => client.send(command)).catch((error: unknown) => {
      // It has ended meanwhile.
      if (!isMissing(error)) throw error;
    });
  }

  private async sizeOf(digest: string): Promise<number | undefined> {
    const { sdk, client } = await this.open();
    try {
      const command = new sdk.HeadObjectCommand(this.objectOf(digest));
      return (await this.reach(() => client.send(command))).ContentLength;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** A bucket that is away is no fault of the caller's, nor one of the service. */
  private async reach<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (isMissing(error)) throw error;
      const why = error instanceof Error ? error.message || error.name : String(error);
      throw new HeadwaterError('UNAVAILABLE', `The bucket that keeps files of runs does not do what it should: ${why}`);
    }
  }

  private objectOf(digest: string) {
    return { Bucket: this.bucket.name, Key: `${this.bucket.prefix}sha256/${digest}` };
  }

  private open() {
    this.opened ??= this.load();
    return this.opened;
  }

  private async load() {
    const sdk = { ...(await import('@aws-sdk/client-s3')), ...(await import('@aws-sdk/lib-storage')) };
    const { endpoint, region } = this.bucket;
    const client = new sdk.S3Client({
      region,
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      // Many who speak like S3 know nothing of the check sums that newer SDKs send by themselves.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return { sdk, client };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchUpload'].includes(error.name);
}
