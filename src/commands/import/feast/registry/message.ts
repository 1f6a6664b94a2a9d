import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A field of a message: its number, what it is where it does not stand, and how it is read. */
export interface Field<T> {
  readonly no: number;
  readonly wire: WireType;
  readonly initial: () => T;
  /** Lists and maps grow in place: there may be a hundred thousand items. */
  read(reader: BinaryReader, before: T, file: Uint8Array): T;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;
export type Message<S> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

/** Bytes that are no message of that shape. */
export class Damaged extends Error {
  constructor(
    /** In the file. */
    readonly offset: number,
    /** The names that lead there, such as `views[3].spec`: put together on the way out, for most files have no damage. */
    public path: string,
    readonly why: string,
  ) {
    super(why);
  }

  /** Says in which field it stands. */
  within(name: string): this {
    this.path = this.path === '' || this.path.startsWith('[') ? `${name}${this.path}` : `${name}.${this.path}`;
    return this;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

export const text = (no: number): Field<string> => ({
  no,
  wire: WireType.LengthDelimited,
  initial: () => '',
  read: (reader) => UTF8.decode(reader.bytes()),
});

export const flag = (no: number): Field<boolean> => ({
  no,
  wire: WireType.Varint,
  initial: () => false,
  read: (reader) => reader.bool(),
});

/** An integer of any size, as a double. */
export const integer = (no: number): Field<number> => ({
  no,
  wire: WireType.Varint,
  initial: () => 0,
  read: (reader) => Number(reader.int64()),
});

export const one = <S extends Shape>(no: number, shape: S): Field<Message<S> | undefined> => ({
  no,
  wire: WireType.LengthDelimited,
  initial: () => undefined,
  read: (reader, _, file) => readMessage(shape, reader.bytes(), file),
});

/** A list of texts. */
export const texts = (no: number): Field<string[]> => ({
  no,
  wire: WireType.LengthDelimited,
  initial: () => [],
  read: (reader, before) => {
    before.push(UTF8.decode(reader.bytes()));
    return before;
  },
});

/** A list of messages. */
export const many = <S extends Shape>(no: number, shape: S): Field<Message<S>[]> => ({
  no,
  wire: WireType.LengthDelimited,
  initial: () => [],
  read: (reader, before, file) => {
    try {
      before.push(readMessage(shape, reader.bytes(), file));
    } catch (error) {
      throw error instanceof Damaged ? error.within(`[${before.length}]`) : error;
    }
    return before;
  },
});

const ENTRY = { key: text(1), value: text(2) };

/** A map from text to text. */
export const map = (no: number): Field<Map<string, string>> => ({
  no,
  wire: WireType.LengthDelimited,
  initial: () => new Map(),
  read: (reader, before, file) => {
    const { key, value } = readMessage(ENTRY, reader.bytes(), file);
    return before.set(key, value);
  },
});

const KNOWN = new WeakMap<Shape, ReadonlyMap<number, { readonly name: string; readonly field: Field<unknown> }>>();

function fieldsOf(shape: Shape) {
  const known = KNOWN.get(shape) ?? new Map(Object.entries(shape).map(([name, field]) => [field.no, { name, field }]));
  KNOWN.set(shape, known);
  return known;
}

/** Reads a message; fields that the shape does not have are passed over. Throws Damaged, with the place. */
export function readMessage<S extends Shape>(shape: S, bytes: Uint8Array, file: Uint8Array): Message<S> {
  const fields = fieldsOf(shape);
  const message: Record<string, unknown> = {};
  for (const { name, field } of fields.values()) message[name] = field.initial();
  const reader = new BinaryReader(bytes);
  let begin = 0;
  let here = '';
  try {
    while (reader.pos < reader.len) {
      begin = reader.pos;
      here = '';
      const [no, wire] = reader.tag();
      const known = fields.get(no);
      if (known === undefined) {
        reader.skip(wire, no);
        continue;
      }
      here = known.name;
      if (wire !== known.field.wire) throw new Error('the field is of another type');
      message[here] = known.field.read(reader, message[here], file);
    }
    if (reader.pos > reader.len) throw new Error('it ends in the middle of a field');
  } catch (error) {
    if (error instanceof Damaged) throw error.within(here);
    throw new Damaged(bytes.byteOffset - file.byteOffset + begin, here, (error as Error).message);
  }
  return message as Message<S>;
}
