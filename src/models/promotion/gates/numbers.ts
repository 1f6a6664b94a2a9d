/** Two numbers that differ by less than this share of the largest that takes part are equal: 0.8 + 0.05 is 0.8500000000000001 to a computer. */
const TOLERANCE = 1e-9;

/** -1, 0 or 1, as one number is less than another one, equal to it, or more. `scale`: numbers that the two were computed from. */
export function compare(one: number, other: number, scale: readonly number[] = []): number {
  if (one === other) return 0;
  const largest = Math.max(Math.abs(one), Math.abs(other), ...scale.map(Math.abs));
  const isNear = Number.isFinite(largest) && Math.abs(one - other) <= TOLERANCE * largest;
  return isNear ? 0 : Math.sign(one - other);
}

/** As people read them: without the digits that a computer adds. */
export function shown(number: number): string {
  return String(Number(number.toPrecision(12)));
}
