import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { HeadwaterClient } from '@headwater/client';
import type { Progress } from '../client/progress.js';

/** A file of feature rows, and how it is to be taken. */
export interface RowsFile {
  /** `-` is standard input. */
  readonly file: string;
  readonly contentType: string;
  readonly featureSet: string;
  readonly onError: string;
  readonly dataset?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** What became of the rows. */
export interface IngestAnswer {
  readonly run: string;
  readonly featureSet: string;
  readonly read: number;
  readonly written: number;
  readonly late: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly errors: readonly { message: string }[];
  readonly badRows?: string;
}

/** Sends a file of rows to the service, which takes all of it or nothing. */
export async function sendRows(client: HeadwaterClient, rows: RowsFile, progress: Progress): Promise<IngestAnswer> {
  const { file, contentType, featureSet, onError, dataset, timeZone, delimiter, idempotencyKey } = rows;
  const query = new URLSearchParams({
    'on-error': onError,
    ...(dataset !== undefined && { dataset }),
    ...(timeZone !== undefined && { 'time-zone': timeZone }),
    ...(delimiter !== undefined && { delimiter }),
  });
  const response = await client.request(`/v1/feature-sets/${encodeURIComponent(featureSet)}/rows?${query}`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: Readable.toWeb(Readable.from(await watched(file, progress))) as never,
    // A stream as a body needs it; the type of fetch doesn't know it yet.
    ...({ duplex: 'half' } as object),
  });
  return (await response.json()) as IngestAnswer;
}

/** The bytes of a file, telling how far they have been taken. */
async function watched(file: string, progress: Progress): Promise<AsyncGenerator<Buffer>> {
  const total = file === '-' ? undefined : (await stat(file)).size;
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
  return (async function* () {
    let sent = 0;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      yield chunk;
      sent += chunk.length;
      progress.show(`Sending ${basename(file)}`, sent, total);
    }
    progress.show('Merging');
  })();
}

/** The counts of an ingest in words. */
export function describeIngest({ featureSet, run, read, written, late, unchanged, rejected }: IngestAnswer): string {
  const online = written - late;
  const counts = [
    // All but the newest row of a key serve reads as of their time: that is what a history is, and no row came too late.
    late === 0
      ? `${rows(written)} kept`
      : `${rows(written)} kept: ${amount(online)} ${online === 1 ? 'is' : 'are'} newest and served online, ${amount(late)} ${late === 1 ? 'is' : 'are'} history`,
    ...(unchanged > 0 ? [`${amount(unchanged)} there already`] : []),
    ...(rejected > 0 ? [`${amount(rejected)} left out`] : []),
  ];
  return `${featureSet}: ${rows(read)} read; ${counts.join('; ')}. Run ${run}.\n`;
}

const amount = (count: number) => count.toLocaleString('en');
const rows = (count: number) => `${amount(count)} ${count === 1 ? 'row' : 'rows'}`;
