import { feed, type Place, type Scope } from '../reading/streaming/walk-json.js';
import { kindOf, listOf, VERSION_IN_PATH } from './lists.js';
import type { Owner, Registry, ResourceKind } from './registry.js';

export interface Reading {
  readonly registry: Registry;
  readonly file: string;
}

/** Fields of a resource, or texts of one of them. */
const MOST = 10_000;

/** The document of a registry: whatever lists were gathered in it. */
export class RootScope implements Scope {
  constructor(private readonly reading: Reading) {}

  enter(_: string, isList: boolean): Scope {
    return scopeOf(this.reading, isList, undefined, {});
  }

  take(_: string, value: unknown): void {
    throw neither(this.reading.file, value);
  }
}

function scopeOf(reading: Reading, isList: boolean, kind: ResourceKind | undefined, owner: Owner): Scope {
  return isList ? new ListScope(reading, kind, owner) : new ObjectScope(reading, kind, owner);
}

class ListScope implements Scope {
  constructor(
    private readonly reading: Reading,
    private readonly kind: ResourceKind | undefined,
    private readonly owner: Owner,
    /** Where it may be a field of a resource instead, as texts are. */
    private readonly texts: unknown[] | undefined = undefined,
  ) {}

  enter(_: string, isList: boolean): Scope {
    return scopeOf(this.reading, isList, this.kind, this.owner);
  }

  take(_: string, value: unknown, place: Place): void {
    if (this.texts === undefined) throw neither(`${this.reading.file}${place()}`, value);
    if (this.texts.push(value) > MOST) throw tooMany(this.reading, place);
  }
}

/** A resource, with lists of others in it, or something that holds lists: which of them it is, its fields tell, wherever they stand. */
class ObjectScope implements Scope {
  private readonly fields: Record<string, unknown> = {};
  private readonly number: number;
  private hasItems = false;
  private count = 0;

  constructor(
    private readonly reading: Reading,
    private readonly kind: ResourceKind | undefined,
    private readonly owner: Owner,
  ) {
    this.number = reading.registry.number();
  }

  enter(name: string, isList: boolean): Scope | undefined {
    const { reading, kind, owner, number } = this;
    if (name === 'items' && isList) {
      this.hasItems = true;
      return scopeOf(reading, isList, kind, owner);
    }
    if (name === 'customProperties') return undefined;
    const list = listOf(name);
    if (list !== undefined)
      return scopeOf(reading, isList, list, { id: VERSION_IN_PATH.exec(name)?.[1] ?? owner.id, number });
    const id = VERSION_IN_PATH.exec(name)?.[1];
    // Below artifacts the names are ids of versions.
    if (kind === 'artifacts') return scopeOf(reading, isList, kind, { id: id ?? name });
    if (kind !== undefined) return undefined;
    if (!isList) return new ObjectScope(reading, kind, { id: id ?? owner.id });
    const texts: unknown[] = [];
    this.fields[name] = texts;
    return new ListScope(reading, kind, owner, texts);
  }

  take(name: string, value: unknown, place: Place): void {
    if (++this.count > MOST) throw tooMany(this.reading, place);
    if (name !== '__proto__') this.fields[name] = value;
  }

  end(place: Place): void {
    const { fields, reading, number, owner } = this;
    if (this.hasItems) return;
    const { id, name, modelVersionId } = fields;
    const hasId = typeof id === 'string' || typeof id === 'number';
    const at = () => `${reading.file}${place()}`;
    if (!hasId && (this.kind === undefined || typeof name !== 'string')) {
      this.lists(place);
      return;
    }
    const kind = kindOf(fields) ?? this.kind;
    if (kind === undefined)
      throw new Error(
        `${at()}: nothing says what it is; put it below registeredModels, modelVersions, servingEnvironments or inferenceServices.`,
      );
    reading.registry.take(
      kind,
      fields,
      at,
      typeof modelVersionId === 'string' ? { id: modelVersionId } : owner,
      number,
    );
  }

  /** It is no resource: what stands in it under any names are lists, or resources. */
  private lists(place: Place): void {
    for (const [name, value] of Object.entries(this.fields))
      if (typeof value === 'object' && value !== null && this.kind !== undefined)
        feed(scopeOf(this.reading, Array.isArray(value), this.kind, this.owner), value, () => `${place()}.${name}`);
  }
}

function tooMany({ file }: Reading, place: Place): Error {
  return new Error(
    `${file}${place()}: what it stands in has more than ${MOST.toLocaleString('en')} fields. Nothing was changed.`,
  );
}

function neither(place: string, value: unknown): Error {
  return new Error(
    `${place} is ${JSON.stringify(value)?.slice(0, 50)}; it is a list or a resource of the model registry.`,
  );
}
