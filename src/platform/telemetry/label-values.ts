const LONGEST = 64;
const MOST = 100;

/**
 * Values of a metric's label that clients choose. Each value is a time series that is kept for ever, so only the first hundred short ones get
 * a series of their own; the rest share "other".
 */
export class LabelValues {
  private readonly known = new Set<string>();

  labelFor(text: string): string {
    if (text.length > LONGEST) return 'other';
    if (this.known.has(text)) return text;
    if (this.known.size >= MOST) return 'other';
    this.known.add(text);
    return text;
  }
}
