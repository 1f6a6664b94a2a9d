import { TypeID } from 'typeid-js';
import { NodeKind } from './node-kind.js';

const TYPE_ID = /^([a-z_]+)_([0-7][0-9a-hjkmnp-tv-z]{25})$/;
const KINDS: ReadonlySet<string> = new Set(Object.values(NodeKind));

/** A fresh UUIDv7: time-ordered, so the newest node has the greatest id. */
export function newNodeId(): string {
  return new TypeID('').toUUID();
}

/** The public id of a node: a TypeID such as `dataset_version_01j…`. */
export function toPublicId(kind: NodeKind, id: string): string {
  return TypeID.fromUUID(kind.toLowerCase(), id).toString();
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
