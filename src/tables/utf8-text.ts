import { isUtf8 } from 'node:buffer';

/** Begins what stands for something else. Unicode sets this code point aside, so that hardly any text holds it. */
const MARK = '\uFDD0';
/** Stands in the text for bytes that are no UTF-8. */
export const NOT_UTF8 = `${MARK}!`;
/** Stands for the mark itself where it was sent. */
const SENT_MARK = `${MARK}=`;

const REPLACEMENT = Buffer.from('\uFFFD');

/**
 * The text of UTF-8, chunk by chunk, no character cut in two. Bytes that are no UTF-8 become NOT_UTF8, so that whoever reads it can refuse the
 * cell that holds them and take the others; `asSent` gives what is between.
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

/** A piece of the text as it was sent; bytes that are no UTF-8 are U+FFFD. */
export function asSent(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replaceAll(NOT_UTF8, '\uFFFD').replaceAll(SENT_MARK, MARK);
}

function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return escaped(bytes.toString());
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

const escaped = (text: string) => (text.includes(MARK) ? text.replaceAll(MARK, SENT_MARK) : text);
const marked = (bytes: Buffer) => escaped(bytes.toString()).replaceAll('\uFFFD', NOT_UTF8);

/** How many bytes at the end are the beginning of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
