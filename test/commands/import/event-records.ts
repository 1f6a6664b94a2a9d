import { Crc32c } from '@aws-crypto/crc32c';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A record as TFRecord keeps it; a length may be told that is not its own. */
export function record(bytes: Uint8Array, told = bytes.length): Buffer {
  const crc = (of: Uint8Array) => {
    const sum = new Crc32c().update(of).digest();
    return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
  };
  const whole = Buffer.alloc(16 + bytes.length);
  whole.writeBigUInt64LE(BigInt(told));
  whole.writeUInt32LE(crc(whole.subarray(0, 8)), 8);
  whole.set(bytes, 12);
  whole.writeUInt32LE(crc(bytes), 12 + bytes.length);
  return whole;
}

/** An event with one value of a metric. */
export function scalar(tag: string, step: number, value: number): Uint8Array {
  const one = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(tag)
    .tag(2, WireType.Bit32)
    .float(value)
    .finish();
  const summary = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(one).finish();
  return new BinaryWriter()
    .tag(1, WireType.Bit64)
    .double(1e9 + step)
    .tag(2, WireType.Varint)
    .int64(step)
    .tag(5, WireType.LengthDelimited)
    .bytes(summary)
    .finish();
}

/** An event with one picture. */
export function image(tag: string): Uint8Array {
  const bytes = new BinaryWriter()
    .tag(4, WireType.LengthDelimited)
    .bytes(Buffer.from([0x89, 0x50, 0x4e]))
    .finish();
  const one = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string(tag)
    .tag(4, WireType.LengthDelimited)
    .bytes(bytes)
    .finish();
  const summary = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(one).finish();
  return new BinaryWriter().tag(1, WireType.Bit64).double(1e9).tag(5, WireType.LengthDelimited).bytes(summary).finish();
}
