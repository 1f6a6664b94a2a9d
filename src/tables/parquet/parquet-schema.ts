import { badInput } from '../../platform/errors.js';
import type { ThriftReader } from './footer/thrift-reader.js';

/* The parts of parquet.thrift that matter here, by their field numbers. A boolean of a struct stands in its header:
 *   SchemaElement { 1: Type type, 2: type_length, 4: name, 5: num_children, 8: precision, 10: LogicalType logicalType }      Type { 3 = INT96, 7 = FIXED }
 *   LogicalType   { 7: TimeType TIME, 8: TimestampType TIMESTAMP }     both { 1: bool isAdjustedToUTC, 2: TimeUnit unit }     TimeUnit { 3: NANOS } */
const MAX_ELEMENTS = 20_000;
/** More digits DuckDB would make a DOUBLE of. */
const MAX_DIGITS = 38;
const UTC = 0x11;
export const INT96 = 3;

/** An outermost column, and where the footer tells of times in it that DuckDB would cut to microseconds. */
export interface SchemaColumn {
  readonly name: string;
  /** Where it says that times counted in nanoseconds are UTC. */
  readonly utcNanoseconds: readonly number[];
  /** Where it says that a value is INT96: the place of the type. */
  readonly int96: readonly number[];
}

interface SchemaElement {
  name: string;
  children: number;
  int96: number | undefined;
  utcNanoseconds: number | undefined;
  /** What no reading of ours keeps exactly, and what would be. */
  tooFine: string | undefined;
}

/** Reads the list of schema elements that the reader stands at. */
export function readSchema(reader: ThriftReader): SchemaColumn[] {
  const elements: SchemaElement[] = [];
  reader.list(() => {
    if (elements.length === MAX_ELEMENTS)
      throw badInput(`The Parquet file has more than ${MAX_ELEMENTS} columns and parts of columns.`, {
        expected: MAX_ELEMENTS,
      });
    elements.push(readElement(reader));
  });
  return columnsOf(elements);
}

function readElement(reader: ThriftReader): SchemaElement {
  const element: SchemaElement = {
    name: '',
    children: 0,
    int96: undefined,
    utcNanoseconds: undefined,
    tooFine: undefined,
  };
  reader.struct((field) => {
    const { place } = reader;
    if (field === 1) element.int96 = reader.integer() === INT96 ? place : undefined;
    else if (field === 4) element.name = reader.binary().toString();
    else if (field === 5) element.children = reader.integer();
    else if (field === 8) {
      const digits = reader.integer();
      if (digits > MAX_DIGITS)
        element.tooFine = `decimals of ${digits} digits, of which at most ${MAX_DIGITS} are read; write them as DECIMAL(${MAX_DIGITS}, …) or as text`;
    } else if (field === 10) readLogicalType(reader, element);
    else return false;
    return true;
  });
  return element;
}

function readLogicalType(reader: ThriftReader, element: SchemaElement): void {
  reader.struct((kind) => {
    if (kind !== 7 && kind !== 8) return false;
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
    if (nanos && kind === 7) element.tooFine = 'times of day in nanoseconds; write them in microseconds, or as text';
    if (nanos && kind === 8) element.utcNanoseconds = utc;
    return true;
  });
}

/** The schema is a tree, written depth first; the first element is its root. */
function columnsOf([root, ...elements]: readonly SchemaElement[]): SchemaColumn[] {
  const columns: SchemaColumn[] = [];
  let at = 0;
  while (columns.length < (root?.children ?? 0) && at < elements.length) {
    const { name } = elements[at] as SchemaElement;
    // No SQL can say it.
    if (name.includes('\0'))
      throw badInput(`The column ${JSON.stringify(name)} of the Parquet file has a NUL in its name; rename it.`, {
        column: name,
      });
    const [utcNanoseconds, int96]: [number[], number[]] = [[], []];
    for (let left = 1; left > 0 && at < elements.length; at++) {
      const element = elements[at] as SchemaElement;
      left += element.children - 1;
      if (element.utcNanoseconds !== undefined) utcNanoseconds.push(element.utcNanoseconds);
      if (element.int96 !== undefined) int96.push(element.int96);
      if (element.tooFine !== undefined)
        throw badInput(`The column "${name}" holds ${element.tooFine}.`, { column: name });
    }
    columns.push({ name, utcNanoseconds, int96 });
  }
  return columns;
}
