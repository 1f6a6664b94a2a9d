import { type FileHandle, open } from 'node:fs/promises';
import { badInput } from '../../../platform/errors.js';
import { ARROW_SCHEMA, durationColumns } from '../arrow-schema.js';
import { INT96, readSchema, type SchemaColumn } from '../parquet-schema.js';
import { withExactTimes } from './footer-edits.js';
import { bytesAt, locateFooter, TAIL } from './parquet-ends.js';
import { ThriftReader } from './thrift-reader.js';

/** The columns whose times DuckDB gives in another shape than the file says, with all their digits. */
export interface ExactTimes {
  /** Counted in UTC nanoseconds: without zone now. */
  readonly nanoseconds: readonly string[];
  /** INT96: its bytes now. */
  readonly int96: readonly string[];
}

/**
 * Goes through the footer of a Parquet file, without which DuckDB must not. Times that DuckDB would cut to microseconds are made what it gives all
 * digits of, in the file itself; their columns. To be done once, and where it may take its time: a footer may have millions of parts.
 */
export async function prepareParquet(path: string): Promise<ExactTimes> {
  const file = await open(path, 'r+');
  try {
    const { start, length } = await locateFooter(file);
    const footer = await bytesAt(file, start, length);
    const { columns, chunks } = readMetadata(footer);
    refuseTwins(columns);
    const times = {
      nanoseconds: columns.filter(({ utcNanoseconds }) => utcNanoseconds.length > 0).map(({ name }) => name),
      int96: columns.filter(({ int96 }) => int96.length > 0).map(({ name }) => name),
    };
    if (times.nanoseconds.length + times.int96.length + chunks.length > 0)
      await writeFooter(file, withExactTimes(footer, columns, chunks), start);
    return times;
  } finally {
    await file.close();
  }
}

async function writeFooter(file: FileHandle, footer: Buffer, start: number): Promise<void> {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  await file.write(Buffer.concat([footer, length, Buffer.from('PAR1')]), 0, footer.length + TAIL, start);
}

/** DuckDB would rename the second of them. */
function refuseTwins(columns: readonly SchemaColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const lower = name.toLowerCase();
    if (seen.has(lower))
      throw badInput(`The Parquet file has the column "${name}" twice, or two that differ only in case; rename one.`, {
        column: name,
      });
    seen.add(lower);
  }
}

/** What a footer says: its columns, and where it says that a chunk of one is INT96. */
interface Metadata {
  readonly columns: readonly SchemaColumn[];
  readonly chunks: readonly number[];
}

/* More of parquet.thrift:
 *   FileMetaData { 2: list<SchemaElement> schema, 4: list<RowGroup> row_groups, 5: list<KeyValue> key_value_metadata, 8: EncryptionAlgorithm encryption_algorithm }
 *   KeyValue     { 1: key, 2: value }
 *   RowGroup     { 1: list<ColumnChunk> columns }      ColumnChunk { 3: ColumnMetaData meta_data }      ColumnMetaData { 1: Type type } */

/** A footer that can't be gone through gives what stands before that; DuckDB says what is wrong with it. */
function readMetadata(footer: Buffer): Metadata {
  const reader = new ThriftReader(footer);
  const chunks: number[] = [];
  let columns: readonly SchemaColumn[] = [];
  try {
    reader.struct((field) => {
      if (field === 2) columns = readSchema(reader);
      else if (field === 4) reader.list(() => readRowGroup(reader, chunks));
      else if (field === 5) reader.list(() => refuseDurations(reader));
      else if (field === 8)
        throw badInput('The Parquet file has encrypted columns; write it without encryption.', { found: 'encryption' });
      else return false;
      return true;
    });
  } catch (error) {
    if (error instanceof RangeError) return { columns, chunks };
    throw error;
  }
  if (columns.length === 0)
    throw badInput('The Parquet file has no columns; write it with a column for each value of its rows.', {
      expected: 'at least one column',
      found: 0,
    });
  return { columns, chunks };
}

/** DuckDB would give them as bare numbers, of whatever unit. */
function refuseDurations(reader: ThriftReader): void {
  let [key, value] = ['', ''];
  reader.struct((field) => {
    if (field === 1) key = reader.binary().toString();
    else if (field === 2) value = reader.binary().toString('latin1');
    return field === 1 || field === 2;
  });
  const [column] = key === ARROW_SCHEMA ? durationColumns(value) : [];
  if (column === undefined) return;
  throw badInput(
    `The column "${column}" holds durations, a type of Arrow's that Parquet knows as numbers without a unit. Write it as numbers of a unit of your choice, such as seconds, or as text.`,
    { column, found: 'duration' },
  );
}

function readRowGroup(reader: ThriftReader, chunks: number[]): void {
  within(reader, 1, () =>
    reader.list(() => within(reader, 3, () => within(reader, 1, () => noteInt96(reader, chunks)))),
  );
}

/** Goes through a struct of which one field matters. */
function within(reader: ThriftReader, wanted: number, read: () => void): void {
  reader.struct((field) => {
    if (field === wanted) read();
    return field === wanted;
  });
}

function noteInt96(reader: ThriftReader, chunks: number[]): void {
  const { place } = reader;
  if (reader.integer() === INT96) chunks.push(place);
}
