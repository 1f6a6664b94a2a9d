/** Longer than any id of the service. */
const SLOT = 64;

/** The ids here of things by their numbers, in 64 bytes each. */
export class Ids {
  private readonly bytes: Buffer;

  constructor(count: number) {
    this.bytes = Buffer.alloc(count * SLOT);
  }

  get(n: number): string | undefined {
    const length = this.bytes[n * SLOT] ?? 0;
    return length === 0 ? undefined : this.bytes.toString('latin1', n * SLOT + 1, n * SLOT + 1 + length);
  }

  set(n: number, id: string): void {
    if (id.length >= SLOT) throw new Error(`The id ${id} is longer than ids are.`);
    this.bytes[n * SLOT] = id.length;
    this.bytes.write(id, n * SLOT + 1, 'latin1');
  }
}
