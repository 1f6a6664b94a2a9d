import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { badInput, HeadwaterError } from '../../../platform/errors.js';
import { stringifyExactly } from '../../../platform/http/bodies/json-body.js';
import { Turns } from '../../../platform/turns/turns.js';
import { readTable, type TableOptions } from '../../../tables/read-table.js';
import { BATCH_BYTES, type TableRow, UnreadableRow } from '../../../tables/table-batch.js';
import type { TableFormat } from '../../../tables/table-format.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';
import type { EventHorizon } from '../event-horizon.js';
import { cellDecoderOf } from '../rows/cell-decoder.js';
import { LeftOutRow } from '../rows/left-out-row.js';
import { type RowEncoder, rowEncoderOf, type Violations } from '../rows/row-encoder.js';
import { badLine, copyIntoStage, stageLine } from './stage.sql.js';

/** A table on its way in, and what becomes of rows that don't fit. */
export interface IncomingRows {
  readonly body: AsyncIterable<Buffer>;
  readonly format: TableFormat;
  readonly options: TableOptions;
  readonly onError: 'abort' | 'skip';
  readonly horizon: EventHorizon;
}

/** What was staged. */
export interface StagedRows {
  readonly read: number;
  readonly rejected: number;
  /** Values that were accepted though their feature does not allow them. */
  readonly violations: Violations;
  /** Of the body, as hex. */
  readonly sha256: string;
}

/**
 * Checks and encodes the rows of a table and copies them into the stage, as fast as PostgreSQL takes them and no faster. The first row that
 * does not fit ends it, unless such rows are to be skipped.
 */
export async function stageRows(
  client: ClientBase,
  definition: Definition,
  incoming: IncomingRows,
): Promise<StagedRows> {
  const hash = createHash('sha256');
  const counts = { read: 0, rejected: 0, violations: new Map() };
  const lines = linesOf(definition, incoming, hashing(incoming.body, hash), counts);
  await pipeline(Readable.from(lines, { objectMode: false, highWaterMark: 1 << 20 }), copyIntoStage(client));
  return { ...counts, sha256: hash.digest('hex') };
}

/** The SHA-256 of a body, as hex, without doing anything else with it. */
export async function sha256Of(body: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}

async function* hashing(body: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* linesOf(
  definition: Definition,
  { format, options, onError, horizon }: IncomingRows,
  body: AsyncIterable<Buffer>,
  counts: { read: number; rejected: number; violations: Violations },
): AsyncGenerator<string> {
  const encode = rowEncoderOf(definition, horizon);
  const decode = format === 'csv' ? cellDecoderOf(definition) : undefined;
  const turns = new Turns();
  for await (const { firstRow, rows } of readTable(body, format, options)) {
    let text = '';
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as TableRow;
      const number = firstRow + index;
      if (turns.isOver) await turns.next();
      try {
        text += encodeLine(encode, decode === undefined ? row : decode(row, number), number, counts.violations);
      } catch (error) {
        if (!isSkipped(error, onError)) throw error;
        counts.rejected++;
        text += badLine(number, problemOf(error), contentOf(row));
      }
      // As text rows may be several times as long.
      if (text.length < BATCH_BYTES) continue;
      yield text;
      text = '';
    }
    counts.read += rows.length;
    yield text;
  }
}

/** Whether a row is left out for it. */
function isSkipped(error: unknown, onError: 'abort' | 'skip'): error is HeadwaterError {
  return error instanceof LeftOutRow || (onError === 'skip' && error instanceof HeadwaterError);
}

function encodeLine(encode: RowEncoder, row: TableRow, number: number, violations: Violations): string {
  if (row instanceof UnreadableRow) throw badInput(`row ${number} ${row.problem}.`, { row: number, found: row.text });
  const { key, values, eventTime } = encode(row, () => ({ name: `row ${number}`, row: number }), violations);
  return stageLine(number, key, values, eventTime);
}

function problemOf({ message, details }: HeadwaterError): string {
  return stringifyExactly({ column: details.column ?? details.field ?? null, message });
}

function contentOf(row: TableRow): string {
  return row instanceof UnreadableRow ? JSON.stringify(row.text) : stringifyExactly(row);
}
