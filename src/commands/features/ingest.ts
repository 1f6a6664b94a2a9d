import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { CONTENT_TYPE, formatOfFileName, type TableFormat } from '../../tables/table-format.js';
import { createProgress } from '../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';
import { describeIngest, sendRows } from './send-rows.js';

interface IngestOptions extends ServiceOptions {
  readonly featureSet: string;
  readonly onError: string;
  readonly dataset?: string;
  readonly timeZone?: string;
  readonly delimiter?: string;
  readonly idempotencyKey?: string;
  readonly format?: TableFormat;
}

/** `headwater ingest <file>`: sends a file of feature rows to a running service. */
export function ingestCommand() {
  return serviceCommand('ingest')
    .description('Write a file of feature rows (NDJSON, CSV or Parquet) into a feature set of a running Headwater.')
    .argument('<file>', 'the file; - reads standard input, with --format')
    .requiredOption(
      '--feature-set <ref>',
      'the feature set version: airport_traffic@2, or airport_traffic for the current one',
    )
    .option(
      '--on-error <policy>',
      'abort: one bad row refuses the file; skip: bad rows are left out and written to a file',
      'abort',
    )
    .option('--dataset <ref>', 'the dataset version that the rows came from, for lineage')
    .option('--time-zone <name>', 'where times without zone belong in a Parquet file, such as UTC')
    .option(
      '--delimiter <name>',
      'what stands between the cells of a CSV: comma, semicolon, tab or pipe; comma unless said',
    )
    .option('--idempotency-key <text>', 'makes a retry of the same file safe, even after a crash')
    .option('--format <format>', 'ndjson, csv or parquet; by default what the name of the file says')
    .action(ingestFile);
}

async function ingestFile(file: string, options: IngestOptions): Promise<void> {
  const { idempotencyKey } = options;
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    throw new Error(`--idempotency-key is ${JSON.stringify(idempotencyKey)}; it is 1 to 255 visible ASCII characters.`);
  const format = options.format ?? formatOfFileName(file);
  const contentType = CONTENT_TYPE[format];
  if (contentType === undefined) throw new Error(`--format is "${format}"; it is ndjson, csv or parquet.`);
  const progress = createProgress();
  const answer = await sendRows(clientOf(options), { file, contentType, ...options }, progress);
  progress.end();
  process.stdout.write(describeIngest(answer));
  if (answer.badRows === undefined) return;
  const target = `${file === '-' ? 'standard-input' : basename(file)}.bad-rows.ndjson`;
  const bad = await clientOf(options).request(answer.badRows);
  if (bad.body === null) throw new Error(`${options.url} did not give the bad rows.`);
  await writeFile(target, Readable.fromWeb(bad.body as never));
  process.stdout.write(
    `The rows that were left out are in ${target}, each as the content of an object that says what is wrong; the first: ${answer.errors[0]?.message}\n` +
      `To send them again, mend and unwrap them: jq -c .content ${target} > mended.ndjson\n`,
  );
}
