import { isUtf8 } from 'node:buffer';
import { HeadwaterError } from '../errors.js';
import { parseJsonExactly } from '../http/json-body.js';
import { BATCH_ROWS, type TableBatch, type TableRow, UnreadableRow } from './table-batch.js';

/** Bytes. */
const MAX_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads one JSON object per line; empty lines count as no row. A broken line is an UnreadableRow, the rest is read on. */
export async function* readNdjson(source: AsyncIterable<Buffer>): AsyncGenerator<TableBatch> {
  let firstRow = 1;
  let first = true;
  let rows: TableRow[] = [];
  for await (const line of linesOf(source)) {
    const row = line instanceof UnreadableRow ? line : readLine(first ? withoutMark(line) : line);
    first = false;
    if (row === undefined) continue;
    rows.push(row);
    if (rows.length < BATCH_ROWS) continue;
    yield { firstRow, rows };
    firstRow += rows.length;
    rows = [];
  }
  if (rows.length > 0) yield { firstRow, rows };
}

/** Some programs begin UTF-8 with a byte order mark. */
function withoutMark(line: Buffer): Buffer {
  return line.subarray(0, 3).equals(BYTE_ORDER_MARK) ? line.subarray(3) : line;
}

function readLine(bytes: Buffer): TableRow | undefined {
  const line = bytes.toString();
  if (line.trim() === '') return undefined;
  // Decoding puts U+FFFD for what is no UTF-8: other text than was sent.
  if (line.includes('\uFFFD') && !isUtf8(bytes)) return new UnreadableRow('is not UTF-8', line.slice(0, 200));
  try {
    const value = parseJsonExactly(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as TableRow;
    return new UnreadableRow('is not a JSON object', line.slice(0, 200));
  } catch (error) {
    const { message } = error as Error;
    const problem = error instanceof HeadwaterError ? `can't be read: ${message}` : `is not JSON: ${message}`;
    return new UnreadableRow(problem, line.slice(0, 200));
  }
}

/** Lines are cut as bytes and decoded whole, so that no character is cut in two. One that passes MAX_LINE is dropped, never shortened. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer | UnreadableRow> {
  let rest: Buffer[] = [];
  let length = 0;
  const finish = (last: Buffer): Buffer | UnreadableRow => {
    const parts = [...rest, last];
    const whole = length + last.length <= MAX_LINE;
    rest = [];
    length = 0;
    if (whole) return parts.length === 1 ? last : Buffer.concat(parts);
    const begin = Buffer.concat(parts).subarray(0, 200).toString();
    return new UnreadableRow(`is longer than ${MAX_LINE} bytes`, begin);
  };
  for await (const chunk of source) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      yield finish(chunk.subarray(begin, end));
      begin = end + 1;
    }
    if (begin === chunk.length) continue;
    if (length <= MAX_LINE) rest.push(chunk.subarray(begin));
    length += chunk.length - begin;
  }
  if (length > 0) yield finish(Buffer.alloc(0));
}
