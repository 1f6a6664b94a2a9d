/** Bytes that may be held at once. */
export class ByteBudget {
  private held = 0;

  constructor(private readonly most: number) {}

  /** False where there is no room; then nothing is taken. */
  take(bytes: number): boolean {
    if (this.held + bytes > this.most) return false;
    this.held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.held -= bytes;
  }
}
