import { isUtf8 } from 'node:buffer';

/** Stands in the text for bytes that are no UTF-8. Unicode sets this code point aside: it is no character of any text. */
export const NOT_UTF8 = '\uFDD0';

const REPLACEMENT = Buffer.from('\uFFFD');

/**
 * The text of UTF-8, chunk by chunk, no character cut in two. Bytes that are no UTF-8 become NOT_UTF8, so that whoever reads it can refuse the
 * cell that holds them and take the others.
 */
export async function* utf8Text(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
    const end = bytes.length - unfinished(bytes);
    if (end > 0) yield textOf(bytes.subarray(0, end));
    begun = Buffer.from(bytes.subarray(end));
  }
  if (begun.length > 0) yield textOf(begun);
}

function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  // U+FFFD that was sent stays: only what decoding makes of broken bytes is marked.
  const parts: string[] = [];
  let begin = 0;
  for (let at = bytes.indexOf(REPLACEMENT); at >= 0; at = bytes.indexOf(REPLACEMENT, begin)) {
    parts.push(marked(bytes.subarray(begin, at)));
    begin = at + REPLACEMENT.length;
  }
  parts.push(marked(bytes.subarray(begin)));
  return parts.join('\uFFFD');
}

const marked = (bytes: Buffer) => bytes.toString().replaceAll('\uFFFD', NOT_UTF8);

/** How many bytes at the end are the beginning of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
