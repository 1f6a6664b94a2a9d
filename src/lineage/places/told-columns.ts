import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import type { Members, Pair, Ties } from './ties.js';

/** Column or feature → the columns that it is made from. */
export type Columns = Readonly<Record<string, readonly string[]>>;

/** How often one looks through all columns before it is worth while to write down what each goes into. */
const LOOKS = 4;

/** Members that are made from others. An edge may tell of thousands of columns, and a walk come with one: what isn't asked for isn't made. */
export class ToldColumns implements Ties {
  readonly told = 'MADE_FROM';
  private looks = 0;
  private into: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly columns: Columns) {}

  along(direction: WalkDirection, near: string | null): readonly string[] {
    if (direction === 'DOWNSTREAM') return near === null ? this.made() : this.madeFrom(near);
    return near === null ? [...new Set(Object.values(this.columns).flat())] : this.sourcesOf(near);
  }

  pairsAmong(upstream: Members, downstream: Members): readonly Pair[] {
    const made = downstream.has(null)
      ? Object.keys(this.columns)
      : [...downstream.keys()].filter((name) => name !== null);
    return made.flatMap((name) =>
      this.sourcesOf(name).flatMap((source) =>
        upstream.has(source) || upstream.has(null) ? [[source, name] as const] : [],
      ),
    );
  }

  private made(): readonly string[] {
    return Object.keys(this.columns).filter((name) => this.sourcesOf(name).length > 0);
  }

  private sourcesOf(made: string): readonly string[] {
    // A column may be called like what every object has.
    return Object.hasOwn(this.columns, made) ? (this.columns[made] ?? []) : [];
  }

  private madeFrom(source: string): readonly string[] {
    if (++this.looks <= LOOKS) return Object.keys(this.columns).filter((name) => this.sourcesOf(name).includes(source));
    this.into ??= this.invert();
    return this.into.get(source) ?? [];
  }

  private invert(): ReadonlyMap<string, readonly string[]> {
    const into = new Map<string, string[]>();
    for (const [made, sources] of Object.entries(this.columns))
      for (const source of sources) {
        const known = into.get(source);
        if (known === undefined) into.set(source, [made]);
        else known.push(made);
      }
    return into;
  }
}
