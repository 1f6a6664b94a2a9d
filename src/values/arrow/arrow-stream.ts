import {
  AsyncByteQueue,
  type Data,
  type Field,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';

/** Keeps what is written until it is taken. */
class Sink extends AsyncByteQueue {
  private chunks: Uint8Array[] = [];

  override write(value: unknown): void {
    // Each is a view of memory that nobody writes to any more.
    const bytes = ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : undefined;
    if (bytes !== undefined && bytes.length > 0) this.chunks.push(bytes);
  }

  take(): Buffer {
    const bytes = Buffer.concat(this.chunks);
    this.chunks = [];
    return bytes;
  }
}

/** An Arrow IPC stream: the bytes of its schema, of one batch of rows after the other, and of its end. */
export class ArrowStream {
  private readonly writer = new RecordBatchStreamWriter({ autoDestroy: false });
  private readonly sink = new Sink();
  private readonly schema: Schema;
  private readonly type: Struct;

  constructor(fields: readonly Field[], metadata: ReadonlyMap<string, string> = new Map()) {
    this.schema = new Schema([...fields], new Map(metadata));
    this.type = new Struct([...fields]);
    this.writer.reset(this.sink, this.schema);
  }

  /** What was not taken before, and these rows as a batch of their own. */
  batch(columns: readonly Data[], length: number): Buffer {
    const data = makeData({ type: this.type, length, nullCount: 0, children: [...columns] });
    this.writer.write(new RecordBatch(this.schema, data));
    return this.sink.take();
  }

  end(): Buffer {
    this.writer.finish();
    return this.sink.take();
  }
}
