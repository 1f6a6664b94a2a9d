import { TypeID } from 'typeid-js';
import { ID_SHAPE } from '../names/format-ref.js';
import type { KnownKinds, NodeKind } from './kinds/node-kind.js';

/** A fresh UUIDv7: time-ordered, so the newest node has the greatest id. */
export function newNodeId(): string {
  return new TypeID('').toUUID();
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** Each ten bits as two digits. */
export const PAIRS = Array.from({ length: 1024 }, (_, bits) => `${DIGITS[bits >> 5]}${DIGITS[bits & 31]}`);
/** Where in a uuid the hexadecimal digits are. */
const PLACES = [...'00000000-0000-0000-0000-000000000000'].flatMap((digit, place) => (digit === '0' ? [place] : []));

/**
 * The public id of a node: a TypeID such as `dataset_version_01j…`, which is the 128 bits in digits of five. By hand: typeid-js takes
 * eight times as long, which was an eighth of a large lineage.
 */
export function toPublicId(kind: NodeKind, id: string): string {
  let digits = PAIRS[bitsAt(id, 0, 2)] ?? '';
  for (let from = 2; from < PLACES.length; from += 5) {
    const bits = bitsAt(id, from, from + 5);
    digits += `${PAIRS[bits >> 10]}${PAIRS[bits & 1023]}`;
  }
  return `${kind.toLowerCase()}_${digits}`;
}

function bitsAt(id: string, from: number, to: number): number {
  let bits = 0;
  for (let digit = from; digit < to; digit++) {
    const code = id.charCodeAt(PLACES[digit] ?? 0);
    bits = bits * 16 + (code < 58 ? code - 48 : (code | 32) - 87);
  }
  return bits;
}

/** Reads a public id; undefined when the text isn't one of a known kind: `sweep_01j…` is a name. */
export function fromPublicId(text: string, kinds: KnownKinds): { kind: NodeKind; id: string } | undefined {
  const [, prefix, suffix] = ID_SHAPE.exec(text) ?? [];
  const kind = prefix?.toUpperCase();
  if (prefix === undefined || suffix === undefined || kind === undefined || !kinds.has(kind)) return undefined;
  try {
    try {
      return { kind, id: TypeID.fromString(text, prefix).toUUID() };
    } catch {
      // 128 bits that are no UUID, as after a slip of the hand.
      return undefined;
    }
  } catch {
    return undefined; // 26 characters that spell no UUID
  }
}
