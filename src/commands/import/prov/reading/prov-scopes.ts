import type { Place, Scope } from '../../reading/streaming/walk-json.js';

type Fields = Readonly<Record<string, unknown>>;
export type Prefixes = Readonly<Record<string, string>>;

/** Is told of each thing of a document, in the words of that, with the prefixes of its bundle. */
export interface Told {
  /** Prefixes that came behind what they are for, by the number of the bundle that they stand in. */
  prefixesOf(bundle: number): Prefixes | undefined;
  late(bundle: number, prefixes: Prefixes): void;
  bundle(): number;
  entry(section: string, id: string, fields: Fields, prefixes: Prefixes): void;
  wrong(value: unknown, place: Place): Error;
}

/** A document, or a bundle in one. */
export class DocumentScope implements Scope {
  private prefixes: Prefixes;
  private readonly number: number;
  private isBegun = false;

  constructor(
    private readonly told: Told,
    inherited: Prefixes,
  ) {
    this.number = told.bundle();
    this.prefixes = { ...inherited, ...told.prefixesOf(this.number) };
  }

  enter(name: string, isList: boolean, place: Place): Scope | undefined {
    if (name === 'prefix') return undefined;
    if (isList) throw this.told.wrong([], place);
    this.isBegun = true;
    return name === 'bundle'
      ? new BundlesScope(this.told, () => this.prefixes)
      : new SectionScope(this.told, name, () => this.prefixes);
  }

  take(name: string, value: unknown, place: Place): void {
    if (value === null) return;
    if (name !== 'prefix' || typeof value !== 'object' || Array.isArray(value)) throw this.told.wrong(value, place);
    const given = Object.fromEntries(Object.entries(value).filter(([, uri]) => typeof uri === 'string')) as Prefixes;
    this.prefixes = { ...this.prefixes, ...given };
    if (this.isBegun) this.told.late(this.number, given);
  }
}

class BundlesScope implements Scope {
  constructor(
    private readonly told: Told,
    private readonly prefixes: () => Prefixes,
  ) {}

  enter(_: string, isList: boolean, place: Place): Scope {
    if (isList) throw this.told.wrong([], place);
    return new DocumentScope(this.told, this.prefixes());
  }

  take(_: string, value: unknown, place: Place): void {
    throw this.told.wrong(value, place);
  }
}

/** Things of one kind by their ids; one id may stand for several of them, as a list. */
class SectionScope implements Scope {
  constructor(
    private readonly told: Told,
    private readonly section: string,
    private readonly prefixes: () => Prefixes,
    private readonly id: string | undefined = undefined,
  ) {}

  enter(id: string, isList: boolean): Scope | undefined {
    return isList && this.id === undefined ? new SectionScope(this.told, this.section, this.prefixes, id) : undefined;
  }

  take(id: string, value: unknown, place: Place): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.told.wrong(value, place);
    this.told.entry(this.section, this.id ?? id, value as Fields, this.prefixes());
  }
}
