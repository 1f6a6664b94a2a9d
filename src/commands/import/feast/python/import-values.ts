import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeadwaterClient } from '@headwater/client';
import { ServiceError } from '@headwater/client/errors';
import { CONTENT_TYPE } from '../../../../tables/table-format.js';
import type { Progress } from '../../../client/progress.js';
import { describeIngest, sendRows } from '../../../features/send-rows.js';
import type { TakenView } from '../translating/taken.js';
import type { Repository } from './repository.js';

const WAIT_MS = 500;
const LONGEST_WAIT_MS = 300_000;

/** Rows of one view, as they gather in a file. */
interface Gathered {
  readonly view: TakenView;
  readonly rows: WriteStream;
  readonly digest: Hash;
  count: number;
  problem: string | undefined;
}

/** Copies the online rows of the views. Rows that are there already stay as they are. */
export async function importValues(
  client: HeadwaterClient,
  views: readonly TakenView[],
  repository: Repository,
  progress: Progress,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-feast-'));
  try {
    for (const gathered of await gather(views, directory, repository, progress)) {
      const { view, count, problem, rows, digest } = gathered;
      if (problem !== undefined) process.stdout.write(`- values of ${view.feastName}: ${problem}\n`);
      if (count === 0) continue;
      const file = {
        file: String(rows.path),
        contentType: CONTENT_TYPE.ndjson,
        featureSet: view.set.name,
        onError: 'abort',
        // The same rows once more make no other run.
        idempotencyKey: `feast-${digest.digest('hex')}`,
      };
      const answer = await whenFree(() => sendRows(client, file, progress), progress);
      progress.end();
      process.stdout.write(describeIngest(answer));
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The same rows may be under way still, for an import that was killed or for one at the same time: this one waits for that. */
async function whenFree<T>(send: () => Promise<T>, progress: Progress): Promise<T> {
  for (let waited = 0; ; waited += WAIT_MS) {
    try {
      return await send();
    } catch (error) {
      const isUnderWay =
        error instanceof ServiceError && error.code === 'CONFLICT' && / is under way;/.test(error.message);
      if (!isUnderWay || waited >= LONGEST_WAIT_MS) throw error;
      progress.show('Waiting for another import of the same values');
      await sleep(WAIT_MS);
    }
  }
}

/** Reads all of them first: what fails there has changed nothing here. */
async function gather(
  views: readonly TakenView[],
  directory: string,
  repository: Repository,
  progress: Progress,
): Promise<Gathered[]> {
  const wanted = views.map(({ feastName, keys, features }) => ({
    view: feastName,
    keys: keys.map((key) => [key.feastName, key.name, key.type]),
    features: features.map((feature) => [feature.feastName, feature.name, feature.type]),
  }));
  const byName = new Map(views.map((view) => [view.feastName, view]));
  const all: Gathered[] = [];
  let current: Gathered | undefined;
  try {
    for await (const line of linesOf(repository.values(wanted))) {
      const [, mark, told] = /^#(view|problem) (.*)$/.exec(line) ?? [];
      const view = mark === 'view' ? byName.get(JSON.parse(told ?? '')) : undefined;
      if (view !== undefined) {
        const rows = createWriteStream(join(directory, `${all.length}.ndjson`));
        current = { view, rows, digest: createHash('sha256'), count: 0, problem: undefined };
        all.push(current);
        progress.show('Reading online values', all.length, views.length);
      } else if (current !== undefined && mark === 'problem') current.problem = JSON.parse(told ?? '');
      else if (current !== undefined) {
        current.count++;
        current.digest.update(line);
        if (!current.rows.write(`${line}\n`)) await once(current.rows, 'drain');
      }
    }
  } finally {
    for (const { rows } of all) {
      rows.end();
      await finished(rows);
    }
  }
  return all;
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${decoder.write(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
