import { checkCount } from '../../graph/finding/filters/check-filter.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { References } from '../../graph/references/references.js';
import { resolveAcross } from '../../graph/references/resolve-across.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { EXPERIMENT, RUN } from '../record/run-kinds.js';
import type { RunFacts } from './run-facts-condition.sql.js';
import type { RunFilter } from './run-filter.input.js';

const MOST_IDS = 1_000;
const MOST_LINKS = 100;
const TEXTS = ['nameContains', 'owner', 'createdBy', 'commit'] as const;

/** What one filter asks of the runs themselves, its references resolved. NOT_FOUND for one that names nothing. */
export async function resolveFacts(
  db: Queryable,
  references: References,
  caller: Caller,
  filter: RunFilter,
  { path, includeDeleted }: { readonly path: string; readonly includeDeleted: boolean },
): Promise<RunFacts> {
  check(filter, path);
  const own = async (refs: readonly string[] | null | undefined, kind: NodeKind) =>
    refs == null
      ? undefined
      : (await references.resolveAll(db, caller.project, refs, [kind], { includeDeleted })).map(({ id }) => id);
  const one = async (ref: string | null | undefined, kind: NodeKind) =>
    ref == null ? undefined : (await own([ref], kind))?.[0];
  const links = async (field: 'inputs' | 'outputs') => {
    const refs = filter[field];
    if (refs == null) return undefined;
    return (await resolveAcross(db, references, caller, refs)).map(({ id }) => id);
  };
  const [runIds, experimentId, parentId, inputIds, outputIds] = await Promise.all([
    own(filter.ids, RUN),
    one(filter.experiment, EXPERIMENT),
    one(filter.parent, RUN),
    links('inputs'),
    links('outputs'),
  ]);
  return { ...filter, runIds, experimentId, parentId, inputIds, outputIds };
}

function check(filter: RunFilter, path: string): void {
  for (const field of TEXTS) checkText(`${path}.${field}`, filter[field] ?? '', 1_000);
  checkCount(`${path}.ids`, filter.ids ?? [], MOST_IDS);
  for (const field of ['inputs', 'outputs'] as const) checkCount(`${path}.${field}`, filter[field] ?? [], MOST_LINKS);
  for (const key of checkCount(`${path}.hasTags`, filter.hasTags ?? [], 10)) checkText(`${path}.hasTags`, key, 128);
  for (const field of ['durationFrom', 'durationBelow'] as const) {
    if (Number.isNaN(filter[field])) throw badInput(`${path}.${field} is NaN; give seconds.`, { field });
  }
}
