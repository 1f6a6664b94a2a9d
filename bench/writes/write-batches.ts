/** A feature row as a client has it. */
export interface BenchRowToWrite {
  readonly userId: number;
  readonly values: readonly number[];
  readonly eventTime: string;
}

export const FEATURES = 10;
const ROWS = 100;
const KEYS = 100_000;

/** Calls of 100 rows, about different random users, newer from call to call, as a stream of events brings them. */
export function makeBatches(calls: number, clock: { millis: number }): BenchRowToWrite[][] {
  return Array.from({ length: calls }, () => {
    const eventTime = new Date(clock.millis++).toISOString();
    const users = new Set<number>();
    while (users.size < ROWS) users.add(1 + Math.floor(Math.random() * KEYS));
    return [...users].map((userId) => ({ userId, values: Array.from({ length: FEATURES }, Math.random), eventTime }));
  });
}
