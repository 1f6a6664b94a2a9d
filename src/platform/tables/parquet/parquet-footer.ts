import { type FileHandle, open } from 'node:fs/promises';
import { badInput } from '../../errors.js';
import { edited, exactTimes } from './footer-edits.js';
import { INT96, readSchema, type SchemaColumn } from './parquet-schema.js';
import { ThriftReader } from './thrift-reader.js';

/** Bytes; a footer takes about a hundred for each column of each row group, and several times that in memory. */
const MAX_FOOTER = 8 * 1024 * 1024;
const TAIL = 8;

/** The columns whose times DuckDB gives in another shape than the file says, with all their digits. */
export interface ExactTimes {
  /** Counted in UTC nanoseconds: without zone now. */
  readonly nanoseconds: readonly string[];
  /** INT96: its bytes now. */
  readonly int96: readonly string[];
}

/**
 * Looks at the end of a Parquet file, without which DuckDB must not: throws BAD_USER_INPUT where there is none. Times that DuckDB would cut to
 * microseconds are made what it gives all digits of, in the file itself; their columns.
 */
export async function prepareParquet(path: string): Promise<ExactTimes> {
  const file = await open(path, 'r+');
  try {
    const { footer, start } = await readFooter(file);
    const { columns, chunks } = readMetadata(footer);
    refuseTwins(columns);
    const edits = exactTimes(footer, columns, chunks);
    if (edits.length > 0) await writeFooter(file, edited(footer, edits), start);
    return {
      nanoseconds: columns.filter(({ utcNanoseconds }) => utcNanoseconds.length > 0).map(({ name }) => name),
      int96: columns.filter(({ int96 }) => int96.length > 0).map(({ name }) => name),
    };
  } finally {
    await file.close();
  }
}

async function writeFooter(file: FileHandle, footer: Buffer, start: number): Promise<void> {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  await file.write(Buffer.concat([footer, length, Buffer.from('PAR1')]), 0, footer.length + TAIL, start);
}

async function readFooter(file: FileHandle): Promise<{ footer: Buffer; start: number }> {
  const { size } = await file.stat();
  const head = await bytesAt(file, 0, Math.min(4, size));
  const tail = await bytesAt(file, Math.max(0, size - TAIL), Math.min(TAIL, size));
  const [magic, ending] = [head.toString('latin1'), tail.subarray(-4).toString('latin1')];
  if (magic === 'PARE' || (magic === 'PAR1' && ending === 'PARE'))
    throw badInput('The Parquet file is encrypted; write it without encryption.', { expected: 'PAR1', found: 'PARE' });
  if (magic !== 'PAR1')
    throw badInput(`The body is not a Parquet file: it begins with ${JSON.stringify(magic)} instead of "PAR1".`, {
      expected: 'PAR1',
      found: magic,
    });
  if (ending !== 'PAR1' || size < 4 + TAIL)
    throw badInput('The Parquet file is cut off: it does not end with "PAR1".', { expected: 'PAR1', found: ending });
  const length = tail.readUInt32LE(0);
  if (length > size - 4 - TAIL)
    throw badInput('The Parquet file is damaged: its footer would be longer than the file.');
  if (length > MAX_FOOTER)
    throw badInput(
      `The footer of the Parquet file takes ${length} bytes; at most ${MAX_FOOTER} are read. Write fewer columns or larger row groups.`,
      { expected: MAX_FOOTER, found: length },
    );
  const start = size - TAIL - length;
  return { footer: await bytesAt(file, start, length), start };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
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
 *   FileMetaData { 2: list<SchemaElement> schema, 4: list<RowGroup> row_groups, 8: EncryptionAlgorithm encryption_algorithm }
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
