import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { PAIRS } from '../nodes/node-id.js';

const BYTES = 16;
/** Two digits for the first byte, then eight for each five. */
const DIGITS = 26;
const HIGH = Uint8Array.from(PAIRS, (pair) => pair.charCodeAt(0));
const LOW = Uint8Array.from(PAIRS, (pair) => pair.charCodeAt(1));

/** Some of many nodes' public ids, in quotes and between commas, from 16 bytes of each: without a string for each, for whoever writes thousands. */
export function writePublicIds(kinds: readonly NodeKind[], bytes: Buffer, from: number, to: number): string {
  const prefixes = new Map<NodeKind, Buffer>();
  const prefixOf = (kind: NodeKind): Buffer => {
    const known = prefixes.get(kind) ?? Buffer.from(`"${kind.toLowerCase()}_`, 'latin1');
    prefixes.set(kind, known);
    return known;
  };
  let length = 0;
  for (let node = from; node < to; node++) length += prefixOf(kindOf(kinds, node)).length + DIGITS + 2;
  const text = Buffer.allocUnsafe(length);
  let at = 0;
  for (let node = from; node < to; node++) {
    const prefix = prefixOf(kindOf(kinds, node));
    text.set(prefix, at);
    at = writeDigits(bytes, node * BYTES, text, at + prefix.length);
    text[at++] = QUOTE;
    text[at++] = COMMA;
  }
  return text.toString('latin1', 0, at - 1);
}

const QUOTE = 34;
const COMMA = 44;

function kindOf(kinds: readonly NodeKind[], node: number): NodeKind {
  const kind = kinds[node];
  if (kind === undefined) throw new Error(`nothing is known of node ${node} of ${kinds.length}`);
  return kind;
}

function writeDigits(bytes: Buffer, from: number, text: Buffer, to: number): number {
  const byte = (offset: number): number => bytes[from + offset] ?? 0;
  let at = writePair(text, to, byte(0));
  for (let five = 1; five < BYTES; five += 5) {
    const high = (byte(five) << 12) | (byte(five + 1) << 4) | (byte(five + 2) >> 4);
    const low = ((byte(five + 2) & 15) << 16) | (byte(five + 3) << 8) | byte(five + 4);
    at = writePair(text, at, high >> 10);
    at = writePair(text, at, high & 1023);
    at = writePair(text, at, low >> 10);
    at = writePair(text, at, low & 1023);
  }
  return at;
}

function writePair(text: Buffer, at: number, bits: number): number {
  text[at] = HIGH[bits] ?? 0;
  text[at + 1] = LOW[bits] ?? 0;
  return at + 2;
}
