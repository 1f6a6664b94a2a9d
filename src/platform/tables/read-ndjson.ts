import { parseJsonExactly } from '../http/json-body.js';
import { BATCH_ROWS, type TableBatch, type TableRow, UnreadableRow } from './table-batch.js';

const MAX_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Reads one JSON object per line; empty lines count as no row. A broken line is an UnreadableRow, the rest is read on. */
export async function* readNdjson(source: AsyncIterable<Buffer>): AsyncGenerator<TableBatch> {
  let firstRow = 1;
  let rows: TableRow[] = [];
  for await (const line of linesOf(source)) {
    if (line === '' || /^\s*$/.test(line)) continue;
    rows.push(readLine(line));
    if (rows.length < BATCH_ROWS) continue;
    yield { firstRow, rows };
    firstRow += rows.length;
    rows = [];
  }
  if (rows.length > 0) yield { firstRow, rows };
}

function readLine(line: string): TableRow {
  if (line.length > MAX_LINE) return new UnreadableRow(`is longer than ${MAX_LINE} characters`, line.slice(0, 200));
  try {
    const value = parseJsonExactly(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as TableRow;
    return new UnreadableRow('is not a JSON object', line.slice(0, 200));
  } catch (error) {
    return new UnreadableRow(`is not JSON: ${(error as Error).message}`, line.slice(0, 200));
  }
}

/** Lines are cut as bytes and decoded whole, so that no character is cut in two. What passes MAX_LINE is dropped, not kept. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      const last = chunk.subarray(begin, end);
      yield rest.length === 0 ? last.toString() : Buffer.concat([...rest, last]).toString();
      rest = [];
      length = 0;
      begin = end + 1;
    }
    if (begin < chunk.length && length <= MAX_LINE) {
      rest.push(chunk.subarray(begin));
      length += chunk.length - begin;
    }
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString();
}
