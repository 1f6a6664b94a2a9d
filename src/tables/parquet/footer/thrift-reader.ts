const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
];
const MAX_DEPTH = 32;

/** Goes through Thrift's compact protocol, in which the footers of Parquet files are written. Throws RangeError for what is none. */
export class ThriftReader {
  private at = 0;
  private depth = 0;

  constructor(readonly bytes: Buffer) {}

  /** Where what is read next stands. */
  get place(): number {
    return this.at;
  }

  /**
   * Goes through a struct. `field` is told each number and where its header stands; it reads the value and says true, or leaves it.
   */
  struct(field: (id: number, at: number) => boolean): void {
    this.enter();
    let id = 0;
    for (;;) {
      const at = this.at;
      const header = this.byte();
      if (header === 0) break;
      const delta = header >> 4;
      id = delta === 0 ? this.integer() : id + delta;
      if (!field(id, at)) this.skip(header & 0x0f, true);
    }
    this.depth--;
  }

  /** Goes through a list; `element` reads one. */
  list(element: (type: number) => void): void {
    this.enter();
    const header = this.byte();
    const size = header >> 4 === 15 ? this.varint() : header >> 4;
    this.requireLeft(size);
    for (let index = 0; index < size; index++) element(header & 0x0f);
    this.depth--;
  }

  binary(): Buffer {
    const length = this.varint();
    this.advance(length);
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A zigzag integer; exact as long as it has 53 bits. */
  integer(): number {
    const number = this.varint();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }

  private skip(type: number, inStruct: boolean): void {
    if (type === TRUE || type === FALSE) {
      // As a field it stands in the header.
      if (!inStruct) this.advance(1);
    } else if (type === BYTE) this.advance(1);
    else if (type === I16 || type === I32 || type === I64) this.varint();
    else if (type === DOUBLE) this.advance(8);
    else if (type === BINARY) this.binary();
    else if (type === LIST || type === SET) this.list((element) => this.skip(element, false));
    else if (type === MAP) this.skipMap();
    else if (type === STRUCT) this.struct(() => false);
    else throw new RangeError(`there is no type ${type}`);
  }

  private skipMap(): void {
    const size = this.varint();
    if (size === 0) return;
    this.enter();
    const types = this.byte();
    this.requireLeft(2 * size);
    for (let index = 0; index < size; index++) {
      this.skip(types >> 4, false);
      this.skip(types & 0x0f, false);
    }
    this.depth--;
  }

  /** Each element takes a byte at least, whatever its type: a size that lies would be gone through for ever. */
  private requireLeft(elements: number): void {
    if (elements > this.bytes.length - this.at) throw new RangeError('a list is longer than what is left');
  }

  private advance(length: number): void {
    if (length > this.bytes.length - this.at) throw new RangeError('it ends within a value');
    this.at += length;
  }

  private enter(): void {
    if (++this.depth > MAX_DEPTH) throw new RangeError('it nests too deep');
  }

  private byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('it ends too early');
    return byte;
  }

  private varint(): number {
    let number = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      number += (byte & 0x7f) * factor;
      if (byte < 0x80) return number;
      if (factor > 2 ** 63) throw new RangeError('a number is too long');
    }
  }
}
