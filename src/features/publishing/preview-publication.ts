import type { Graph } from '../../graph/graph.js';
import { formatName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { checkMetadata } from '../../graph/nodes/check-metadata.js';
import { findByLabel, findLastVersion, findNewestVersions } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { type ComparedVersion, type Comparison, compareVersions } from '../definitions/changes/compare-versions.js';
import { loadComparedVersions } from '../definitions/changes/load-compared-versions.js';
import { definitionOf } from '../definitions/definition-of.js';
import type { Entity } from '../definitions/entities/entity.entity.js';
import { FeatureSet } from '../definitions/feature-set.entity.js';
import { checkFeatureSet, type PublishFeatureSetInput } from '../definitions/feature-set.input.js';
import { type ColumnLineage, resolveColumnLineage } from '../definitions/references/column-lineage.js';
import type { Definition } from '../definitions/references/feature-references.sql.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET } from '../feature-kinds.js';
import { findCurrent } from './make-current.js';
import { requireEntity, requireSameEntity } from './publication-target.js';
import { shareOfSet } from './share-of-set.js';
import { hasRows } from './version-rows.sql.js';

/** What publishing would do. */
export interface Publication {
  /** Undefined: the set would be made. */
  readonly featureSetId: string | undefined;
  /** The version that has this definition already. */
  readonly sameId: string | undefined;
  /** The number of the version. */
  readonly version: number;
  readonly becomesCurrent: boolean;
  /** Why it would, or would not, become current. */
  readonly because: string;
  readonly currentId: string | undefined;
  /** From the current version to this one; undefined where nothing is current. */
  readonly comparison: Comparison | undefined;
}

/** Looks at what publishing a definition would do, and refuses what publishing would refuse. Writes nothing, not even a number is used up. */
export async function previewPublication(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
): Promise<Publication> {
  caller.demand('feature-set:publish');
  checkFeatureSet(input);
  checkMetadata(input);
  const known = await findByLabel(database, caller.project, formatName(input.name), FEATURE_SET);
  const preview = async (tx: Transaction): Promise<Publication> => {
    const nodes = graph.nodes.within(tx);
    const entity = await requireEntity(tx, graph, caller, input);
    const lineage = await resolveColumnLineage(tx, graph, caller, input.features);
    const definition = definitionOf(input, lineage);
    if (input.run != null) await graph.references.resolve(tx, caller.project, input.run, [RUN]);
    const featureSetId = await findByLabel(tx, caller.project, formatName(input.name), FEATURE_SET);
    if (featureSetId === undefined) {
      const because = `${input.name} has no version yet; the first is current at once.`;
      return { ...NOTHING_YET, version: 1, because };
    }
    requireSameEntity(await nodes.get(FeatureSet, featureSetId), entity, input);
    const newestId = (await findNewestVersions(tx, [featureSetId])).get(featureSetId);
    const newest = newestId === undefined ? undefined : await nodes.get(FeatureSetVersion, newestId);
    const same = newest?.digest === definition.digest ? newest : undefined;
    const version = same?.version ?? (await findLastVersion(tx, featureSetId)) + 1;
    const current = await findCurrent(tx, featureSetId);
    const label = `${formatName(input.name)}@${version}`;
    const described = await describe(tx, graph, { label, entity, definition, lineage });
    const [before] = current === undefined ? [] : await loadComparedVersions(tx, nodes, [current.id]);
    return {
      featureSetId,
      sameId: same?.nodeId,
      version,
      ...(await verdict(tx, label, same, current)),
      currentId: current?.id,
      comparison: before === undefined ? undefined : compareVersions(before, described),
    };
  };
  return shareOfSet(database, known, [], () => database.readOnlyTransaction(preview));
}

const NOTHING_YET = {
  featureSetId: undefined,
  sameId: undefined,
  becomesCurrent: true,
  currentId: undefined,
  comparison: undefined,
};

async function verdict(
  tx: Transaction,
  label: string,
  same: FeatureSetVersion | undefined,
  current: Definition | undefined,
): Promise<Pick<Publication, 'becomesCurrent' | 'because'>> {
  if (current === undefined)
    return { becomesCurrent: true, because: `Nothing is current, so ${label} would be at once.` };
  if (same !== undefined) {
    const because = `${label} has this definition already, so nothing would change; ${current.label} is current.`;
    return { becomesCurrent: false, because };
  }
  if (!(await hasRows(tx, current.storage)))
    return {
      becomesCurrent: true,
      because: `${current.label} is current and has no rows, so ${label} would be at once.`,
    };
  const because = `${current.label} is current and has rows: it stays what a reference without a version means until activateFeatureSetVersion, or a backfill with activate: true, switches to ${label}.`;
  return { becomesCurrent: false, because };
}

/** A version that isn't there yet, as versions are compared. */
async function describe(
  tx: Transaction,
  graph: Graph,
  given: {
    readonly label: string;
    readonly entity: Entity;
    readonly definition: ReturnType<typeof definitionOf>;
    readonly lineage: ColumnLineage;
  },
): Promise<ComparedVersion> {
  const { label, entity, definition, lineage } = given;
  const datasets = await graph.nodes.within(tx).load([...lineage.keys()]);
  const sources: Record<string, Record<string, unknown>> = {};
  for (const [id, columns] of lineage) {
    for (const [feature, names] of Object.entries(columns))
      sources[feature] = { ...sources[feature], [datasets.get(id)?.label ?? id]: names };
  }
  const { features, ttlSeconds, transformation, onFutureEvent } = definition;
  return {
    label,
    entityId: entity.nodeId,
    entity: entity.node.name,
    features: features as ComparedVersion['features'],
    ttlSeconds,
    transformation,
    onFutureEvent,
    sources,
  };
}
