import type { Reader } from '../../../platform/database/replica/reader.js';
import type { Instant } from '../../../platform/time/instant.js';
import type { FairPlaces } from '../../../platform/turns/fair-places.js';
import { Turns } from '../../../platform/turns/turns.js';
import type { Asker } from './answers/large-answers.js';
import type { ReadBudget } from './answers/text-within-budget.js';
import { type OnlineStatement, type StoredRow, selectOnlineRows } from './online.sql.js';

/** What one round trip found. */
export interface OnlineReading {
  /** For each set its rows by key. */
  readonly rows: readonly ReadonlyMap<string, StoredRow>[];
  /** Up to when everything that was committed is in them. */
  readonly freshAt: Instant;
}

/** A lookup of more keys goes alone, and a batch goes when it has so many: PostgreSQL reads several side by side. */
export const MAX_SHARED_KEYS = 100;
const FULL_BATCH_KEYS = 200;
/** Characters that those which go together read; if there are more, each goes alone. */
const SHARED_CHARACTERS = 8 * 1024 * 1024;

/**
 * Reads online rows. Small lookups of the same features that arrive in one turn of the event loop share one round trip:
 * under load it costs both sides more than the rows do. A lookup that is alone does not wait for others.
 */
export class OnlineReader {
  /** Those of this turn by the text of their statement; each turn has a map of its own, as what a used one leaves behind grows old together. */
  private gathering = new Map<string, Batch>();

  /** `alone` are places for lookups of many keys: they leave connections to the others. */
  constructor(
    private readonly reader: Reader,
    private readonly alone: FairPlaces,
  ) {}

  /** `keysPerSet[set]` are the encoded keys to look for. The signal is asked for only where it takes long. */
  read(
    statement: OnlineStatement,
    keysPerSet: readonly (readonly string[])[],
    { caller, signal, budget }: Asker,
  ): Promise<OnlineReading> {
    if (goesAlone(keysPerSet))
      return this.alone.use({ who: caller.user, what: 'large lookups', signal }, () =>
        readAlone(this.reader, statement, keysPerSet, { signal, budget }),
      );
    const known = this.gathering.get(statement.text);
    const batch = known === undefined || known.isSent ? this.gather(statement, keysPerSet.length) : known;
    const reading = batch.add(keysPerSet, signal);
    if (batch.size >= FULL_BATCH_KEYS) batch.send();
    return reading.catch((error: unknown) => {
      if (error instanceof TooLongTogether) return readRows(this.reader, statement, keysPerSet, { signal, budget });
      throw error;
    });
  }

  private gather(statement: OnlineStatement, sets: number): Batch {
    const batch = new Batch(this.reader, statement, sets);
    // After the sockets that can be read now, and before waiting for others.
    if (this.gathering.size === 0) setImmediate(() => this.sendAll());
    this.gathering.set(statement.text, batch);
    return batch;
  }

  private sendAll(): void {
    const gathered = this.gathering;
    this.gathering = new Map();
    for (const batch of gathered.values()) batch.send();
  }
}

/** Whether so many keys of one set are asked for that others don't go with them. */
export function goesAlone(keysPerSet: readonly (readonly string[])[]): boolean {
  for (const keys of keysPerSet) if (keys.length > MAX_SHARED_KEYS) return true;
  return false;
}

/** Many rows are held to what the answer may be made of, while they come. */
async function readAlone(
  reader: Reader,
  statement: OnlineStatement,
  keysPerSet: readonly (readonly string[])[],
  { signal, budget }: Omit<Asker, 'caller'>,
): Promise<OnlineReading> {
  const reading = await readRows(reader, statement, keysPerSet, { signal, budget });
  for (const rows of reading.rows) for (const [, values] of rows.values()) budget.takeRead(values.length);
  return reading;
}

/** Lookups that go together. */
class Batch {
  private readonly keysPerSet: string[][];
  private readonly signals: (() => AbortSignal)[] = [];
  private readonly reading: Promise<OnlineReading>;
  private resolve!: (reading: Promise<OnlineReading>) => void;
  private sent = false;

  constructor(
    private readonly reader: Reader,
    private readonly statement: OnlineStatement,
    sets: number,
  ) {
    this.keysPerSet = Array.from({ length: sets }, () => []);
    this.reading = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /** Keys so far of the first set; the others are asked for as many, times the roles that they are read in. */
  get size(): number {
    return this.keysPerSet[0]?.length ?? 0;
  }

  get isSent(): boolean {
    return this.sent;
  }

  add(keysPerSet: readonly (readonly string[])[], signal: () => AbortSignal): Promise<OnlineReading> {
    for (const [set, keys] of keysPerSet.entries()) this.keysPerSet[set]?.push(...keys);
    this.signals.push(signal);
    return this.reading;
  }

  send(): void {
    if (this.sent) return;
    this.sent = true;
    const asker = { signal: () => allAborted(this.signals), budget: new SharedBudget() };
    this.resolve(readRows(this.reader, this.statement, this.keysPerSet, asker));
  }
}

class TooLongTogether extends Error {}

/** Lookups that go together don't fail for each other. */
class SharedBudget implements ReadBudget {
  private read = 0;

  takeRead(characters: number): void {
    this.read += characters;
    if (this.read > SHARED_CHARACTERS) throw new TooLongTogether();
  }

  giveRead(): void {}
}

/** A signal that aborts once nobody waits any more. */
function allAborted(signals: readonly (() => AbortSignal)[]): AbortSignal {
  const made = signals.map((signal) => signal());
  if (made.length === 1 && made[0] !== undefined) return made[0];
  const controller = new AbortController();
  const check = () => {
    if (made.every(({ aborted }) => aborted)) controller.abort();
  };
  for (const signal of made) signal.addEventListener('abort', check, { once: true });
  check();
  return controller.signal;
}

async function readRows(
  reader: Reader,
  statement: OnlineStatement,
  keysPerSet: readonly (readonly string[])[],
  { signal, budget }: { readonly signal: () => AbortSignal; readonly budget: ReadBudget },
): Promise<OnlineReading> {
  const { value, freshAt } = await reader.read({
    work: (client) => selectOnlineRows(client, statement, keysPerSet, budget),
    signal,
    storages: statement.storages,
  });
  const rows = keysPerSet.map(() => new Map<string, StoredRow>());
  const several = rows.length > 1;
  const turns = new Turns();
  for (const row of value) {
    rows[several ? Number(row[4]) : 0]?.set(row[0], row);
    if (value.length > FULL_BATCH_KEYS && turns.isOver) await turns.next();
  }
  return { rows, freshAt };
}
