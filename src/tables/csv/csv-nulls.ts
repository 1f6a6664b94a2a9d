/** The cells of a row, those empty without quotes as null. Only its text tells; asking the parser of every cell would take ten times as long. */
export function withNulls(cells: readonly string[], raw: string, delimiter: string): (string | null)[] {
  if (!cells.includes('')) return cells as string[];
  if (!raw.includes('""')) return cells.map((cell) => (cell === '' ? null : cell));
  let at = 0;
  return cells.map((cell) => {
    const quoted = raw[at] === '"';
    const end = quoted ? closingQuote(raw, at) : at;
    const next = raw.indexOf(delimiter, end);
    at = next < 0 ? raw.length : next + delimiter.length;
    return cell === '' && !quoted ? null : cell;
  });
}

/** A quote within a cell is doubled. */
function closingQuote(raw: string, opening: number): number {
  let at = raw.indexOf('"', opening + 1);
  while (at >= 0 && raw[at + 1] === '"') at = raw.indexOf('"', at + 2);
  return at < 0 ? raw.length : at;
}
