import type { SchemaColumn } from '../parquet-schema.js';

/** Bytes of a footer that others take the place of. */
interface FooterEdit {
  readonly at: number;
  readonly removed: number;
  readonly put: readonly number[];
}

const NOT_UTC = 0x12;
/** A number of 32 bits in the field after the last one. */
const NEXT_FIELD = 0x15;
/** The type FIXED_LEN_BYTE_ARRAY, and its length of 12 bytes, as zigzag. */
const [FIXED, TWELVE] = [0x0e, 0x18];

/**
 * The footer that makes DuckDB give all digits of times: those in UTC nanoseconds become ones without zone, and INT96 becomes the 12 bytes that it is,
 * both in the schema and where each chunk of a column says its type once more. Changes the bytes that are given.
 */
export function withExactTimes(footer: Buffer, columns: readonly SchemaColumn[], chunks: readonly number[]): Buffer {
  for (const { utcNanoseconds } of columns) for (const at of utcNanoseconds) footer[at] = NOT_UTC;
  for (const at of chunks) footer[at] = FIXED;
  return edited(
    footer,
    columns.flatMap(({ int96 }) => int96.map((at) => twelveBytes(footer, at))),
  );
}

/** The length goes behind the type; the header of the field that follows counts from it. */
function twelveBytes(footer: Buffer, at: number): FooterEdit {
  const next = footer[at + 1] ?? 0;
  const step = next >> 4;
  if (step === 1) return { at, removed: 3, put: [FIXED, NEXT_FIELD, TWELVE] };
  if (step === 0) return { at, removed: 1, put: [FIXED, NEXT_FIELD, TWELVE] };
  return { at, removed: 2, put: [FIXED, NEXT_FIELD, TWELVE, next - 0x10] };
}

function edited(footer: Buffer, edits: readonly FooterEdit[]): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { at, removed, put } of [...edits].sort((a, b) => a.at - b.at)) {
    pieces.push(footer.subarray(from, at), Buffer.from(put));
    from = at + removed;
  }
  return Buffer.concat([...pieces, footer.subarray(from)]);
}
