/** JSON, in slices of bytes where it is long. */
export type JsonText = string | readonly Buffer[];

/** Parts of one JSON text. */
export function joinJson(parts: Iterable<JsonText>): JsonText {
  let text = '';
  let slices: Buffer[] | undefined;
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      slices ??= [];
      if (text !== '') slices.push(Buffer.from(text));
      text = '';
      for (const slice of part) slices.push(slice);
    }
  }
  if (slices === undefined) return text;
  if (text !== '') slices.push(Buffer.from(text));
  return slices;
}
