import type { Graph } from '../../../graph/graph.js';
import { splitRef } from '../../../graph/names/split-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../../platform/database/database.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { badInput } from '../../../platform/errors.js';
import { checkWords } from '../../../platform/text/check-text.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { deprecationOf, oneFeature } from '../references/feature-references.js';
import { type Definition, selectDefinitions } from '../references/feature-references.sql.js';
import { parseFeatureRef } from '../references/feature-request.js';
import { putDeprecation, removeDeprecation } from './deprecation.sql.js';

/** A feature of a version, or the version itself. */
interface Deprecable {
  readonly definition: Definition;
  /** Empty for the whole version. */
  readonly feature: string;
}

/**
 * Marks a feature, or a whole feature set version, as deprecated; it is served all the same. The replacement has to be there, about the same
 * entity, and of the same type. The id of the feature set version.
 */
export async function deprecateFeature(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: { feature: string; reason: string; replacement?: string | null | undefined },
): Promise<string> {
  caller.demand('feature:deprecate');
  checkWords('reason', input.reason, 2_000);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'feature:deprecate', input.reason);
    const target = await find(tx, graph, caller, input.feature);
    const replacement = input.replacement == null ? undefined : await find(tx, graph, caller, input.replacement);
    if (replacement !== undefined) {
      requireFitting(target, replacement);
      refuseDeprecated(target, replacement);
    }
    await lockNode(tx, target.definition.id);
    await putDeprecation(tx, {
      featureSetVersionId: target.definition.id,
      feature: target.feature,
      reason: input.reason,
      replacement: replacement === undefined ? null : labelOf(replacement),
      deprecatedBy: caller.user,
    });
    return target.definition.id;
  });
}

/** Takes a deprecation back; taking back what was not deprecated changes nothing. The id of the feature set version. */
export async function undeprecateFeature(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
): Promise<string> {
  caller.demand('feature:deprecate');
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'feature:deprecate');
    const { definition, feature } = await find(tx, graph, caller, ref);
    await lockNode(tx, definition.id);
    await removeDeprecation(tx, definition.id, feature);
    return definition.id;
  });
}

async function find(db: Queryable, graph: Graph, caller: Caller, ref: string): Promise<Deprecable> {
  const { set, feature, role } = namesFeature(ref)
    ? parseFeatureRef(ref)
    : { set: ref, feature: undefined, role: null };
  if (role !== null)
    throw badInput(`${inQuotes(ref)} names a role; a feature is deprecated in all of them. Leave out "~${role}".`, {
      found: ref,
    });
  const { id } = await graph.references.resolve(db, caller.project, set, [FEATURE_SET_VERSION]);
  const definition = (await selectDefinitions(db, [id])).get(id);
  if (definition === undefined) throw new Error(`feature set version ${id} has no definition`);
  if (feature === 'ALL') throw badInput(`"${ref}" names many features; leave out ":*" to mean the whole version.`);
  if (feature !== undefined) oneFeature(definition, feature.name);
  return { definition, feature: feature?.name ?? '' };
}

/** What is malformed is left to whom it is read by. */
function namesFeature(ref: string): boolean {
  const split = splitRef(ref);
  return split.ok ? split.parts.member !== undefined : ref.includes(':');
}

function requireFitting(target: Deprecable, replacement: Deprecable): void {
  const [from, to] = [labelOf(target), labelOf(replacement)];
  if (from === to) throw badInput(`${from} can't replace itself.`, { field: 'replacement' });
  if ((target.feature === '') !== (replacement.feature === '')) {
    throw badInput(`${to} can't replace ${from}: a feature is replaced by a feature, a version by a version.`, {
      field: 'replacement',
    });
  }
  if (target.definition.entityId !== replacement.definition.entityId) {
    throw badInput(`${to} is about ${replacement.definition.entity}, ${from} about ${target.definition.entity}.`, {
      field: 'replacement',
    });
  }
  if (target.feature === '') return;
  const [type, other] = [target, replacement].map(({ definition, feature }) => oneFeature(definition, feature).type);
  if (type !== other) throw badInput(`${to} is ${other}, ${from} is ${type}.`, { field: 'replacement' });
}

/** What is deprecated itself is no replacement: nobody is led in a circle. */
function refuseDeprecated(target: Deprecable, replacement: Deprecable): void {
  const found = deprecationOf(replacement.definition, replacement.feature);
  if (found === undefined) return;
  const better = found.replacement === null || found.replacement === labelOf(target) ? '' : ` by ${found.replacement}`;
  throw badInput(
    `${labelOf(replacement)} is deprecated itself${better}; name what is to be used in the end, or nothing.`,
    { field: 'replacement', found: labelOf(replacement) },
  );
}

function labelOf({ definition, feature }: Deprecable): string {
  return feature === '' ? definition.label : `${definition.label}:${feature}`;
}
