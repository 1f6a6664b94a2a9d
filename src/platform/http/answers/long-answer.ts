import { Readable } from 'node:stream';
import type { JsonText } from '../../memory/json-text.js';

/** An answer in slices, which are sent as they are read: it never is one text. */
export class LongAnswer extends Readable {
  readonly length: number;
  private next = 0;

  constructor(private readonly slices: readonly Buffer[]) {
    super();
    this.length = slices.reduce((sum, slice) => sum + slice.length, 0);
  }

  override _read(): void {
    this.push(this.slices[this.next++] ?? null);
  }
}

/** JSON as a server sends it. */
export function payloadOf(json: JsonText): string | LongAnswer {
  return typeof json === 'string' ? json : new LongAnswer(json);
}
