import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** What one value of an event says. */
export type EventValue =
  | { readonly kind: 'scalar'; readonly tag: string; readonly value: number }
  | { readonly kind: 'image'; readonly tag: string; readonly index: number; readonly bytes: Uint8Array }
  | { readonly kind: 'parameters'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'end'; readonly status: 'SUCCEEDED' | 'FAILED' | undefined; readonly seconds: number }
  | { readonly kind: 'other'; readonly tag: string; readonly plugin: string };

export interface Event {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly values: readonly EventValue[];
}

/** A field: its number, and the reader where its value begins. */
type Fields = Readonly<Record<number, (reader: BinaryReader) => void>>;

/** Reads a message of Protocol Buffers: the fields that are asked for, by their numbers; others are passed over. */
export function readMessage(bytes: Uint8Array, fields: Fields): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const read = fields[field];
    if (read === undefined) reader.skip(wire, field);
    else read(reader);
  }
}

/** Reads one event of tensorflow/core/util/event.proto. `plugins` is what earlier events said of a tag, which later ones leave out. */
export function readEvent(bytes: Uint8Array, plugins: Map<string, string>): Event {
  let wallTime = 0;
  let step = 0;
  const values: EventValue[] = [];
  readMessage(bytes, {
    1: (reader) => {
      wallTime = reader.double();
    },
    2: (reader) => {
      step = Number(reader.int64());
    },
    5: (reader) => readMessage(reader.bytes(), { 1: (each) => values.push(...readValue(each.bytes(), plugins)) }),
  });
  return { wallTime, step, values };
}

function readValue(bytes: Uint8Array, plugins: Map<string, string>): EventValue[] {
  let tag = '';
  let simple: number | undefined;
  let image: Uint8Array | undefined;
  let tensor: Uint8Array | undefined;
  let content: Uint8Array | undefined;
  let plugin: string | undefined;
  // Writers of before there were plugins have a field for each kind.
  let old: string | undefined;
  readMessage(bytes, {
    1: (reader) => {
      tag = reader.string();
    },
    2: (reader) => {
      simple = reader.float();
    },
    4: (reader) => readMessage(reader.bytes(), { 4: (field) => (image = field.bytes()) }),
    5: (reader) => {
      reader.bytes();
      old = 'histograms';
    },
    6: (reader) => {
      reader.bytes();
      old = 'audio';
    },
    8: (reader) => {
      tensor = reader.bytes();
    },
    9: (reader) =>
      readMessage(reader.bytes(), {
        1: (data) =>
          readMessage(data.bytes(), {
            1: (field) => (plugin = field.string()),
            2: (field) => (content = field.bytes()),
          }),
      }),
  });
  if (plugin !== undefined) plugins.set(tag, plugin);
  const known = plugin ?? plugins.get(tag);
  if (simple !== undefined) return [{ kind: 'scalar', tag, value: fromFloat32(simple) }];
  if (image !== undefined) return [{ kind: 'image', tag, index: 0, bytes: image }];
  if (known === 'hparams') return content === undefined ? [] : readHyperparameters(content);
  if (tensor !== undefined && known === 'scalars') return scalarOf(tag, tensor);
  if (tensor !== undefined && known === 'images') return imagesOf(tag, tensor);
  return [{ kind: 'other', tag, plugin: known ?? old ?? 'none' }];
}

/** The shortest decimal that is this float32, as whoever logged 0.1 means 0.1 and not 0.10000000149011612. */
function fromFloat32(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function scalarOf(tag: string, tensor: Uint8Array): EventValue[] {
  let type = 0;
  let value: number | undefined;
  let content: Uint8Array | undefined;
  // Repeated numbers come packed, or one by one from old writers.
  const number = (width: 4 | 8) => (reader: BinaryReader) => {
    value = width === 4 ? fromFloat32(reader.float()) : reader.double();
  };
  const reader = new BinaryReader(tensor);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1) type = reader.int32();
    else if (field === 4) content = reader.bytes();
    else if (field === 5 || field === 6) {
      const read = number(field === 5 ? 4 : 8);
      if (wire !== WireType.LengthDelimited) read(reader);
      else {
        const packed = reader.bytes();
        if (packed.length > 0) read(new BinaryReader(packed));
      }
    } else reader.skip(wire, field);
  }
  if (value === undefined && content !== undefined) {
    const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    if (type === 1 && content.length === 4) value = fromFloat32(view.getFloat32(0, true));
    if (type === 2 && content.length === 8) value = view.getFloat64(0, true);
  }
  // A zero is left out by writers of today.
  if (value === undefined && (type === 1 || type === 2) && content === undefined) value = 0;
  return value === undefined ? [{ kind: 'other', tag, plugin: 'scalars' }] : [{ kind: 'scalar', tag, value }];
}

/** `string_val` holds width, height and then the images themselves, encoded. */
function imagesOf(tag: string, tensor: Uint8Array): EventValue[] {
  const texts: Uint8Array[] = [];
  readMessage(tensor, { 8: (reader) => texts.push(reader.bytes()) });
  return texts.slice(2).map((bytes, index) => ({ kind: 'image', tag, index, bytes }));
}

/** HParamsPluginData of the hparams plugin: parameters when a session starts, a status when it ends. */
function readHyperparameters(content: Uint8Array): EventValue[] {
  const found: EventValue[] = [];
  readMessage(content, {
    3: (start) => {
      const values = new Map<string, string>();
      readMessage(start.bytes(), { 1: (entry) => readEntry(entry.bytes(), values) });
      found.push({ kind: 'parameters', values });
    },
    4: (end) => {
      let status = 0;
      let seconds = 0;
      readMessage(end.bytes(), { 1: (field) => (status = field.int32()), 2: (field) => (seconds = field.double()) });
      found.push({ kind: 'end', status: ([undefined, 'SUCCEEDED', 'FAILED'] as const)[status], seconds });
    },
  });
  return found;
}

/** An entry of map<string, google.protobuf.Value>. */
function readEntry(bytes: Uint8Array, values: Map<string, string>): void {
  let name = '';
  let value = '';
  readMessage(bytes, {
    1: (reader) => {
      name = reader.string();
    },
    2: (reader) =>
      readMessage(reader.bytes(), {
        2: (field) => (value = String(field.double())),
        3: (field) => (value = field.string()),
        4: (field) => (value = String(field.bool())),
      }),
  });
  if (name !== '') values.set(name, value);
}
