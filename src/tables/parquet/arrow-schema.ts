/** Where Arrow keeps, in the metadata of a Parquet file, the types that Parquet has no word for. */
export const ARROW_SCHEMA = 'ARROW:schema';

/* The parts of Arrow's Message.fbs and Schema.fbs that matter here, by the places of their fields:
 *   Message { 2: Schema header }      Schema { 1: [Field] fields }      Field { 0: string name, 2: ubyte type_type, 5: [Field] children }      type 18 = Duration */
const [HEADER, FIELDS, NAME, TYPE, CHILDREN] = [2, 1, 0, 2, 5];
const DURATION = 18;
const MAX_DEPTH = 32;
const MAX_FIELDS = 20_000;
/** A message stands behind this mark and its length; earlier ones behind the length alone. */
const CONTINUATION = 0xffff_ffff;

/** The outermost columns that hold durations, which Parquet has as bare integers. None where the text is no schema of Arrow. */
export function durationColumns(base64: string): string[] {
  const tables = new Tables(Buffer.from(base64, 'base64'));
  try {
    return tables.elements(tables.child(tables.root, HEADER), FIELDS).flatMap((field) => {
      return tables.holds(field, DURATION, 0) ? [tables.text(field, NAME)] : [];
    });
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Reads the tables of a flatbuffer. Throws RangeError for what is none. */
class Tables {
  private fields = 0;

  constructor(private readonly bytes: Buffer) {}

  get root(): number {
    const begin = this.bytes.readUInt32LE(0) === CONTINUATION ? 8 : 4;
    return begin + this.bytes.readUInt32LE(begin);
  }

  child(table: number, field: number): number {
    const at = this.place(table, field);
    if (at === undefined) throw new RangeError('a table is missing');
    return at + this.bytes.readUInt32LE(at);
  }

  elements(table: number, field: number): number[] {
    if (this.place(table, field) === undefined) return [];
    const vector = this.child(table, field);
    const count = this.bytes.readUInt32LE(vector);
    this.fields += count;
    if (this.fields > MAX_FIELDS) throw new RangeError('there are too many fields');
    return Array.from({ length: count }, (_, index) => {
      const at = vector + 4 + 4 * index;
      return at + this.bytes.readUInt32LE(at);
    });
  }

  text(table: number, field: number): string {
    const at = this.child(table, field);
    const begin = at + 4;
    return this.bytes.toString('utf8', begin, begin + this.bytes.readUInt32LE(at));
  }

  holds(field: number, type: number, depth: number): boolean {
    const at = this.place(field, TYPE);
    if (at !== undefined && this.bytes.readUInt8(at) === type) return true;
    if (depth === MAX_DEPTH) throw new RangeError('it nests too deep');
    return this.elements(field, CHILDREN).some((child) => this.holds(child, type, depth + 1));
  }

  /** Where a field of a table stands; undefined where it is left out. */
  private place(table: number, field: number): number | undefined {
    const shape = table - this.bytes.readInt32LE(table);
    const slot = 4 + 2 * field;
    if (slot >= this.bytes.readUInt16LE(shape)) return undefined;
    const offset = this.bytes.readUInt16LE(shape + slot);
    return offset === 0 ? undefined : table + offset;
  }
}
