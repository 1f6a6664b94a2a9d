import { type FileHandle, open } from 'node:fs/promises';
import { badInput } from '../../errors.js';
import { ThriftReader } from './thrift-reader.js';

/** Bytes; a footer takes about a hundred for each column of each row group, and several times that in memory. */
const MAX_FOOTER = 8 * 1024 * 1024;
const MAX_ELEMENTS = 20_000;
const TAIL = 8;

/** An outermost column. */
interface Column {
  readonly name: string;
  /** Where the file says that times in it are UTC, for those counted in nanoseconds, which DuckDB would cut to microseconds. */
  readonly utcNanoseconds: readonly number[];
}

/**
 * Looks at the end of a Parquet file, without which DuckDB must not: throws BAD_USER_INPUT where there is none. Times in UTC nanoseconds are made
 * ones without zone in the file itself, so that DuckDB gives all their digits; the names of their columns.
 */
export async function prepareParquet(path: string): Promise<ReadonlySet<string>> {
  const file = await open(path, 'r+');
  try {
    const { footer, start } = await readFooter(file);
    const columns = readColumns(footer);
    refuseTwins(columns);
    const nanoseconds = columns.filter(({ utcNanoseconds }) => utcNanoseconds.length > 0);
    for (const offset of nanoseconds.flatMap(({ utcNanoseconds }) => utcNanoseconds))
      await file.write(Buffer.from([NOT_UTC]), 0, 1, start + offset);
    return new Set(nanoseconds.map(({ name }) => name));
  } finally {
    await file.close();
  }
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
function refuseTwins(columns: readonly Column[]): void {
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

/* The parts of parquet.thrift that matter, by their field numbers. A boolean of a struct stands in its header:
 *   FileMetaData   { 2: list<SchemaElement> schema }      SchemaElement { 4: name, 5: num_children, 10: LogicalType logicalType }
 *   LogicalType    { 8: TimestampType TIMESTAMP }         TimestampType { 1: bool isAdjustedToUTC, 2: TimeUnit unit }     TimeUnit { 3: NANOS } */
const UTC = 0x11;
const NOT_UTC = 0x12;

interface SchemaElement {
  name: string;
  children: number;
  utcNanoseconds: number | undefined;
}

/** A footer that can't be gone through says nothing here; DuckDB says what is wrong with it. */
function readColumns(footer: Buffer): Column[] {
  try {
    const elements: SchemaElement[] = [];
    const reader = new ThriftReader(footer);
    reader.struct((field) => {
      if (field !== 2) return false;
      reader.list(() => elements.push(readElement(reader, elements.length)));
      return 'end';
    });
    return columnsOf(elements);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function readElement(reader: ThriftReader, place: number): SchemaElement {
  if (place === MAX_ELEMENTS)
    throw badInput(`The Parquet file has more than ${MAX_ELEMENTS} columns and parts of columns.`, {
      expected: MAX_ELEMENTS,
    });
  const element: SchemaElement = { name: '', children: 0, utcNanoseconds: undefined };
  reader.struct((field) => {
    if (field === 4) element.name = reader.binary().toString();
    else if (field === 5) element.children = reader.integer();
    else if (field === 10) readLogicalType(reader, element);
    else return false;
    return true;
  });
  return element;
}

function readLogicalType(reader: ThriftReader, element: SchemaElement): void {
  reader.struct((kind) => {
    if (kind !== 8) return false;
    let utc: number | undefined;
    let nanos = false;
    reader.struct((field, at) => {
      if (field === 1 && reader.bytes[at] === UTC) utc = at;
      if (field !== 2) return false;
      reader.struct((unit) => {
        nanos = unit === 3;
        return false;
      });
      return true;
    });
    if (nanos) element.utcNanoseconds = utc;
    return true;
  });
}

/** The schema is a tree, written depth first; the first element is its root. */
function columnsOf([root, ...elements]: readonly SchemaElement[]): Column[] {
  const columns: Column[] = [];
  let at = 0;
  while (columns.length < (root?.children ?? 0) && at < elements.length) {
    const { name } = elements[at] as SchemaElement;
    const utcNanoseconds: number[] = [];
    for (let left = 1; left > 0 && at < elements.length; at++) {
      const { children, utcNanoseconds: offset } = elements[at] as SchemaElement;
      left += children - 1;
      if (offset !== undefined) utcNanoseconds.push(offset);
    }
    columns.push({ name, utcNanoseconds });
  }
  return columns;
}
