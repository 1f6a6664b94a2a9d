import type { VariablesOf } from '@headwater/client/documents';
import { plainName } from '../../../../platform/text/plain-name.js';
import type { DEFINE_ENTITY } from '../../../apply/documents.js';
import type { Report } from '../../reading/report.js';
import { tagsOf } from '../../reading/tags.js';
import type { FeastProject } from '../registry/read-registry.js';
import type { FeastEntity, FeastView } from '../registry/registry.js';
import { keyTypeOf } from './value-types.js';
import { renamed } from './words.js';

type EntityInput = VariablesOf<typeof DEFINE_ENTITY>['input'];

export interface TakenKey {
  readonly feastName: string;
  readonly name: string;
  readonly type: string;
}

export interface TakenEntity {
  readonly name: string;
  readonly keys: readonly TakenKey[];
}

/** What stands for a view that has no entity. */
const DUMMY = '__dummy';

/** The entities of a project. One of Feast has one join key; a view of several is about an entity here that has all of their keys. */
export class EntityTable {
  private readonly byName: ReadonlyMap<string, FeastEntity>;
  private readonly columnTypes = new Map<string, number>();
  private readonly inputs = new Map<string, EntityInput>();

  constructor(
    { entities, views }: FeastProject,
    private readonly report: Report,
  ) {
    this.byName = new Map(entities.map((entity) => [entity.name, entity]));
    // A view knows the type of its keys from its schema or its source; an entity says it only where somebody wrote it down.
    for (const { entityColumns } of views)
      for (const { name, type } of entityColumns)
        if (type !== 0 && !this.columnTypes.has(name)) this.columnTypes.set(name, type);
    for (const entity of entities) if (entity.name !== DUMMY) this.take([entity]);
  }

  /** The entity of a view, or why there is none. */
  of({ entities }: FeastView): TakenEntity | string {
    const names = entities.filter((name) => name !== DUMMY);
    if (names.length === 0) return 'it has no entity, and rows here are found by the key of one';
    const found = names.map((name) => this.byName.get(name));
    const missing = names.find((_, index) => found[index] === undefined);
    if (missing !== undefined) return `the registry has no entity ${missing}, which it is about`;
    // The same entities in another order are the same.
    const sorted = (found as FeastEntity[]).toSorted((one, other) => (one.name < other.name ? -1 : 1));
    return this.take(sorted);
  }

  /** Every entity, those of several keys among them. */
  used(): EntityInput[] {
    return [...this.inputs.values()];
  }

  private take(entities: readonly FeastEntity[]): TakenEntity | string {
    const what = `entity ${entities.map(({ name }) => name).join(' and ')}`;
    const keys: TakenKey[] = [];
    for (const entity of entities) {
      const feastName = entity.joinKey || entity.name;
      const taken = keyTypeOf(this.columnTypes.get(feastName) ?? (entity.type || STRING));
      if ('skipped' in taken) {
        if (entities.length === 1) this.report.skip(what, taken.skipped);
        return `the join key ${feastName} can't be taken: ${taken.skipped}`;
      }
      keys.push({ feastName, name: plainName(feastName, 'column'), type: taken.type });
    }
    const name = plainName(entities.map((entity) => entity.name).join('_'), 'set');
    if (new Set(keys.map((key) => key.name)).size < keys.length) return 'two of its join keys have one name here';
    if (!this.inputs.has(name)) {
      const [only] = entities;
      if (entities.length === 1 && only !== undefined) renamed('entity', only.name, 'set', this.report);
      for (const key of keys) if (key.name !== key.feastName) renamed('join key', key.feastName, 'column', this.report);
      this.inputs.set(name, {
        name,
        joinKeys: keys.map((key) => ({ name: key.name, type: key.type as never })),
        ...(entities.length === 1 && only !== undefined
          ? {
              ...(only.description !== '' && { description: only.description }),
              ...(only.owner !== '' && { owner: only.owner }),
              tags: tagsOf(only.tags, what, this.report),
            }
          : { description: `The entities ${entities.map((entity) => entity.name).join(' and ')} together.` }),
      });
    }
    return { name, keys };
  }
}

const STRING = 2;
