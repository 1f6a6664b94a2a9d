import { TypeID } from 'typeid-js';
import { NodeKind } from './node-kind.js';

const TYPE_ID = /^([a-z_]+)_([0-7][0-9a-hjkmnp-tv-z]{25})$/;
const KINDS: ReadonlySet<string> = new Set(Object.values(NodeKind));

/** A fresh UUIDv7: time-ordered, so the newest node has the greatest id. */
export function newNodeId(): string {
  return new TypeID('').toUUID();
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** Each ten bits as two digits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => `${DIGITS[bits >> 5]}${DIGITS[bits & 31]}`);

/**
 * The public id of a node: a TypeID such as `dataset_version_01j…`, which is the 128 bits in digits of five. By hand: typeid-js takes
 * eight times as long, which was an eighth of a large lineage.
 */
export function toPublicId(kind: NodeKind, id: string): string {
  const hex = id.replaceAll('-', '');
  let digits = PAIRS[Number.parseInt(hex.slice(0, 2), 16)] ?? '';
  for (let place = 2; place < 32; place += 5) {
    const bits = Number.parseInt(hex.slice(place, place + 5), 16);
    digits += `${PAIRS[bits >> 10]}${PAIRS[bits & 1023]}`;
  }
  return `${kind.toLowerCase()}_${digits}`;
}

/** Reads a public id; undefined when the text isn't one of a known kind. */
export function fromPublicId(text: string): { kind: NodeKind; id: string } | undefined {
  const [, prefix, suffix] = TYPE_ID.exec(text) ?? [];
  const kind = prefix?.toUpperCase();
  if (prefix === undefined || suffix === undefined || kind === undefined || !KINDS.has(kind)) return undefined;
  try {
    try {
      return { kind: kind as NodeKind, id: TypeID.fromString(text, prefix).toUUID() };
    } catch {
      // 128 bits that are no UUID, as after a slip of the hand.
      return undefined;
    }
  } catch {
    return undefined; // 26 characters that spell no UUID
  }
}
