import type { HeadwaterClient } from '@headwater/client';
import type { VariablesOf } from '@headwater/client/documents';
import { requireColumn, type WindowSource } from '../../windows/sql/source-column.js';
import type { WindowRequest } from '../../windows/window-plan.js';
import { type DEFINE_ENTITY, FIND_ENTITY } from '../apply/documents.js';

/** The join keys of an entity and the columns that hold them; what defines the entity where it is not there. */
export interface WindowEntity {
  readonly keys: WindowRequest['keys'];
  readonly definition: VariablesOf<typeof DEFINE_ENTITY>['input'] | undefined;
}

interface GivenKey {
  readonly joinKey: string | undefined;
  readonly column: string;
}

/** `--entity`, `--key`: which column is which join key. Throws where that isn't clear. */
export async function findEntity(
  client: HeadwaterClient,
  source: WindowSource,
  options: { readonly entity: string; readonly key: readonly string[]; readonly defineEntity?: boolean | undefined },
): Promise<WindowEntity> {
  const given = options.key.map(readKey);
  const { entity } = await client.graphql(FIND_ENTITY, { ref: options.entity });
  if (entity !== null) return { keys: assignKeys(options.entity, entity.joinKeys, given), definition: undefined };
  if (options.defineEntity !== true)
    throw new Error(
      `There is no entity "${options.entity}". Say --define-entity to define it with these keys, or define it with headwater apply.`,
    );
  const keys = given.map(({ joinKey, column }) => ({
    joinKey: joinKey ?? (given.length === 1 ? options.entity : column),
    column,
    type: requireColumn(source, column).type,
  }));
  const joinKeys = keys.map(({ joinKey, type }) => ({ name: joinKey, type }));
  return { keys, definition: { name: options.entity, joinKeys } };
}

/** `origin`, or `airport=origin`. */
function readKey(text: string): GivenKey {
  const [, joinKey, column] = /^([a-z][a-z0-9_]*)=(.+)$/su.exec(text) ?? [];
  return { joinKey, column: column ?? text };
}

/** By the names that are said, then by those of the columns, then in order. */
function assignKeys(
  entity: string,
  joinKeys: readonly { readonly name: string; readonly type: string }[],
  given: readonly GivenKey[],
): WindowRequest['keys'] {
  const names = joinKeys.map(({ name }) => name);
  const unknown = given.find(({ joinKey }) => joinKey !== undefined && !names.includes(joinKey));
  if (given.length !== names.length || unknown !== undefined)
    throw new Error(
      `The entity "${entity}" has the join ${names.length === 1 ? 'key' : 'keys'} ${names.join(', ')}; give --key ${names.length === 1 ? 'once' : `${names.length} times`}, such as ${names.map((name) => `--key ${name}=<column>`).join(' ')}.`,
    );
  const open = new Set(given);
  const take = (fits: (key: GivenKey) => boolean) => {
    const found = [...open].find(fits);
    if (found !== undefined) open.delete(found);
    return found?.column;
  };
  const said = joinKeys.map(({ name }) => take(({ joinKey }) => joinKey === name));
  const alike = said.map(
    (column, at) => column ?? take(({ joinKey, column: own }) => joinKey === undefined && own === names[at]),
  );
  const columns = alike.map((column) => column ?? take(({ joinKey }) => joinKey === undefined));
  return joinKeys.map(({ name, type }, at) => {
    const column = columns[at];
    if (column === undefined)
      throw new Error(`The join key "${name}" is given twice; "${names.join('", "')}" are needed once each.`);
    return { joinKey: name, column, type };
  });
}
