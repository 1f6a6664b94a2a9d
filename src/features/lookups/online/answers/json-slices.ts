import type { AnswerBudget } from '../../../../platform/memory/answer-budget.js';

/** Characters of a slice. */
const SLICE = 65_536;

/** Writes a long JSON list as the bytes that are sent: outside of the heap, which is not cleared as soon as memory is given back. */
export class JsonSlices {
  private readonly slices: Buffer[] = [];
  private items: string[] = [];
  private characters = 0;

  constructor(private readonly budget: AnswerBudget) {}

  /** Throws TOO_COMPLEX or UNAVAILABLE beyond the budget. */
  add(item: string): void {
    this.items.push(item);
    this.characters += item.length;
    if (this.characters >= SLICE) this.cut('');
  }

  end(): readonly Buffer[] {
    this.cut(']');
    return this.slices;
  }

  private cut(end: string): void {
    const begin = this.slices.length === 0 ? '[' : this.items.length === 0 ? '' : ',';
    const slice = Buffer.from(begin + this.items.join(',') + end);
    this.budget.takeWritten(slice.length);
    this.slices.push(slice);
    this.items = [];
    this.characters = 0;
  }
}
