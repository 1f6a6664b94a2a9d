import { isUtf8 } from 'node:buffer';
import { HeadwaterError } from '../platform/errors.js';
import { parseJsonExactly } from '../platform/http/bodies/json-body.js';
import { Turns } from '../platform/turns/turns.js';
import { BatchBuilder, MAX_ROW_BYTES, type TableBatch, type TableRow, TOO_LONG, UnreadableRow } from './table-batch.js';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads one JSON object per line; empty lines count as no row. A broken line is an UnreadableRow, the rest is read on. */
export async function* readNdjson(source: AsyncIterable<Buffer>): AsyncGenerator<TableBatch> {
  const batches = new BatchBuilder();
  const turns = new Turns();
  let first = true;
  const cutter = new LineCutter();
  const read = (line: Buffer | UnreadableRow) => {
    const row = line instanceof UnreadableRow ? line : readLine(first ? withoutMark(line) : line);
    first = false;
    return row === undefined ? undefined : batches.add(row, line instanceof UnreadableRow ? 0 : line.length);
  };
  for await (const chunk of source) {
    for (const line of cutter.cut(chunk)) {
      if (turns.isOver) await turns.next();
      const full = read(line);
      if (full !== undefined) yield full;
    }
  }
  const last = cutter.take();
  const full = last === undefined ? undefined : read(last);
  if (full !== undefined) yield full;
  const rest = batches.take();
  if (rest !== undefined) yield rest;
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

/** Cuts lines as bytes, to be decoded whole, so that no character is cut in two. One that is too long is dropped, never shortened. */
class LineCutter {
  private rest: Buffer[] = [];
  private length = 0;

  /** The lines that end in a chunk; those that are empty are none. */
  *cut(chunk: Buffer): Generator<Buffer | UnreadableRow> {
    let begin = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
      if (end > begin || this.length > 0) yield this.finish(chunk.subarray(begin, end));
      begin = end + 1;
      while (chunk[begin] === NEWLINE) begin++;
    }
    if (begin === chunk.length) return;
    if (this.length <= MAX_ROW_BYTES) this.rest.push(chunk.subarray(begin));
    this.length += chunk.length - begin;
  }

  /** What stands after the last line end. */
  take(): Buffer | UnreadableRow | undefined {
    return this.length > 0 ? this.finish(Buffer.alloc(0)) : undefined;
  }

  private finish(last: Buffer): Buffer | UnreadableRow {
    const parts = [...this.rest, last];
    const whole = this.length + last.length <= MAX_ROW_BYTES;
    this.rest = [];
    this.length = 0;
    if (whole) return parts.length === 1 ? last : Buffer.concat(parts);
    return new UnreadableRow(TOO_LONG, beginningOf(parts));
  }
}

/** Up to 200 bytes, without a character that is cut in two at their end. */
function beginningOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts, 200)
    .toString()
    .replace(/\uFFFD$/, '');
}
