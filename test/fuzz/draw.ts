import fc, { type GeneratorValue } from 'fast-check';

/** Makes random choices, one after the other; the same seed makes the same ones. */
export class Draw {
  constructor(private readonly generate: GeneratorValue) {}

  /** A whole number, both ends included. */
  integer(min: number, max: number): number {
    return this.generate(fc.integer, { min, max });
  }

  /** True so often of a hundred times. */
  percent(share: number): boolean {
    return this.integer(1, 100) <= share;
  }

  oneOf<T>(choices: readonly T[]): T {
    const chosen = choices[this.integer(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  /** Some of them, in their order; at least one. */
  some<T>(choices: readonly T[], most: number): T[] {
    const share = Math.min(100, (100 * most) / choices.length);
    const chosen = choices.filter(() => this.percent(share)).slice(0, most);
    return chosen.length > 0 ? chosen : [this.oneOf(choices)];
  }

  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length }, make);
  }

  /** Text of any characters, control characters and parts of surrogate pairs included. */
  text(maxLength: number): string {
    return this.generate(fc.string, { unit: 'binary', maxLength });
  }

  json(): unknown {
    return this.generate(fc.jsonValue, { maxDepth: 3 });
  }

  bytes(maxLength: number): Uint8Array {
    return this.generate(fc.uint8Array, { maxLength });
  }
}

/** So many random things from one seed. */
export function drawMany<T>(seed: number, count: number, make: (draw: Draw) => T): T[] {
  return fc.sample(
    fc.gen().map((generate) => make(new Draw(generate))),
    { seed, numRuns: count },
  );
}
